"""A question that is answered in a line, laid over the screen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui import bindings
from pkgtui.tui.widgets.line_input import LineInput


class Question(ModalScreen[str | None]):
    """Gives the line that was typed, clean and maybe empty, or None when it was left."""

    CSS_PATH = sheet("choice")
    BINDINGS = bindings.QUESTION

    def __init__(self, title: str, hint: str, words: str = "") -> None:
        """Begin with `words`; `hint` stands where there are none."""
        super().__init__()
        self._heading, self._hint, self._words = title, hint, words

    def compose(self) -> ComposeResult:
        """Show a line to edit."""
        with Vertical() as box:
            box.border_title = Content(self._heading)
            box.border_subtitle = "enter keeps, esc leaves it as it was"
            yield LineInput(self._hint, one_line(self._words))

    @on(Input.Submitted)
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(one_line(event.value))

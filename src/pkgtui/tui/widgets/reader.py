"""A text to read, laid over the screen."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen

from pkgtui.paths import sheet
from pkgtui.tui import bindings
from pkgtui.tui.widgets.words import Words


class Reader(ModalScreen[None]):
    """Shows a text until it is closed; scrolls when it is long."""

    CSS_PATH = sheet("reader")
    BINDINGS = bindings.READER

    def __init__(self, title: str, text: Content, *, bare: bool = False) -> None:
        """Show `text` under `title`; `bare` without anything beside it that would be selected."""
        super().__init__(classes="-bare" if bare else None)
        self._heading = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Show the text in a box."""
        with VerticalScroll() as box:
            box.border_title = Content(self._heading)
            box.border_subtitle = "esc closes"
            yield Words(self._text)

    def action_scroll(self, lines: int) -> None:
        """Move by `lines`."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

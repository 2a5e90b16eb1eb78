"""A question with a few answers, laid over the screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pkgtui.paths import sheet
from pkgtui.tui import bindings


class Choice(ModalScreen[str | None]):
    """Gives the id of the answer chosen, or None."""

    CSS_PATH = sheet("choice")
    BINDINGS = bindings.CHOICE

    def __init__(self, question: str, answers: Sequence[tuple[str, str]]) -> None:
        """Ask `question`; each answer is its id and what is shown."""
        super().__init__()
        self._question = question
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Show the answers under the question."""
        with Vertical() as box:
            box.border_title = Content(self._question)
            yield OptionList(
                *(Option(Content(shown), id=answer) for answer, shown in self._answers)
            )

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

"""The input of a filter bar."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.widgets import Input

from pkgtui.tui import bindings
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.line_input import LineInput


class FilterInput(LineInput):
    """Enter keeps the words, Escape drops them; either gives the keys back."""

    BINDINGS = bindings.FILTER

    def __init__(self, hint: str, words: str, take: Callable[[str], None]) -> None:
        """Begin with `words`, show `hint` while empty, and `take` what is typed at every key."""
        super().__init__(hint, words)
        self._take = take

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._take(event.value)

    def action_keep(self) -> None:
        """Give the keys back; the words go on filtering."""
        self.post_message(FilterBar.Closed())

    def action_drop(self) -> None:
        """Empty the input and give the keys back."""
        with self.prevent(Input.Changed):
            self.value = ""
        self._take("")
        self.post_message(FilterBar.Closed())

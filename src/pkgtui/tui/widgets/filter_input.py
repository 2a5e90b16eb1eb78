"""The input of a filter bar."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.widgets import Input

from pkgtui.models.query import Keys, Query
from pkgtui.tui import bindings
from pkgtui.tui.state import State
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.offers import Offers
from pkgtui.tui.widgets.query_input import QueryInput


class FilterInput(QueryInput):
    """Enter keeps the filter, Escape drops it; either gives the keys back."""

    BINDINGS = bindings.FILTER

    def __init__(
        self,
        state: State,
        keys: Keys,
        offers: Offers,
        words: str,
        take: Callable[[str, Query], None],
    ) -> None:
        """Begin with `words`, and `take` what is typed as soon as it can be read."""
        hint = f"words, -word, {next(iter(keys))}:>10 ... tab shows what can be asked for"
        super().__init__(state, keys, offers, hint, words)
        self._take = take

    def show(self, words: str) -> None:
        """Stand for the filter `words`, which was chosen elsewhere."""
        with self.prevent(Input.Changed):
            self.value = words
        self.read()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._take_typed()

    def _take_typed(self) -> None:
        read = self.read()
        if read is not None:
            self._take(*read)

    def action_keep(self) -> None:
        """Give the keys back; the filter stays. What cannot be read is to be mended first."""
        self._take_typed()
        if self.wrong:
            self.tell_wrong()
        else:
            self.post_message(FilterBar.Closed())

    def action_drop(self) -> None:
        """Empty the input and give the keys back."""
        with self.prevent(Input.Changed):
            self.value = ""
        self._take_typed()
        self.post_message(FilterBar.Closed())

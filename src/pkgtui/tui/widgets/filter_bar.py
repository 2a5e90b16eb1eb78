"""The line under a list in which its filter is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from textual import on
from textual.message import Message
from textual.widget import Widget

from pkgtui.tui.state import State

if TYPE_CHECKING:
    from pkgtui.models.query import Query
    from pkgtui.tui.widgets.filter_input import FilterInput


class FilterBar(Widget):
    """Hidden until it is opened; the input in it is made when it is first wanted.

    Attributes:
        words: What the list is filtered by: of what was typed, what could be read.
        asked: The same, read; None where nothing was typed.
    """

    class Changed(Message):
        """Something else is to filter the list."""

    class Closed(Message):
        """The keys go back to the list."""

    def __init__(
        self, state: State, words: str = "", *, of: Literal["packages", "grids"] = "packages"
    ) -> None:
        """Filter by `words`, which were kept, until others are typed."""
        super().__init__()
        self.words = ""
        self.asked: Query | None = None
        self._state, self._of = state, of
        self._trouble = self._read(words)
        self._input: FilterInput | None = None
        self.display = False

    def on_mount(self) -> None:
        """Tell of a filter that was kept and cannot be read any more."""
        self._tell_trouble()

    async def open(self) -> None:
        """Show the input and give it the keys."""
        from pkgtui.models.query import KEYS  # noqa: PLC0415 - no list needs it
        from pkgtui.tui.widgets.filter_input import FilterInput  # noqa: PLC0415 - likewise
        from pkgtui.tui.widgets.offers import Offers  # noqa: PLC0415 - likewise

        self.display = True
        if self._input is None:
            offers = Offers(self._state.glyphs)
            self._input = FilterInput(
                self._state, KEYS[self._of], offers, self.words, self.filter_by
            )
            await self.mount(self._input, offers)
        self._input.focus()

    def filter_by(self, words: str, asked: Query) -> None:
        """Filter by `words`, which ask for `asked`; the same in other words changes nothing."""
        wanted = asked if words else None
        if wanted != self.asked:
            self.words, self.asked = words, wanted
            self.post_message(self.Changed())

    def take(self, words: str) -> None:
        """Filter by `words`, which were kept; what cannot be read is told, and filters nothing."""
        self._trouble = self._read(words)
        self._tell_trouble()
        if self._input is not None:
            self._input.show(self.words)
        self.post_message(self.Changed())

    def _read(self, words: str) -> str:
        """Read `words` as what is to filter; return why that cannot be."""
        self.words, self.asked = "", None
        if not words:
            return ""
        from pkgtui.models.query import KEYS, QueryError, parse  # noqa: PLC0415 - likewise

        try:
            self.asked = parse(words, KEYS[self._of])
        except QueryError as error:
            return f"The filter {words!r} cannot be used: {error}."
        self.words = words
        return ""

    def _tell_trouble(self) -> None:
        if self._trouble:
            self.notify(self._trouble, severity="warning", markup=False)

    @on(Closed)
    def _hide_when_empty(self) -> None:
        self.display = bool(self.words)

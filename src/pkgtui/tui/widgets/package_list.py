"""A list of packages with its order, its filter and a true count of what it hides."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from pkgtui import phrases
from pkgtui.models.catalog import Rows
from pkgtui.models.entries import Package
from pkgtui.models.sorting import SORTS, sort_rows
from pkgtui.models.words import match_rows
from pkgtui.tui import bindings
from pkgtui.tui.columns import package_columns
from pkgtui.tui.messages import OpenPackage
from pkgtui.tui.state import State
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.table import Table

_FRAME = 6
"""Cells of a border that words in it cannot have."""


class PackageList(Vertical):
    """Shows some rows of the catalog; a person can order, filter and open them."""

    BINDINGS = bindings.PACKAGES

    class SortWanted(Message):
        """A person wants to choose the order."""

        def __init__(self, packages: PackageList) -> None:
            super().__init__()
            self.packages = packages

    def __init__(self, state: State, *, sort: str = "stars", id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._state = state
        self._heading = ""
        self._rows: Rows = ()
        self.sort = sort
        self.reversed = False
        self.show_archived = False
        self._hidden = 0

    def compose(self) -> ComposeResult:
        """Lay the filter under the table."""
        yield Table[Package](
            key=lambda package: package.id,
            empty="No packages.",
            glyphs=self._state.glyphs,
        )
        yield FilterBar("words to look for in name, description and people; -word leaves out")

    @property
    def table(self) -> Table[Package]:
        """The table of packages."""
        return self.query_one(Table)

    @property
    def filter(self) -> str:
        """The words that packages must have to be shown."""
        return self.query_one(FilterBar).words

    @property
    def current(self) -> Package | None:
        """The package under the cursor."""
        return self.table.current

    def show(self, heading: str, rows: Rows, *, keep_cursor: bool = True) -> None:
        """Show `rows` of the current catalog under `heading`."""
        self._heading, self._rows = heading, rows
        self.table.show_columns(package_columns(self._state))
        self._arrange(keep_cursor=keep_cursor)

    def sort_by(self, sort: str) -> None:
        """Order by `sort`; the order it already has is turned round instead."""
        self.reversed = sort == self.sort and not self.reversed
        self.sort = sort
        self._arrange(keep_cursor=False)

    def _arrange(self, *, keep_cursor: bool) -> None:
        catalog = self._state.catalog
        if catalog is None:
            self.table.show(())
            return
        matching = match_rows(catalog, self._rows, self.filter) if self.filter else self._rows
        archived = catalog.archived or frozenset()
        hidden = 0
        shown: Sequence[int] = matching
        if archived and not self.show_archived:
            shown = [row for row in matching if catalog.packages[row].id not in archived]
            hidden = len(matching) - len(shown)
        ordered = sort_rows(catalog, shown, self.sort, reverse=self.reversed)
        table = self.table
        table.show([catalog.packages[row] for row in ordered], keep_cursor=keep_cursor)
        is_descending = SORTS[self.sort].descending != self.reversed
        table.mark_sorted(
            self.sort, self._state.glyphs.down if is_descending else self._state.glyphs.up
        )
        table.empty = self._why_empty(hidden)
        self._tell(len(ordered), hidden)

    def _why_empty(self, hidden: int) -> str:
        if self.filter:
            words = f"No package here matches {self.filter!r}. esc in the filter shows all again."
        else:
            words = "No packages here."
        return words + (f" {hidden:,} archived are hidden: press a." if hidden else "")

    def _tell(self, shown: int, hidden: int) -> None:
        dot = f" {self._state.glyphs.dot} "
        total = len(self._rows)
        amount = phrases.count(total, "package")
        if shown != total:
            amount = f"{shown:,} of {amount}"
        if self._state.catalog and not self._state.catalog.generation.complete:
            amount += " so far"
        order = f"by {SORTS[self.sort].label}" + (", reversed" if self.reversed else "")
        self.border_title = Content(
            dot.join(part for part in (self._heading, amount, order) if part)
        )
        self._hidden = hidden
        self._note()

    def _note(self) -> None:
        """Say what filters the list and what it hides, in as many words as there is room for."""
        hidden, columns = self._hidden, self.table.left_out_words
        found = [f"filter: {self.filter}"] if self.filter else []
        long = [f"{hidden:,} archived or replaced hidden, a shows them"] if hidden else []
        short = [f"{hidden:,} archived hidden: a"] if hidden else []
        dot = f" {self._state.glyphs.dot} "
        wordings = [
            dot.join([*found, *parts, *[columns] * bool(columns)]) for parts in (long, short)
        ]
        room = self.size.width - _FRAME
        fitting = (words for words in wordings if cell_len(words) <= room)
        note_below(self, next(fitting, wordings[-1]))

    # -- what a person does ----------------------------------------------------------

    async def action_filter(self) -> None:
        """Open the filter."""
        await self.query_one(FilterBar).open()

    def action_sort(self) -> None:
        """Ask for the choice of orders."""
        self.post_message(self.SortWanted(self))

    def action_reverse(self) -> None:
        """Turn the order round."""
        self.sort_by(self.sort)

    def action_toggle_archived(self) -> None:
        """Show or hide what the site no longer counts as active."""
        self.show_archived = not self.show_archived
        self._arrange(keep_cursor=True)

    @on(FilterBar.Changed)
    def _filter_changed(self, event: FilterBar.Changed) -> None:
        event.stop()
        self._arrange(keep_cursor=False)

    @on(FilterBar.Closed)
    def _filter_closed(self, event: FilterBar.Closed) -> None:
        event.stop()
        self.table.focus()

    @on(Table.Shifted)
    def _columns_changed(self, event: Table.Shifted[Package]) -> None:
        event.stop()
        self._note()

    @on(Table.HeaderClicked)
    def _header_clicked(self, event: Table.HeaderClicked[Package]) -> None:
        event.stop()
        if event.column in SORTS:
            self.sort_by(event.column)

    @on(Table.Selected)
    def _selected(self, event: Table.Selected[Package]) -> None:
        event.stop()
        self.post_message(OpenPackage(event.row.id))

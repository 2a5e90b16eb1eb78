"""A list of packages with its order, its filter and a true count of what it hides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from pkgtui.models.catalog import Rows
from pkgtui.models.entries import Package
from pkgtui.models.order import Order, order_of, order_text, sorted_by, turned
from pkgtui.models.personal import ListView, with_list
from pkgtui.models.sequences import Chosen
from pkgtui.models.sorting import BY_STARS, SORTS
from pkgtui.tui import bindings
from pkgtui.tui.columns import is_faded, mark_sign, package_columns
from pkgtui.tui.fitting import Column
from pkgtui.tui.listing import Listed, heading, listed, notes, why_empty
from pkgtui.tui.messages import Keep, OpenPackage
from pkgtui.tui.state import State
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.framed import FramedLines
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.table import Table

_FRAME = 6
"""Cells of a border that words in it cannot have."""
_NOTHING = Listed((), 0)


class PackageList(Vertical):
    """Shows some rows of the catalog; a person can order, filter and open them.

    Attributes:
        order: How the rows stand.
        show_hidden: Whether what is hidden at first is shown.
    """

    BINDINGS = bindings.PACKAGES

    class Arranged(Message):
        """Other packages are shown, or in another order."""

    class KeepWanted(Message):
        """A person wants to give this look at packages a name."""

        def __init__(self, packages: PackageList) -> None:
            super().__init__()
            self.packages = packages

    class SortWanted(Message):
        """A person wants to choose the order."""

        def __init__(self, packages: PackageList) -> None:
            super().__init__()
            self.packages = packages

    def __init__(  # noqa: PLR0913 - how a list is looked at, once, by keyword
        self,
        state: State,
        kept_as: str,
        *,
        order: Order = BY_STARS,
        keep_filter: bool = True,
        columns: Callable[[State], Sequence[Column[Package]]] = package_columns,
        show_hidden: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        """Look at the list as the person did last, which is `kept_as` an id.

        It stands in `order`, or as it is given, until they choose another. Where the list is of
        another thing each time, `keep_filter` is False: a filter is not for the next one. With
        `show_hidden` nothing is hidden at first, whatever became of it.
        """
        super().__init__(id=id)
        self._styles_cache = FramedLines(hollow=True)
        self._state = state
        self._kept_as, self._keep_filter = kept_as, keep_filter
        self._columns = columns
        self._heading = ""
        self._rows: Rows = ()
        self._listed = _NOTHING
        self._first_order = order
        kept = state.personal.lists.get(kept_as, ListView(hidden=show_hidden))
        self._first_filter = kept.filter if keep_filter else ""
        self.order = _order(kept, order)
        self.show_hidden = kept.hidden

    def compose(self) -> ComposeResult:
        """Lay the filter under the table."""
        yield Table[Package](
            key=lambda package: package.id,
            empty="No packages.",
            glyphs=self._state.glyphs,
            faded=lambda package: is_faded(package, self._state),
            mark=lambda package: mark_sign(package, self._state),
        )
        yield FilterBar(self._state, self._first_filter)

    @property
    def table(self) -> Table[Package]:
        """The table of packages."""
        return self.query_one(Table)

    @property
    def filter(self) -> str:
        """What packages must be to be shown, in the filter language."""
        return self.query_one(FilterBar).words

    @property
    def view(self) -> ListView:
        """How the list is looked at."""
        order = "" if self.order == self._first_order else order_text(self.order)
        return ListView(self.filter, order, self.show_hidden)

    @property
    def briefly(self) -> str:
        """What filters the list and how much of it is hidden, in few words; empty for nothing."""
        return notes(self._listed, self.filter, "", self._state.glyphs)[-1]

    @property
    def current(self) -> Package | None:
        """The package under the cursor."""
        return self.table.current

    def show(self, heading: str, rows: Rows, *, keep_cursor: bool = True) -> None:
        """Show `rows` of the current catalog under `heading`."""
        self._heading, self._rows = heading, rows
        self.table.show_columns(self._columns(self._state))
        self._arrange(keep_cursor=keep_cursor)

    def look(self, view: ListView) -> None:
        """Look at the list as `view` says."""
        self.order, self.show_hidden = _order(view, self._first_order), view.hidden
        self.query_one(FilterBar).take(view.filter)

    def sort_by(self, order: Order) -> None:
        """Stand in `order` from now on."""
        self.order = order
        self._look_changed(keep_cursor=False)

    def _look_changed(self, *, keep_cursor: bool) -> None:
        self._arrange(keep_cursor=keep_cursor)
        self.post_message(self.Arranged())
        view = self.view if self._keep_filter else ListView("", self.view.order, self.view.hidden)
        self.post_message(Keep(partial(with_list, name=self._kept_as, view=view)))

    def _arrange(self, *, keep_cursor: bool) -> None:
        catalog, glyphs = self._state.catalog, self._state.glyphs
        if catalog is None:
            self.table.show(())
            return
        self._listed = listed(
            catalog,
            self._rows,
            asked=self.query_one(FilterBar).asked,
            order=self.order,
            show_hidden=self.show_hidden,
            now=self._state.now(),
            personal=self._state.personal,
        )
        table = self.table
        rows, current = self._listed.rows, table.current if keep_cursor else None
        own = catalog.row_by_id.get(current.id) if current else None
        cursor = rows.index(own) if own is not None and own in rows else 0
        table.show(Chosen(catalog.packages, rows), cursor=cursor)
        if self.order:
            first = self.order[0]
            is_descending = SORTS[first.id].descending != first.reversed
            table.mark_sorted(first.id, glyphs.down if is_descending else glyphs.up)
        table.empty = why_empty(self._listed, self.filter)
        complete = catalog.generation.complete
        self.border_title = Content(
            heading(self._heading, self._listed, self.order, glyphs, complete=complete)
        )
        self._note()

    def on_resize(self) -> None:
        """Say below as much as there is room for now."""
        self.call_after_refresh(self._note)

    def _note(self) -> None:
        """Say what filters the list and what it hides, in as many words as there is room for."""
        columns = self.table.left_out_words
        wordings = notes(self._listed, self.filter, columns, self._state.glyphs)
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

    def action_keep_view(self) -> None:
        """Ask for a name for what is shown."""
        self.post_message(self.KeepWanted(self))

    def action_reverse(self) -> None:
        """Turn the order round."""
        self.sort_by(turned(self.order))

    def action_toggle_hidden(self) -> None:
        """Show or hide what the site no longer counts as active or follows."""
        self.show_hidden = not self.show_hidden
        self._look_changed(keep_cursor=True)

    @on(FilterBar.Changed)
    def _filter_changed(self, event: FilterBar.Changed) -> None:
        event.stop()
        self._look_changed(keep_cursor=False)

    @on(FilterBar.Closed)
    def _filter_closed(self, event: FilterBar.Closed) -> None:
        del event
        if self.table.display:
            self.table.focus()

    @on(Table.Shifted)
    def _columns_changed(self, event: Table.Shifted[Package]) -> None:
        event.stop()
        self._note()

    @on(Table.HeaderClicked)
    def _header_clicked(self, event: Table.HeaderClicked[Package]) -> None:
        event.stop()
        if event.column in SORTS:
            self.sort_by(sorted_by(self.order, event.column))

    @on(Table.Selected)
    def _selected(self, event: Table.Selected[Package]) -> None:
        event.stop()
        self.post_message(OpenPackage(event.row.id))


def _order(view: ListView, otherwise: Order) -> Order:
    """The order that was kept; one that there is no longer is passed over."""
    try:
        return order_of(view.order, SORTS) or otherwise
    except ValueError:
        return otherwise

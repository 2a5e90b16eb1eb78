"""All grids, beside the members of the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.order import (
    Order,
    SortKey,
    order_of,
    order_text,
    order_words,
    sorted_by,
    turned,
)
from pkgtui.models.own_grids import is_own, own_grids
from pkgtui.models.personal import ListView, with_list
from pkgtui.models.sequences import Chosen
from pkgtui.models.sorting import BY_STARS, GRID_SORTS, sort_grids, sort_rows
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui import bindings
from pkgtui.tui.columns import grid_columns, is_faded, mark_sign, preview_columns
from pkgtui.tui.dialogs import order_choice
from pkgtui.tui.messages import Keep, OpenGrid, OpenPackage
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.table import Table

FOLLOW_AFTER = 0.12
"""Seconds the cursor must rest before the pane beside it follows."""


class GridsScreen(CatalogScreen):
    """A list of grids that can be filtered and sorted, and a preview."""

    CSS_PATH = sheet("grids")
    BINDINGS = bindings.LIST
    PLACE = "grids"
    _following: Timer | None = None
    FIRST_ORDER: ClassVar[Order] = (SortKey("members"),)

    def __init__(self, state: State) -> None:
        super().__init__(state)
        kept = state.personal.lists.get(self.PLACE, ListView())
        self._first_filter = kept.filter
        try:
            self._order = order_of(kept.order, GRID_SORTS) or self.FIRST_ORDER
        except ValueError:
            self._order = self.FIRST_ORDER

    def body(self) -> Iterable[Widget]:
        """The grids left, the preview right."""
        glyphs = self.state.glyphs
        with Horizontal():
            with Vertical(id="grids"):
                yield Table[Grid](
                    key=lambda grid: grid.slug,
                    glyphs=glyphs,
                    empty="No grids.",
                    mark=lambda grid: glyphs.own if is_own(grid) else "",
                )
                yield FilterBar(self.state, self._first_filter, of="grids")
            yield Table(
                key=lambda package: package.id,
                glyphs=glyphs,
                empty="",
                faded=lambda package: is_faded(package, self.state),
                mark=lambda package: mark_sign(package, self.state),
                id="preview",
            )

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the grids of `catalog`, which is the state's."""
        del catalog
        self._grids.show_columns(grid_columns(self.state))
        self._arrange(keep_cursor=True)

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        words = self.query_one(FilterBar).words
        order = ["--sort", order_text(self._order)] if self._order != self.FIRST_ORDER else []
        mark = ["--"] if words.startswith("-") else []
        return ["pkgtui", "grids", *order, *mark, *[words] * bool(words)]

    def show_personal(self) -> None:
        """Show the person's grids as they are now, and what is marked."""
        super().show_personal()
        self._arrange(keep_cursor=True)

    def subject(self) -> Package | Grid | None:
        """What is under the cursor of the pane in hand."""
        preview: Table[Package] = self.query_one("#preview", Table)
        return preview.current if preview.has_focus else self._grids.current

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is done with packages only where one is in hand."""
        if action in bindings.FOR_PACKAGES:
            return self.focused is not None and self.focused.id == "preview"
        return super().check_action(action, parameters)

    @property
    def _grids(self) -> Table[Grid]:
        return self.query_one("#grids Table", Table)

    def _arrange(self, *, keep_cursor: bool) -> None:
        catalog = self.state.catalog
        if catalog is None:
            return
        words = self.query_one(FilterBar).words
        own = own_grids(catalog, self.state.personal)
        grids = (*own, *catalog.grids)
        matching = self._matching(catalog, grids)
        self._grids.empty = f"No grid matches {words!r}." if words else "No grids."
        ordered = sort_grids(catalog, matching, self._order)
        self._grids.show(ordered, keep_cursor=keep_cursor)
        glyphs = self.state.glyphs
        first = self._order[0]
        is_descending = GRID_SORTS[first.id].descending != first.reversed
        self._grids.mark_sorted(first.id, glyphs.down if is_descending else glyphs.up)
        amount = phrases.count(len(grids), "grid")
        if own:
            amount += f", {len(own):,} {glyphs.own} your own"
        if len(ordered) != len(grids):
            amount = f"{len(ordered):,} of {amount}"
        pane = self.query_one("#grids")
        pane.border_title = Content(
            f"{amount} {glyphs.dot} by {order_words(self._order, GRID_SORTS)}"
        )
        self.tell_left_out(self._grids)
        self._preview()

    def _matching(self, catalog: Catalog, grids: Sequence[Grid]) -> Sequence[Grid]:
        asked = self.query_one(FilterBar).asked
        if asked is None:
            return grids
        from pkgtui.models.query import match_grids  # noqa: PLC0415 - seldom asked for at a start

        return match_grids(catalog, grids, asked, self.state.now())

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say so where the list has its border, behind the filter."""
        if table is not self._grids:
            super().tell_left_out(table)
            return
        words = self.query_one(FilterBar).words
        parts = [f"filter: {words}" if words else "", table.left_out_words]
        dot = f" {self.state.glyphs.dot} "
        note_below(self.query_one("#grids"), dot.join(filter(None, parts)))

    def _preview(self) -> None:
        catalog, grid = self.state.catalog, self._grids.current
        preview = self.query_one("#preview", Table)
        preview.empty = _why_empty(grid)
        if catalog is None or grid is None:
            preview.show(())
            preview.border_title = ""
            return
        rows = sort_rows(catalog, catalog.grid_rows(grid), BY_STARS)
        preview.show_columns(preview_columns(self.state))
        preview.show(Chosen(catalog.packages, rows), keep_cursor=False)
        preview.border_title = Content(
            f"{one_line(grid.title)} {self.state.glyphs.dot} {phrases.count(len(rows), 'package')}"
        )

    # -- what a person does ----------------------------------------------------------

    async def action_filter(self) -> None:
        """Open the filter."""
        await self.query_one(FilterBar).open()

    def action_sort(self) -> None:
        """Ask for the order of the grids."""
        self.app.push_screen(
            order_choice("Sort grids by", GRID_SORTS, self._order, self._sort_by, self.state.glyphs)
        )

    def action_reverse(self) -> None:
        """Turn the order round."""
        self._sort_by(turned(self._order))

    def _sort_by(self, order: Order) -> None:
        self._order = order
        self._look_changed()

    def _look_changed(self) -> None:
        self._arrange(keep_cursor=False)
        order = "" if self._order == self.FIRST_ORDER else order_text(self._order)
        view = ListView(self.query_one(FilterBar).words, order)
        self.post_message(Keep(partial(with_list, name=self.PLACE, view=view)))

    @on(Table.HeaderClicked, "#grids Table")
    def _header_clicked(self, event: Table.HeaderClicked[Grid]) -> None:
        if event.column in GRID_SORTS:
            self._sort_by(sorted_by(self._order, event.column))

    @on(FilterBar.Changed)
    def _filter_changed(self) -> None:
        self._look_changed()

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self._grids.focus()

    @on(Table.Highlighted, "#grids Table")
    def _follow_soon(self) -> None:
        if self._following is not None:
            self._following.stop()
        self._following = self.set_timer(FOLLOW_AFTER, self._preview)

    @on(Table.Selected, "#grids Table")
    def _open_grid(self, event: Table.Selected[Grid]) -> None:
        self.post_message(OpenGrid(event.row.slug if is_own(event.row) else event.row.id))

    @on(Table.Selected, "#preview")
    def _open_package(self, event: Table.Selected[Package]) -> None:
        self.post_message(OpenPackage(event.row.id))


def _why_empty(grid: Grid | None) -> str:
    """What stands beside the list where `grid` has no package to show."""
    if grid is None:
        return ""
    return "None of its packages is listed." if grid.packages else "It has no packages."

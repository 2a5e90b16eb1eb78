"""The categories, beside the packages of the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from textual import on
from textual.timer import Timer
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog, Rows
from pkgtui.models.entries import Package
from pkgtui.models.personal import ListView
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui.fitting import Column
from pkgtui.tui.messages import OpenView
from pkgtui.tui.screens.beside import BesideScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table

FOLLOW_AFTER = 0.12
"""Seconds the cursor must rest before the pane beside it follows."""


class Shelf(msgspec.Struct, frozen=True):
    """A category or a view as the list shows it: with the packages in it.

    Attributes:
        scope: The filter that finds them among all packages.
        view: The name of the view that it is; empty for a category.
    """

    id: int | str | None
    title: str
    rows: Rows
    scope: str
    view: str = ""


def shelves(catalog: Catalog) -> list[Shelf]:
    """The categories, the fullest first, and last the packages that are in none."""
    found = [
        Shelf(
            one.id,
            one_line(one.title_plural or one.title),
            catalog.rows_by_category.get(one.id, ()),
            f"cat:{one.slug}",
        )
        for one in catalog.categories
    ]
    found.sort(key=lambda shelf: (-len(shelf.rows), shelf.title))
    if rest := catalog.rows_by_category.get(None):
        found.append(Shelf(None, "No category", rest, "cat:unknown"))
    return found


def views(state: State, catalog: Catalog) -> list[Shelf]:
    """The person's own views, with what each of them finds now."""
    kept = state.personal.views
    if not kept:
        return []
    from pkgtui.models.query import match_rows  # noqa: PLC0415 - most people have no views
    from pkgtui.models.wording import readable  # noqa: PLC0415 - likewise

    def shelf(name: str, view: ListView) -> Shelf:
        asked = readable(view.filter)
        rows = match_rows(catalog, catalog.all_rows, asked, state.now(), state.personal)
        title = f"{state.glyphs.into} {one_line(name)}"
        return Shelf(f"view {name}", title, rows, view.filter, name)

    return [shelf(name, view) for name, view in kept.items()]


class CategoriesScreen(BesideScreen):
    """Two panes: Enter or Tab goes from the category to its packages."""

    CSS_PATH = sheet("categories")
    PLACE = "categories"
    _following: Timer | None = None
    _followed: Shelf | None = None

    def body(self) -> Iterable[Widget]:
        """The categories left, their packages right."""
        columns: list[Column[Shelf]] = [
            Column("title", "category", 10, lambda shelf: shelf.title, most=40),
            Column("packages", "", 6, lambda shelf: phrases.count(len(shelf.rows)), right=True),
        ]
        table = Table(
            columns,
            key=lambda shelf: shelf.id,
            glyphs=self.state.glyphs,
            header=False,
            id="shelves",
        )
        table.border_title = "Categories"
        yield table
        yield PackageList(self.state, "categories")

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the categories of `catalog` and the packages of the current one."""
        table = self._shelves
        table.show([*shelves(catalog), *views(self.state, catalog)])
        self._follow(keep_cursor=True)

    def show_personal(self) -> None:
        """Show the views there are now, and the marks."""
        super().show_personal()
        if self.state.catalog is not None:
            self.show_catalog(self.state.catalog)

    def scope(self) -> str:
        """The category or view under the cursor."""
        return self._followed.scope if self._followed else ""

    def command(self) -> Sequence[str]:
        """The words of the command that prints the pane in hand."""
        return ("pkgtui", "categories") if self._shelves.has_focus else super().command()

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return self.packages.current

    @property
    def _shelves(self) -> Table[Shelf]:
        return self.query_one("#shelves", Table)

    def _follow(self, *, keep_cursor: bool = False) -> None:
        shelf = self._shelves.current
        if shelf is not None and shelf is not self._followed:
            self._followed = shelf
            self.packages.show(shelf.title, shelf.rows, keep_cursor=keep_cursor)

    @on(Table.Highlighted, "#shelves")
    def _follow_soon(self, event: Table.Highlighted[Shelf]) -> None:
        event.stop()
        if self._following is not None:
            self._following.stop()
        self._following = self.set_timer(FOLLOW_AFTER, self._follow)

    @on(Table.Selected, "#shelves")
    def _enter(self, event: Table.Selected[Shelf]) -> None:
        event.stop()
        if event.row.view:
            self.post_message(OpenView(event.row.view))
            return
        self._follow()
        self.packages.table.focus()

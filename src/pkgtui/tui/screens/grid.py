"""One grid: every member as a row, or turned, every member as a column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import msgspec
from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.own_grids import find_grid, is_own, own_key
from pkgtui.models.personal import MOST_MARKED, with_all_marked, with_grid, with_grid_renamed
from pkgtui.paths import sheet
from pkgtui.text import emojize, one_line
from pkgtui.tui import bindings
from pkgtui.tui.columns import FORTNIGHTS, mark_sign, package_columns, package_name
from pkgtui.tui.dialogs import choice, question
from pkgtui.tui.fitting import Column
from pkgtui.tui.flowing import before, in_lines, room_in
from pkgtui.tui.messages import Keep, OpenPackage
from pkgtui.tui.screens.beside import BesideScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table
from pkgtui.tui.widgets.words import Words

Fact = Column[Package]
"""What is a column of the list is a row of the turned grid."""
ABOUT_LINES = 2
"""Lines of the description."""


class GridScreen(BesideScreen):
    """The members of a grid, sortable by any column."""

    CSS_PATH = sheet("grid")
    BINDINGS = bindings.GRID
    PLACE = "grids"

    def __init__(self, state: State, key: int | str) -> None:
        super().__init__(state)
        self._key = key
        self._grid: Grid | None = None

    def body(self) -> Iterable[Widget]:
        """What the grid is about, and its members in one of two forms."""
        yield Words(id="about")
        with Vertical(id="turned") as turned:
            turned.display = False
            yield Table[Fact](key=lambda fact: fact.id, glyphs=self.state.glyphs)
        yield PackageList(self.state, "grid", keep_filter=False)

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the grid as `catalog` has it."""
        grid = find_grid(catalog, self.state.personal, self._key)
        if grid is None:
            self.notify("This grid is no longer in the directory.", markup=False)
            return
        self._grid = grid
        self.query_one("#about", Words).update(self._about(catalog, grid))
        self.packages.show(one_line(grid.title), catalog.grid_rows(grid))
        self._show_turned()

    def on_resize(self) -> None:
        """Let the description flow into the new width."""
        if self._grid is not None and self.state.catalog is not None:
            about = self._about(self.state.catalog, self._grid)
            self.query_one("#about", Words).update(about)

    def address(self) -> str:
        """The grid as it was asked for."""
        return f"grid/{self._key}"

    def scope(self) -> str:
        """The members of the grid."""
        return f"grid:{self._grid.slug}" if self._grid else ""

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        from pkgtui.models.wording import list_command  # noqa: PLC0415 - no start needs it

        key = self._grid.slug if self._grid else str(self._key)
        return list_command("grid", [key], self.packages.view)

    def subject(self) -> Package | Grid | None:
        """The package under the cursor, or the grid where there is none."""
        if not self._is_turned:
            return self.packages.current or self._grid
        catalog, leading = self.state.catalog, self._turned.leading
        return (leading and catalog and catalog.package(int(leading.id))) or self._grid

    @property
    def _turned(self) -> Table[Fact]:
        return self.query_one("#turned Table", Table)

    @property
    def _is_turned(self) -> bool:
        return bool(self.query_one("#turned").display)

    def _about(self, catalog: Catalog, grid: Grid) -> Content:
        glyphs = self.state.glyphs
        rest = ""
        missing = len(grid.packages) - len(catalog.grid_rows(grid))
        if missing:
            rest += f" {glyphs.dot} {phrases.count(missing, 'member')} not in the directory"
        if grid.is_locked:
            rest += f" {glyphs.dot} locked"
        room = room_in(self.app.size.width)
        path = before(f"Grids {glyphs.into} {one_line(grid.title)}", rest, room, glyphs.ellipsis)
        words = emojize(one_line(grid.description), plain=not glyphs.emoji)
        words = in_lines(words, room, ABOUT_LINES, glyphs.ellipsis)
        return Content.assemble((path + rest, "bold"), "\n", (words, "$foreground-muted"))

    # -- turned ------------------------------------------------------------------------

    def action_turn(self) -> None:
        """Change rows into columns, or back."""
        turned = self.query_one("#turned")
        turned.display = not turned.display
        self.packages.set_class(turned.display, "-turned")
        self._show_turned()
        (self._turned if turned.display else self.packages.table).focus()

    def _show_turned(self) -> None:
        if not self._is_turned:
            return
        packages = self.packages.table.rows
        facts = package_columns(self.state)[1:]
        self._turned.show_columns(self._package_columns(packages))
        self._turned.empty = self.packages.table.empty
        self._turned.show(facts if packages else ())
        self.query_one("#turned").border_title = self.packages.border_title
        # Which columns fit is known when the table has been laid out.
        self.call_after_refresh(self._tell_leading)

    @on(PackageList.Arranged)
    def _arranged(self) -> None:
        self._show_turned()

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        if self._is_turned:
            self._turned.focus()

    def _package_columns(self, packages: Sequence[Package]) -> list[Column[Fact]]:
        first: Column[Fact] = Column("fact", "", 14, lambda fact: fact.title)
        return [first, *(self._package_column(package) for package in packages)]

    def _package_column(self, package: Package) -> Column[Fact]:
        name = f"{mark_sign(package, self.state)} {package_name(package, self.state)}"
        return Column(
            str(package.id),
            name.strip(),
            FORTNIGHTS,
            lambda fact: fact.cell(package).strip(),
        )

    @property
    def is_over(self) -> bool:
        """Whether it showed a grid of the person's own that is no more."""
        personal = self.state.personal
        own = self._grid if self._grid is not None and is_own(self._grid) else None
        return own is not None and own.title not in personal.grids

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to change only what the person made."""
        if action in ("rename_grid", "remove_grid"):
            return self._grid is not None and is_own(self._grid)
        return super().check_action(action, parameters)

    def show_personal(self) -> None:
        """Show which members are marked, in either form."""
        super().show_personal()
        if self.state.catalog is not None and self._grid is not None and is_own(self._grid):
            self.show_catalog(self.state.catalog)
        self._show_turned()

    def _tell_leading(self) -> None:
        leading, keys = self._turned.leading, ""
        if leading is not None:
            out = self._turned.left_out
            more = f"{phrases.count(out, 'package')} out of view: " if out else ""
            keys = f"{more}left and right move over the packages, enter opens {leading.title}"
        told = f" {self.state.glyphs.dot} ".join(filter(None, (self.packages.briefly, keys)))
        self.query_one("#turned").border_subtitle = Content(told)

    def action_mark_all(self) -> None:
        """Mark every member that the list shows for comparing."""
        slugs = tuple(package.slug for package in self.packages.table.rows)
        if len({*self.state.personal.basket, *slugs}) > MOST_MARKED:
            words = f"No more than {MOST_MARKED} packages can be compared; the first ones are."
            self.notify(words, severity="warning", markup=False)
        self.post_message(Keep(partial(with_all_marked, slugs=slugs)))

    # -- a grid of the person's own ------------------------------------------------------

    def action_rename_grid(self) -> None:
        """Give the grid another name."""
        if self._grid is not None:
            asked = question("Rename your grid", "a name for it", self._grid.title)
            self.app.push_screen(asked, self._rename)

    def _rename(self, name: str | None) -> None:
        grid = self._grid
        if not name or grid is None or name == grid.title:
            return
        if name in self.state.personal.grids:
            words = f"You have a grid {name} already."
            self.notify(words, severity="warning", markup=False)
            return
        self._key, self._grid = own_key(name), msgspec.structs.replace(grid, title=name)
        self.post_message(Keep(partial(with_grid_renamed, name=grid.title, other=name)))

    def action_remove_grid(self) -> None:
        """Remove the grid, when that is meant; its packages stay what they are."""
        answers = [("keep", "Keep it"), ("remove", "Remove it")]
        self.app.push_screen(choice("Remove your grid", answers), self._remove)

    def _remove(self, answer: str | None) -> None:
        if answer == "remove" and self._grid is not None:
            self.post_message(Keep(partial(with_grid, name=self._grid.title, slugs=None)))

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say which packages are out of view, and which one the keys are for."""
        del table
        self._tell_leading()

    @on(Table.Selected, "#turned Table")
    def _open_leading(self) -> None:
        leading = self._turned.leading
        if leading is not None:
            self.post_message(OpenPackage(int(leading.id)))

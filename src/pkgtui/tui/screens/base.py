"""What every screen of the dashboard shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget

from pkgtui.models.catalog import Catalog
from pkgtui.models.hits import SearchHit
from pkgtui.models.personal import ListView, with_screen, with_view
from pkgtui.models.sorting import SORTS
from pkgtui.tui import bindings
from pkgtui.tui.dialogs import order_choice, question
from pkgtui.tui.messages import Keep, SyncWanted
from pkgtui.tui.screens.item import ItemScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.bars import KeyBar, TitleBar
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table


class CatalogScreen(ItemScreen):
    """A screen between the title bar and the key bar that shows a part of the catalog.

    Subclasses give `body()` and `show_catalog()`; the latter is called with every new catalog,
    and when the screen comes back into view after one arrived.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings.SCREEN, *bindings.ITEM]
    PLACE: ClassVar[str] = ""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._is_composed = False
        self._shown: Catalog | None = None
        self._shown_made = state.personal.made

    def compose(self) -> ComposeResult:
        """Frame the body."""
        yield TitleBar(self.state, self.PLACE)
        yield from self.body()
        yield KeyBar(self.state)

    def body(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        raise NotImplementedError

    def show_catalog(self, catalog: Catalog) -> None:
        """Show what this screen is about, from `catalog`."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show what there is."""
        self._is_composed = True
        self.update()

    def on_screen_resume(self) -> None:
        """Catch up with what changed while another screen was in view."""
        self.update()
        self.post_message(Keep(partial(with_screen, screen=self.address())))

    def address(self) -> str:
        """What the next start shows again: ``package/id``, ``grid/id``, or empty."""
        return ""

    def update(self) -> None:
        """Show the current catalog, if it is not shown yet, and how the sync stands."""
        if not self._is_composed or self.app.return_code is not None:
            return  # Resumed, or told of something new, already: mounting will show everything.
        self.query_one(TitleBar).update()
        self.query_one(KeyBar).update()
        catalog, made = self.state.catalog, self.state.personal.made
        if catalog is not None and catalog is not self._shown:
            self._shown, self._shown_made = catalog, made
            self.show_catalog(catalog)
        elif made != self._shown_made:
            self._shown_made = made
            self.show_personal()

    def show_personal(self) -> None:
        """Show what the person just made: marks and the like stand in every table."""
        for table in self.query(Table):
            table.refresh()

    def look(self, view: ListView) -> None:
        """Look at the list of packages, where there is one, as `view` says."""
        for packages in self.query(PackageList):
            packages.look(view)

    def scope(self) -> str:
        """What the packages shown have in common, as a filter; empty for all packages."""
        return ""

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        from pkgtui.models.wording import packages_command  # noqa: PLC0415 - no start needs it

        for packages in self.query(PackageList):
            return packages_command(self.scope(), packages.view)
        return ("pkgtui", "status")

    def look_again(self) -> None:
        """Have what is shown refreshed if it is old; lists are as old as the catalog."""

    def action_refresh_this(self) -> None:
        """Refresh what is shown: where that is no single package, everything."""
        self.post_message(SyncWanted())

    def site_answered(self, words: str, hits: Sequence[SearchHit], failure: str | None) -> None:
        """Take what the site's own search found for `words`; only a search listens."""

    # -- tables --------------------------------------------------------------------------

    @on(Table.Shifted)
    def _columns_changed(self, event: Table.Shifted[object]) -> None:
        self.tell_left_out(event.table)

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say how many columns of `table` are not in view."""
        note_below(table, table.left_out_words)

    # -- lists of packages ---------------------------------------------------------------

    @on(PackageList.KeepWanted)
    def _keep_view(self, event: PackageList.KeepWanted) -> None:
        from pkgtui.models.wording import whole_filter  # noqa: PLC0415 - no start needs it

        view = msgspec.structs.replace(
            event.packages.view, filter=whole_filter(self.scope(), event.packages.view)
        )

        def keep(name: str | None) -> None:
            if name:
                self.post_message(Keep(partial(with_view, name=name, view=view)))
                self.notify(f"{name} stands below the categories.", markup=False)

        self.app.push_screen(question("Keep this view as", "a name for it"), keep)

    @on(PackageList.SortWanted)
    def _choose_sort(self, event: PackageList.SortWanted) -> None:
        packages = event.packages
        self.app.push_screen(
            order_choice("Sort by", SORTS, packages.order, packages.sort_by, self.state.glyphs)
        )

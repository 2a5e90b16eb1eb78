"""What every screen of the dashboard shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from rich.console import RenderableType
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.hits import SearchHit
from pkgtui.models.links import Link, grid_links, install_name, package_links
from pkgtui.models.sorting import SORTS
from pkgtui.text import one_line
from pkgtui.tui import bindings
from pkgtui.tui.dialogs import choice, order_choice
from pkgtui.tui.messages import CopyText, Explain, OpenLink, SyncWanted
from pkgtui.tui.state import State
from pkgtui.tui.terminal import CRAMPED, LEAST_HEIGHT, LEAST_WIDTH
from pkgtui.tui.widgets.bars import KeyBar, TitleBar
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table


class StateScreen(Screen[None]):
    """A screen that shows something of the state and is told when it changes."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state
        # A new screen takes its styles from the stylesheet as it is; without this, the first
        # screen of a mode has every stylesheet parsed again for it.
        self._css_update_count = 0

    def render(self) -> RenderableType:
        """Draw what lies behind the widgets: in a window that has no room for them, why."""
        if not self.app.has_class(CRAMPED):
            return super().render()
        needed, given = f"{LEAST_WIDTH} x {LEAST_HEIGHT}", "{} x {}".format(*self.app.size)
        return Text(f"Too small: pkgtui needs {needed} cells, here are {given}.")

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left for it to show."""
        return False

    def update(self) -> None:
        """Show the state as it is now."""
        raise NotImplementedError


class CatalogScreen(StateScreen):
    """A screen between the title bar and the key bar that shows a part of the catalog.

    Subclasses give `body()` and `show_catalog()`; the latter is called with every new catalog,
    and when the screen comes back into view after one arrived.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings.SCREEN, *bindings.ITEM]
    PLACE: ClassVar[str] = ""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._shown: Catalog | None = None
        self._shown_personal = state.personal

    def compose(self) -> ComposeResult:
        """Frame the body."""
        yield TitleBar(self.state, self.PLACE)
        yield from self.body()
        yield KeyBar()

    def body(self) -> Iterable[Widget]:
        """The widgets between the bars."""
        raise NotImplementedError

    def show_catalog(self, catalog: Catalog) -> None:
        """Show what this screen is about, from `catalog`."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show what there is."""
        self.update()

    def on_screen_resume(self) -> None:
        """Catch up with what changed while another screen was in view."""
        self.update()

    def update(self) -> None:
        """Show the current catalog, if it is not shown yet, and how the sync stands."""
        try:
            self.query_one(TitleBar).update()
        except NoMatches:
            # Resumed before it is composed: mounting will show everything.
            return
        catalog = self.state.catalog
        if catalog is not None and catalog is not self._shown:
            self._shown, self._shown_personal = catalog, self.state.personal
            self.show_catalog(catalog)
        elif self.state.personal is not self._shown_personal:
            self._shown_personal = self.state.personal
            self.show_personal()

    def show_personal(self) -> None:
        """Show what the person just made: marks and the like stand in every table."""
        for table in self.query(Table):
            table.refresh()

    def look_again(self) -> None:
        """Have what is shown refreshed if it is old; lists are as old as the catalog."""

    def action_refresh_this(self) -> None:
        """Refresh what is shown: where that is no single package, everything."""
        self.post_message(SyncWanted())

    def site_answered(self, words: str, hits: Sequence[SearchHit], failure: str | None) -> None:
        """Take what the site's own search found for `words`; only a search listens."""

    # -- what can be done with a package or grid in view -------------------------------

    def subject(self) -> Package | Grid | None:
        """The package or grid in view or under the cursor; None when there is none."""
        return None

    def _links(self) -> list[Link]:
        subject = self.subject()
        site = self.state.settings.site_url
        if isinstance(subject, Package):
            return package_links(subject, site)
        return grid_links(subject, site) if subject else []

    def action_browse(self) -> None:
        """Open the first link of what is shown."""
        if links := self._links():
            self.post_message(OpenLink(links[0].url))

    def action_choose_link(self) -> None:
        """Let the person choose among the links of what is shown."""
        if links := self._links():
            answers = [(link.url, f"{link.label}: {link.shown}") for link in links]
            self.app.push_screen(choice("Open a link", answers), self._open_chosen)

    def _open_chosen(self, url: str | None) -> None:
        if url:
            self.post_message(OpenLink(url))

    def action_explain(self) -> None:
        """Lay open what the verdict on the package is made of."""
        if isinstance(subject := self.subject(), Package):
            self.post_message(Explain(subject.id))

    def action_copy_name(self) -> None:
        """Copy the name to install the package by, or the title of the grid."""
        subject = self.subject()
        if isinstance(subject, Package):
            self.post_message(CopyText(install_name(subject)))
        elif subject:
            self.post_message(CopyText(one_line(subject.title)))

    def action_copy_link(self) -> None:
        """Copy the address that `o` opens."""
        if links := self._links():
            self.post_message(CopyText(links[0].url))

    # -- tables --------------------------------------------------------------------------

    @on(Table.Shifted)
    def _columns_changed(self, event: Table.Shifted[object]) -> None:
        self.tell_left_out(event.table)

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say how many columns of `table` are not in view."""
        note_below(table, table.left_out_words)

    # -- lists of packages ---------------------------------------------------------------

    @on(PackageList.SortWanted)
    def _choose_sort(self, event: PackageList.SortWanted) -> None:
        packages = event.packages
        self.app.push_screen(
            order_choice("Sort by", SORTS, packages.order, packages.sort_by, self.state.glyphs)
        )

"""The dashboard: where one goes, and what is opened."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work

from pkgtui.api.errors import ApiError
from pkgtui.models.own_grids import find_grid
from pkgtui.models.personal import with_list, with_place
from pkgtui.paths import sheet, styles_dir
from pkgtui.settings import Settings
from pkgtui.store.errors import DamagedCatalog, StoreError
from pkgtui.text import one_line
from pkgtui.tui import bindings, factories, messages
from pkgtui.tui.catalog_app import CatalogApp
from pkgtui.tui.dialogs import reader
from pkgtui.tui.loading import Loaded
from pkgtui.tui.present import glyphs_for
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.bars import keys_that_work

if TYPE_CHECKING:
    from pkgtui.projects.reading import Project


class Dashboard(CatalogApp):
    """Holds the places; screens come and go over them."""

    TITLE = "pkgtui"
    CSS_PATH = sheet("app")
    BINDINGS = bindings.GLOBAL
    COMMANDS: ClassVar = {
        factories.action_provider,
        factories.view_provider,
        factories.catalog_provider,
    }
    DEFAULT_MODE = "categories"
    PLACES: ClassVar[tuple[str, ...]] = (
        "categories",
        "grids",
        "packages",
        "watchlist",
        "changes",
        "project",
    )

    def __init__(
        self,
        settings: Settings,
        *,
        sample: bool = False,
        loading: Future[Loaded] | None = None,
        state: State | None = None,
        project: Project | None = None,
    ) -> None:
        """Show the cache of `settings` or the `sample`; its `loading` may be under way.

        With a `project` the packages that it uses are marked, and have a place of their own.
        """
        state = state or State(settings, glyphs=glyphs_for(os.environ), project=project)
        super().__init__(state, sample=sample, loading=loading)
        # One that comes later has all parsed again: what the first screen needs is there before it.
        self.css_path += [path for path in [sheet(self.DEFAULT_MODE)] if path.is_file()]
        for place in self.PLACES:
            self.add_mode(place, partial(factories.place, place, self.state))
        self.set_keymap(settings.keys)

    def on_mount(self) -> None:
        """When the first screen stands, get ready for the others."""
        self.call_after_refresh(self._read_styles)

    @work(group="styles", exclusive=True, exit_on_error=True)
    async def _read_styles(self) -> None:
        sheets = await asyncio.to_thread(
            lambda: {path: path.read_text("utf-8") for path in sorted(styles_dir().glob("*.tcss"))}
        )
        for path, css in sheets.items():
            self.stylesheet.add_source(css, read_from=(str(path), ""), is_default_css=False)
        self.stylesheet.parse()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        if action == "go" and parameters == ("project",):
            return self.state.project is not None
        if action == "back":
            return len(self.screen_stack) > 1
        if action in ("focus_next", "focus_previous"):
            return len(self.screen.focus_chain) > 1
        if action == "search":
            return isinstance(self.screen, CatalogScreen) and not self._takes_text("/")
        sync = self.state.sync
        offered = {"cancel_sync": sync.running, "accept_smaller": sync.acceptable}
        return {**offered, "show_newer": self.state.newer}.get(action, True)

    # -- places ----------------------------------------------------------------------------

    async def action_go(self, place: str) -> None:
        """Go to one of the main places; from what lies over it, back to it."""
        if self.current_mode == place:
            for _ in self.screen_stack[1:]:
                await self.pop_screen()
        await self.switch_mode(place)
        if place != "project":  # The next start may be for another, or for none.
            self.keep(lambda personal: with_place(personal, place))

    def _takes_text(self, character: str) -> bool:
        focused = self.focused
        return focused is not None and focused.check_consume_key(character, character)

    async def action_search(self) -> None:
        """Search everything; what is typed at once behind the key is searched for."""
        if not (isinstance(self.screen, CatalogScreen) and self.screen.PLACE == "search"):
            await self.push_screen(factories.search(self.state))
        self.screen.set_focus(self.screen.query_one("Input"))

    async def action_back(self) -> None:
        """Leave the screen in view, if there is one under it."""
        if len(self.screen_stack) > 1:
            self.pop_screen()

    def action_back_or_quit(self) -> None:
        """Leave the screen in view, or the program."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.exit()

    def action_help(self) -> None:
        """Show the keys that work on the screen in view."""
        from pkgtui.tui.help import help_text  # noqa: PLC0415 - no start needs it

        text = help_text(self, keys_that_work(self.screen))
        self.push_screen(reader("Keys that work here", text))

    @on(messages.OpenPackage)
    def _open_package(self, event: messages.OpenPackage) -> None:
        catalog = self.state.catalog
        if catalog is not None and catalog.package(event.key) is not None:
            self._show_package(event.key)
        elif self.state.settings.offline:
            self.warn("This package is not in the catalog, and pkgtui was told to stay offline.")
        else:
            self._fetch_package(str(event.key))

    def _show_package(self, key: int | str) -> None:
        self.push_screen(factories.package(self.state, key))

    @on(messages.OpenGrid)
    def _open_grid(self, event: messages.OpenGrid) -> None:
        catalog = self.state.catalog
        if catalog is None or find_grid(catalog, self.state.personal, event.key) is None:
            self.warn("This grid is not in the catalog yet. R refreshes everything.")
            return
        self.push_screen(factories.grid(self.state, event.key))

    @on(messages.OpenView)
    async def _open_view(self, event: messages.OpenView) -> None:
        view = self.state.personal.views.get(event.name)
        if view is None:
            return
        self.keep(lambda personal: with_list(personal, "packages", view))
        await self.switch_mode("packages")
        screen = self.screen
        if isinstance(screen, CatalogScreen):
            screen.look(view)

    @on(messages.OpenComparison)
    def _open_comparison(self) -> None:
        if self.state.personal.basket:
            self.push_screen(factories.compare(self.state))
        else:
            key = self.state.settings.keys.get("item.mark", "space")
            self.warn(f"Nothing is marked yet: {key} marks a package.")

    @on(messages.OpenAlternatives)
    def _open_alternatives(self, event: messages.OpenAlternatives) -> None:
        self.push_screen(factories.alternatives(self.state, event.key))

    @on(messages.OpenPerson)
    def _open_person(self, event: messages.OpenPerson) -> None:
        self.push_screen(factories.person(self.state, event.name))

    @on(messages.Explain)
    def _explain(self, event: messages.Explain) -> None:
        from pkgtui.tui.why import evidence  # noqa: PLC0415 - no start needs it

        package = self.state.catalog and self.state.catalog.package(event.key)
        if package:
            title = one_line(package.title) or package.slug
            self.push_screen(reader(f"Why: {title}", evidence(package, self.state)))

    @work(group="package", exclusive=True, exit_on_error=True)
    async def _fetch_package(self, slug: str) -> None:
        """Open a package that only the site knows so far."""
        try:
            await self.refresher.refresh_package(slug, forced=True)
        except (ApiError, StoreError) as error:
            self.warn(f"{error}.")
            return
        catalog = self.state.catalog
        if catalog is not None and catalog.package(slug) is not None:
            self._show_package(slug)


def run_dashboard(
    settings: Settings,
    loading: Future[Loaded],
    *,
    sample: bool,
    project: Project | None = None,
) -> int:
    """Run the dashboard until the person leaves it; return the exit status.

    Raises:
        DamagedCatalog: There was no going on with what is stored; it was moved aside.
        StoreUnusable: Likewise, and it could not be.
    """
    app = Dashboard(settings, sample=sample, loading=loading, project=project)
    app.run()
    if isinstance(app.crash, DamagedCatalog):
        raise app.refresher.set_aside(app.crash)
    if app.crash:
        raise app.crash
    return app.return_code or 0

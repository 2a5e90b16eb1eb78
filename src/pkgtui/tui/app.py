"""The dashboard's frame: where one goes, what arrives, and who may work in the background."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import ClassVar

from textual import on, work

from pkgtui.api.errors import ApiError
from pkgtui.models.hits import SearchHit
from pkgtui.paths import styles_dir
from pkgtui.settings import Settings
from pkgtui.store.errors import StoreError
from pkgtui.tui import bindings, factories, messages
from pkgtui.tui.help import help_text
from pkgtui.tui.loading import Loaded, start_loading
from pkgtui.tui.present import glyphs_for
from pkgtui.tui.refresher import Refresher
from pkgtui.tui.screens.base import CatalogScreen, StateScreen
from pkgtui.tui.state import State
from pkgtui.tui.themed import ThemedApp
from pkgtui.tui.widgets.bars import keys_that_work
from pkgtui.tui.widgets.reader import Reader

PATIENCE = 0.3
"""Seconds for which the first paint waits for the catalog."""
LOOK_AGAIN_AFTER = 3600.0
"""Seconds after which a dashboard left open looks whether what it shows has become stale."""
LOOK_FOR_NEWER_EVERY = 5.0
"""Seconds between two glances at what other programs have written."""
INDEX_AFTER = 0.5
"""Seconds after the start at which the search is made ready."""


class Dashboard(ThemedApp):
    """Holds the state; screens come and go over it."""

    TITLE = "pkgtui"
    # All at once, what screens share first: a stylesheet that comes later has all parsed again.
    CSS_PATH: ClassVar = sorted(styles_dir().glob("*.tcss"))
    BINDINGS = bindings.GLOBAL
    COMMANDS: ClassVar = {factories.action_provider, factories.catalog_provider}
    DEFAULT_MODE = "categories"
    PLACES: ClassVar[tuple[str, ...]] = ("categories", "grids", "packages")

    def __init__(
        self,
        settings: Settings,
        *,
        sample: bool = False,
        loading: Future[Loaded] | None = None,
        state: State | None = None,
    ) -> None:
        """Show the cache of `settings` or the `sample`; its `loading` may be under way."""
        super().__init__(settings)
        self.state = state or State(settings, glyphs=glyphs_for(os.environ))
        self._loading = loading or start_loading(settings, sample=sample)
        self._refresher = Refresher(self.state, self._changed, self.warn)
        for place in self.PLACES:
            self.add_mode(place, partial(factories.place, place, self.state))
        self.set_keymap(settings.keys)

    # -- data ------------------------------------------------------------------------------

    async def on_load(self) -> None:
        """Give the catalog a moment to arrive, so that the first thing painted is a full list."""
        loading = asyncio.wrap_future(self._loading)
        done, _ = await asyncio.wait([loading], timeout=PATIENCE)
        if done:
            self._refresher.begin_with(loading.result())

    def on_mount(self) -> None:
        """Go on from what was loaded."""
        self._begin()
        self.set_interval(LOOK_AGAIN_AFTER, self.look_again)
        self.set_interval(LOOK_FOR_NEWER_EVERY, self.look_for_newer)

    def look_again(self) -> None:
        """Refresh what has become stale while the dashboard was left open."""
        if self._refresher.wants_sync and self.state.newer:
            self.action_show_newer()
        elif self._refresher.wants_sync and not self.state.sync.running:
            self._sync()
        elif isinstance(self.screen, CatalogScreen):
            self.screen.look_again()

    @work(group="load", exclusive=True, exit_on_error=True)
    async def _begin(self) -> None:
        loaded = await asyncio.wrap_future(self._loading)
        if self.state.catalog is None:
            self._refresher.begin_with(loaded)
        if loaded.notice:
            self.notify(f"{loaded.notice}.", title="Cache", severity="warning", markup=False)
        if self.state.catalog is None:
            await self.push_screen(factories.welcome(self.state))
        if self._refresher.wants_sync:
            self._sync()
        gc.freeze()
        gc.enable()
        # The first search should not wait for its index, nor the first paint for either.
        self.set_timer(INDEX_AFTER, self._make_index)

    @work(group="index", exclusive=True, exit_on_error=True)
    async def _make_index(self) -> None:
        await asyncio.to_thread(self.state.make_index)

    @work(group="sync", exclusive=True, exit_on_error=True)
    async def _sync(self, *, wanted: bool = False, accept_smaller: bool = False) -> None:
        await self._refresher.sync(wanted=wanted, accept_smaller=accept_smaller)
        self.refresh_bindings()
        if self.state.sync.failure and self.state.catalog is not None:
            self.warn(self.state.sync.told("What was there is still shown"))

    @on(messages.RefreshPackage)
    def _refresh_wanted(self, event: messages.RefreshPackage) -> None:
        self._refresh_package(event.key, forced=event.forced)

    @work(group="package", exclusive=True, exit_on_error=True)
    async def _refresh_package(self, key: int | str, *, forced: bool) -> None:
        await self._refresher.refresh_package(key, forced=forced)

    @work(group="package", exclusive=True, exit_on_error=True)
    async def _fetch_package(self, slug: str) -> None:
        """Open a package that only the site knows so far."""
        try:
            await self._refresher.refresh_package(slug, forced=True)
        except (ApiError, StoreError) as error:
            self.warn(f"{error}.")
            return
        catalog = self.state.catalog
        if catalog is not None and catalog.package(slug) is not None:
            self._show_package(slug)

    @work(group="site-search", exclusive=True, exit_on_error=True)
    async def _ask_site(self, words: str) -> None:
        hits: Sequence[SearchHit] = ()
        failure = None
        try:
            hits = await self._refresher.ask_site(words)
        except ApiError as error:
            failure = str(error)
        for screen in self._screens:
            if isinstance(screen, CatalogScreen):
                screen.site_answered(words, hits, failure)

    @on(messages.AskSite)
    def _site_wanted(self, event: messages.AskSite) -> None:
        catalog = self.state.catalog
        if catalog and not self.state.settings.offline and not catalog.generation.sample:
            self._ask_site(event.words)

    @property
    def _screens(self) -> Sequence[StateScreen]:
        """The screens that can be told something; once the program is ending there is none."""
        stack = self.screen_stack if self.is_running else ()
        return [one for one in stack if isinstance(one, StateScreen)]

    def _changed(self) -> None:
        """Have the screen in view show the new state; the others do when they come back."""
        # A dialog may lie over the screen that is concerned.
        if not (screens := self._screens):
            return
        if screens[-1].is_over:
            self.pop_screen()
        else:
            screens[-1].update()

    async def on_unmount(self) -> None:
        """Let nothing outlive the dashboard."""
        await self._refresher.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        del parameters
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

    def action_go(self, place: str) -> None:
        """Go to one of the main places."""
        self.switch_mode(place)

    def _takes_text(self, character: str) -> bool:
        focused = self.focused
        return focused is not None and focused.check_consume_key(character, character)

    async def action_search(self) -> None:
        """Search everything; what is typed at once behind the key is searched for."""
        screen = factories.search(self.state)
        await self.push_screen(screen)
        screen.set_focus(screen.query_one("Input"))

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
        text = help_text(self, keys_that_work(self.screen))
        self.push_screen(Reader("Keys that work here", text))

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
        if catalog is None or catalog.grid(event.key) is None:
            self.warn("This grid is not in the catalog yet. R refreshes everything.")
            return
        self.push_screen(factories.grid(self.state, event.key))

    @on(messages.OpenPerson)
    def _open_person(self, event: messages.OpenPerson) -> None:
        self.push_screen(factories.person(self.state, event.name))

    # -- refreshing --------------------------------------------------------------------------

    @on(messages.SyncWanted)
    def action_sync(self) -> None:
        """Walk the directory, however fresh the catalog is."""
        catalog = self.state.catalog
        if self.state.settings.offline:
            self.warn("pkgtui was told to stay offline.")
        elif catalog is not None and catalog.generation.sample:
            self.warn("This is the built-in sample. Start pkgtui again for real data.")
        elif self.state.sync.running:
            self.warn("A refresh is under way. x stops it.")
        else:
            self._sync(wanted=True)

    def action_accept_smaller(self) -> None:
        """Walk the directory again and take what it lists, although much is missing."""
        self._sync(wanted=True, accept_smaller=True)

    @work(group="newer", exclusive=True, exit_on_error=True)
    async def look_for_newer(self) -> None:
        """Tell when another program has brought a newer catalog."""
        if await self._refresher.look_for_newer():
            key = self.state.settings.keys.get("program.newer", "u")
            words = f"Another pkgtui has refreshed this directory: {key} shows it."
            self.notify(words, markup=False)
            self.refresh_bindings()

    @work(group="newer", exclusive=True, exit_on_error=True)
    async def action_show_newer(self) -> None:
        """Show the catalog that another program has brought."""
        await self._refresher.take_newer()
        self.refresh_bindings()

    def action_cancel_sync(self) -> None:
        """Stop the walk under way; the catalog stays as it was."""
        self.workers.cancel_group(self, "sync")

    @on(messages.ShowSample)
    def _show_sample(self) -> None:
        self._loading = start_loading(self.state.settings, sample=True)
        self._begin()


def run_dashboard(settings: Settings, loading: Future[Loaded]) -> int:
    """Run the dashboard until the person leaves it; return the exit status."""
    app = Dashboard(settings, loading=loading)
    app.run()
    if app.crash:
        raise app.crash
    return app.return_code or 0

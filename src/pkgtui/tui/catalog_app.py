"""The part of the dashboard that brings data: what was cached, and what the site has since."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Sequence
from concurrent.futures import Future

from textual import on, work

from pkgtui.api.errors import ApiError
from pkgtui.memory import give_back_what_is_free
from pkgtui.models.entries import Package
from pkgtui.models.hits import SearchHit
from pkgtui.models.own_grids import find_grid
from pkgtui.tui import factories, messages
from pkgtui.tui.loading import Loaded, start_loading
from pkgtui.tui.refresher import Refresher
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.screens.item import StateScreen
from pkgtui.tui.state import State
from pkgtui.tui.themed import ThemedApp

PATIENCE = 0.3
"""Seconds for which the first paint waits for the catalog."""
LOOK_AGAIN_AFTER = 3600.0
"""Seconds after which a dashboard left open looks whether what it shows has become stale."""
LOOK_FOR_NEWER_EVERY = 5.0
"""Seconds between two glances at what other programs have written."""
INDEX_AFTER = 0.5
"""Seconds after the start at which the search is made ready."""


class CatalogApp(ThemedApp):
    """Holds the catalog and has it refreshed; every worker that brings data is owned here."""

    def __init__(
        self, state: State, *, sample: bool = False, loading: Future[Loaded] | None = None
    ) -> None:
        """Show the cache that the settings name or the `sample`; `loading` may be under way."""
        super().__init__(state, sample=sample)
        self._loading = loading or start_loading(state.settings, sample=sample)
        self.refresher = Refresher(state, self.state_changed, self.warn)

    # -- data ------------------------------------------------------------------------------

    async def on_load(self) -> None:
        """Give the catalog a moment to arrive, so that the first thing painted is a full list."""
        loading = asyncio.wrap_future(self._loading)
        done, _ = await asyncio.wait([loading], timeout=PATIENCE)
        if done:
            self.refresher.begin_with(loading.result())

    def on_mount(self) -> None:
        """Go on from what was loaded."""
        self._begin()
        self.set_interval(LOOK_AGAIN_AFTER, self.look_again)
        self.set_interval(LOOK_FOR_NEWER_EVERY, self.look_for_newer)

    def look_again(self) -> None:
        """Refresh what has become stale while the dashboard was left open."""
        if self.refresher.wants_sync and self.state.newer:
            self.action_show_newer()
        elif self.refresher.wants_sync and not self.state.sync.running:
            self._sync()
        elif isinstance(self.screen, CatalogScreen):
            self.screen.look_again()

    @work(group="load", exclusive=True, exit_on_error=True)
    async def _begin(self) -> None:
        loaded = await asyncio.wrap_future(self._loading)
        if self.state.catalog is None:
            self.refresher.begin_with(loaded)
        if loaded.notice:
            self.notify(f"{loaded.notice}.", title="Cache", severity="warning", markup=False)
        if self.state.catalog is None:
            await self.push_screen(factories.welcome(self.state))
        else:
            self._show_again()
        # What has changed is told as soon as what there is has been painted.
        self.call_after_refresh(self._read_history)
        if self.refresher.wants_sync:
            self._sync()
        gc.freeze()
        gc.enable()
        # The first search should not wait for its index, nor the first paint for either.
        self.set_timer(INDEX_AFTER, self._work_ahead)

    def _show_again(self) -> None:
        """Open what was in view at the end of the last session, if it is still there."""
        kind, _, name = self.reopen.partition("/")
        key = int(name) if name.isdecimal() else name
        self.reopen = ""
        catalog = self.state.catalog
        if catalog is None or not name:
            return
        if kind == "package" and catalog.package(key) is not None:
            self.post_message(messages.OpenPackage(key))
        elif kind == "grid" and find_grid(catalog, self.state.personal, key) is not None:
            self.post_message(messages.OpenGrid(key))

    @work(group="history", exclusive=True, exit_on_error=True)
    async def _read_history(self) -> None:
        await self.refresher.read_history()

    @work(group="index", exclusive=True, exit_on_error=True)
    async def _work_ahead(self) -> None:
        await asyncio.to_thread(give_back_what_is_free)
        await asyncio.to_thread(factories.import_ahead)
        await asyncio.to_thread(self.state.work_ahead)

    @work(group="sync", exclusive=True, exit_on_error=True)
    async def _sync(self, *, wanted: bool = False, accept_smaller: bool = False) -> None:
        await self.refresher.sync(wanted=wanted, accept_smaller=accept_smaller)
        self.refresh_bindings()
        if self.state.sync.failure and self.state.catalog is not None:
            self.warn(self.state.sync.told("What was there is still shown"))
        self._work_ahead()

    @on(messages.RefreshPackage)
    def _refresh_wanted(self, event: messages.RefreshPackage) -> None:
        self._refresh_package(event.key, forced=event.forced)

    @work(group="package", exclusive=True, exit_on_error=True)
    async def _refresh_package(self, key: int | str, *, forced: bool) -> None:
        await self.refresher.refresh_package(key, forced=forced)
        self._work_ahead()

    @work(group="site-search", exclusive=True, exit_on_error=True)
    async def _ask_site(self, words: str) -> None:
        hits: Sequence[SearchHit] = ()
        failure = None
        try:
            hits = await self.refresher.ask_site(words)
        except ApiError as error:
            failure = str(error)
        catalog = self.state.catalog
        known = catalog.row_by_slug if catalog else {}
        self.state.site_hits |= {
            hit.slug: hit for hit in hits if hit.item_type == "package" and hit.slug in known
        }
        for screen in self._screens:
            if isinstance(screen, CatalogScreen):
                screen.site_answered(words, hits, failure)

    @on(messages.AskSite)
    def _site_wanted(self, event: messages.AskSite) -> None:
        catalog = self.state.catalog
        if catalog and self.state.settings.asks_site and not catalog.generation.sample:
            self._ask_site(event.words)

    @on(messages.AskNotice)
    def _notice_wanted(self, event: messages.AskNotice) -> None:
        catalog = self.state.catalog
        package = catalog.package(event.key) if catalog else None
        if catalog is None or package is None or event.key in self.state.notices:
            return
        if self.state.settings.asks_site and not catalog.generation.sample:
            self._ask_notice(package)

    @work(group="notice", exclusive=True, exit_on_error=True)
    async def _ask_notice(self, package: Package) -> None:
        self.state.notices[package.id] = await self.refresher.ask_notice(package.slug)
        self.state_changed()

    @property
    def _screens(self) -> Sequence[StateScreen]:
        """The screens that can be told something; once the program is ending there is none."""
        stack = self.screen_stack if self.is_running else ()
        return [one for one in stack if isinstance(one, StateScreen)]

    def state_changed(self) -> None:
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
        await self.refresher.close()

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
        if await self.refresher.look_for_newer():
            key = self.state.settings.keys.get("program.newer", "u")
            words = f"Another pkgtui has refreshed this directory: {key} shows it."
            self.notify(words, markup=False)
            self.refresh_bindings()

    @work(group="newer", exclusive=True, exit_on_error=True)
    async def action_show_newer(self) -> None:
        """Show the catalog that another program has brought."""
        await self.refresher.take_newer()
        self.refresh_bindings()

    def action_cancel_sync(self) -> None:
        """Stop the walk under way; the catalog stays as it was."""
        self.workers.cancel_group(self, "sync")

    @on(messages.ShowSample)
    def _show_sample(self) -> None:
        self.keep_nothing()
        self._loading = start_loading(self.state.settings, sample=True)
        self._begin()

"""Brings catalogs to the dashboard: what was loaded at the start, and what the site has since."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from pkgtui.api.errors import ApiError
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.hits import SearchHit
from pkgtui.settings import Settings
from pkgtui.store.errors import DamagedCatalog, StoreError, StoreUnusable
from pkgtui.tui.connection import SiteConnection
from pkgtui.tui.loading import Loaded, read_history
from pkgtui.tui.state import State, SyncStatus

if TYPE_CHECKING:
    from pkgtui.api.download import SnapshotClient
    from pkgtui.models.notice import Notice
    from pkgtui.store.catalog_store import CatalogStore
    from pkgtui.store.codec import Header
    from pkgtui.sync import Progress, Synced

FRESH_PACKAGE = timedelta(hours=1)
"""How old the package on screen may be before it is asked for again."""


class Refresher:
    """Owns the store and the client; changes the state and says when it did.

    All methods run on the event loop; what blocks is done in threads.
    """

    def __init__(
        self, state: State, changed: Callable[[], None], warn: Callable[[str], None]
    ) -> None:
        self._state = state
        self._changed = changed
        self._warn = warn
        self._store: CatalogStore | None = None
        self._noticed: str | None = None
        self._site = SiteConnection(state.settings.site_url)

    def begin_with(self, loaded: Loaded) -> None:
        """Show what was loaded, and keep what comes where it was loaded from."""
        self._store, self._noticed = loaded.store, loaded.notice
        self._state.shared = loaded.shared
        if loaded.catalog is not None:
            self._show(loaded.catalog)

    def set_aside(self, error: DamagedCatalog) -> DamagedCatalog:
        """Have the next start begin without the stored catalog; return what is told of it.

        Raises:
            StoreUnusable: It has to stay where it is.
        """
        if self._store is None:
            return error
        try:
            self._store.set_aside(error)
        except StoreUnusable as reason:
            raise StoreUnusable(f"{error}. {reason}") from error
        return DamagedCatalog(self._store.notice or str(error))

    async def read_history(self) -> None:
        """Read what has changed up to the catalog on disk, which is the one shown."""
        try:
            self._state.history = await asyncio.to_thread(read_history, self._store)
        except StoreError:
            return  # Whoever reads or writes the catalog is told.
        self._changed()

    async def _follow(self, previous: Catalog | None, catalog: Catalog) -> None:
        """Find what has changed up to a catalog that could not be kept; the store does it else."""
        from pkgtui.models.changes import History, followed  # noqa: PLC0415 - no start needs it

        if previous is not None:
            history = self._state.history or History(since=previous.generation.synced_at)
            self._state.history = await asyncio.to_thread(followed, history, previous, catalog)
            self._changed()

    @property
    def wants_sync(self) -> bool:
        """Whether the catalog is missing or stale, and the site may be asked."""
        settings, catalog = self._state.settings, self._state.catalog
        if settings.offline:
            return False
        if catalog is None:
            return True
        fresh_for = timedelta(hours=settings.fresh_hours)
        return not catalog.generation.sample and catalog.is_stale(self._state.now(), fresh_for)

    async def sync(self, *, wanted: bool, accept_smaller: bool = False) -> None:
        """Walk the directory, or take the snapshot that the settings name in its place.

        The catalog shown is replaced when that has succeeded.

        Args:
            wanted: The person asked for it, whatever happened before.
            accept_smaller: They take it although the site seems to have lost entries.
        """
        from pkgtui.sync import SyncRefused  # noqa: PLC0415 - no start needs it

        outcome = SyncStatus()
        self._tell(SyncStatus(running=True))
        try:
            previous = self._state.catalog
            if previous is not None and not previous.generation.complete:
                previous = None
            if self._state.settings.sync_from and self._store:
                synced = await self._download(self._store, previous, accept_smaller)
            else:
                synced = await self._walk(previous, wanted, accept_smaller)
            if synced.nothing_new and previous and _as_new(previous, synced.catalog):
                if wanted:
                    self._warn(f"{self._state.settings.source} has no newer catalog.")
                return
            self._state.newer = self._state.shared = False
            self._show(synced.catalog)
            self._pass_on_notice()
            if synced.unkept:
                self._warn(f"{synced.unkept}. What was fetched is shown until you leave.")
                await self._follow(previous, synced.catalog)
            else:
                await self.read_history()
        except ApiError as error:
            outcome = SyncStatus(failure=str(error), advice=error.advice)
        except StoreError as error:
            outcome = SyncStatus(failure=str(error))
        except SyncRefused as error:
            take = "If you believe it, A takes it all the same"
            advice = take if error.acceptable else error.advice
            outcome = SyncStatus(failure=str(error), advice=advice, acceptable=error.acceptable)
        except asyncio.CancelledError:
            outcome = SyncStatus(failure="The refresh was stopped")
            raise
        finally:
            self._tell(outcome)

    async def _walk(self, previous: Catalog | None, wanted: bool, accept_smaller: bool) -> Synced:
        from pkgtui.sync import sync_into  # noqa: PLC0415 - no start needs it

        client = await self._site.client()
        if wanted:
            client.break_quiet()
        return await sync_into(
            self._store,
            client,
            previous=previous,
            now=self._state.now,
            report=self._report,
            accept_smaller=accept_smaller,
        )

    async def _download(
        self, store: CatalogStore, previous: Catalog | None, accept_smaller: bool
    ) -> Synced:
        from pkgtui.published import download_into  # noqa: PLC0415 - no start needs it

        settings = self._state.settings
        async with await asyncio.to_thread(_make_snapshot_client, settings) as client:
            return await download_into(
                store,
                client,
                site_url=settings.site_url,
                previous=previous,
                now=self._state.now,
                report=self._report,
                accept_smaller=accept_smaller,
            )

    async def refresh_package(self, key: int | str, *, forced: bool) -> None:
        """Ask the site for one package if it is old, missing or the person wants it.

        Where syncs come from a snapshot the site may be out of reach: an old one is no reason.
        """
        state = self._state
        if state.catalog is None or state.settings.offline or state.catalog.generation.sample:
            return
        package = state.catalog.package(key)
        if package is not None and not forced:
            fetched = state.catalog.fetched_at(package)
            if not state.settings.asks_site or state.now() - fetched < FRESH_PACKAGE:
                return
        from pkgtui.sync import refresh_package  # noqa: PLC0415 - no start needs it

        self._note(package, "refreshing")
        note = ""
        try:
            client = await self._site.client()
            package, fetched_at, unkept = await refresh_package(client, self._store, key, state.now)
            # A sync may have brought another catalog meanwhile.
            self._show(state.catalog.with_packages({package.id: (package, fetched_at)}))
            note = f"not kept: {unkept}" if unkept else ""
        except ApiError as error:
            note = f"not refreshed: {error}"
            if package is None:
                raise
        finally:
            self._note(package, note)

    async def look_for_newer(self) -> bool:
        """Say whether another program has just brought a newer catalog; a glance, mostly."""
        if self._store is None or self._state.sync.running or self._state.newer:
            return False
        try:
            stored = await asyncio.to_thread(_header_if_changed, self._store)
        except StoreError:
            return False  # Whoever refreshes will be told.
        shown = self._state.catalog
        if stored is None or shown is None or shown.generation.sample:
            return False
        if stored.generation.synced_at <= shown.generation.synced_at:
            return False
        self._state.newer = True
        self._changed()
        return True

    async def take_newer(self) -> None:
        """Show the catalog that another program has brought."""
        if self._store is None or not self._state.newer:
            return
        self._state.newer = False
        try:
            catalog = await asyncio.to_thread(self._store.load, in_lines=True)
        except StoreError as error:
            self._warn(f"{error}. What was there is still shown.")
        else:
            if catalog is not None:
                self._show(catalog)
                await self.read_history()
            self._pass_on_notice()
        self._changed()

    async def ask_site(self, words: str) -> Sequence[SearchHit]:
        """Ask the site's own search.

        Raises:
            ApiError: The site could not answer.
        """
        return await (await self._site.client()).search(words)

    async def ask_notice(self, slug: str) -> Notice | None:
        """Ask what the site's page of a package warns of; None when that failed."""
        try:
            return await (await self._site.client()).notice(slug)
        except ApiError:
            return None

    async def close(self) -> None:
        """Close the connections and the store."""
        await self._site.close()
        if self._store is not None:
            await asyncio.to_thread(self._store.close)

    def _report(self, progress: Progress) -> None:
        shown = self._state.catalog
        if progress.partial is not None and (shown is None or not shown.generation.complete):
            self._show(progress.partial)
        if progress.stage in ("packages", "saving") or not self._walks_packages():
            self._tell(SyncStatus(running=True, progress=progress))

    def _walks_packages(self) -> bool:
        """Whether the longest of the lists, which says most about how far the walk is, is told."""
        told = self._state.sync.progress
        return told is not None and told.stage == "packages"

    def _show(self, catalog: Catalog) -> None:
        self._state.catalog = catalog
        self._changed()

    def _tell(self, status: SyncStatus) -> None:
        self._state.sync = status
        self._changed()

    def _pass_on_notice(self) -> None:
        """Tell what has been moved aside since the start."""
        notice = self._store.notice if self._store else None
        if notice and notice != self._noticed:
            self._noticed = notice
            self._warn(f"{notice}.")

    def _note(self, package: Package | None, note: str) -> None:
        if package is not None:
            self._state.package_notes[package.id] = note
            self._changed()


def _header_if_changed(store: CatalogStore) -> Header | None:
    return store.header() if store.has_changed() else None


def _as_new(shown: Catalog, stored: Catalog) -> bool:
    return shown.generation.synced_at >= stored.generation.synced_at


def _make_snapshot_client(settings: Settings) -> SnapshotClient:
    from pkgtui.api.download import SnapshotClient  # noqa: PLC0415 - httpx with it

    return SnapshotClient(settings.sync_from)

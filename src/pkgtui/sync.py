"""A walk over the whole site that ends in a new catalog; knows no user interface."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pkgtui.api.errors import ApiError, TimeUp
from pkgtui.api.schema import Page
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Package
from pkgtui.models.standing import archived_ids
from pkgtui.models.trust import shrunk
from pkgtui.phrases import count as counted
from pkgtui.store.errors import StoreError
from pkgtui.turns import to_the_end, turn_taken
from pkgtui.walk import Entry, ListWalk, SyncRefused

if TYPE_CHECKING:
    from pkgtui.api.client import SiteClient
    from pkgtui.store.catalog_store import CatalogStore

__all__ = [
    "Progress",
    "SyncRefused",
    "Synced",
    "came_meanwhile",
    "refresh_package",
    "sync_into",
    "walk_site",
]

_MOST_UNREADABLE = 0.5
_LONGEST_WALK = 1800.0


class Progress(msgspec.Struct, frozen=True):
    """How far a sync has come.

    Attributes:
        stage: "waiting" while another program walks the same site; "categories", "grids",
            "packages" and "active packages", which are under way at once; "snapshot", in
            kilobytes, where that is taken in their place; "saving".
        done: How many are there.
        total: How many there will be, None when not known.
        partial: What can be browsed already, now and then during a first sync.
    """

    stage: str
    done: int
    total: int | None
    partial: Catalog | None = None


class Synced(msgspec.Struct, frozen=True):
    """What a sync has brought.

    Attributes:
        unkept: Why the catalog is not on disk, where one is kept; None when it is.
        by_another: Whether another program, which was waited for, has brought it.
        nothing_new: Whether it is the one that was there, as its source has no newer one.
    """

    catalog: Catalog
    unkept: StoreError | None = None
    by_another: bool = False
    nothing_new: bool = False


async def walk_site(  # noqa: PLR0913 - each stands for itself
    client: SiteClient,
    *,
    previous: Catalog | None,
    now: Callable[[], datetime],
    report: Callable[[Progress], None],
    accept_smaller: bool = False,
    patience: float = _LONGEST_WALK,
) -> Catalog:
    """Read the site's lists and return them as a new, complete catalog.

    Args:
        client: Open.
        previous: The catalog at hand, against which the new one is judged.
        now: Tells the time, aware.
        report: Called after every page; with what has arrived when there is no `previous`.
        accept_smaller: Take the new catalog although the site seems to have lost entries.
        patience: Seconds that the whole walk may take.

    Raises:
        ApiError: The site could not be read to the end.
        SyncRefused: What it answered makes no catalog that can be trusted.
    """
    client.begin_walk()
    walk = _SiteWalk(client, previous, now, report, accept_smaller=accept_smaller)
    try:
        async with asyncio.timeout(patience):
            return await walk.run()
    except TimeoutError as error:
        minutes = f"{patience / 60:.3g} min"
        raise TimeUp(f"The site did not send everything within {minutes}") from error


async def sync_into(  # noqa: PLR0913 - all but two are walk_site's own
    store: CatalogStore | None,
    client: SiteClient,
    *,
    previous: Catalog | None,
    now: Callable[[], datetime],
    report: Callable[[Progress], None],
    accept_smaller: bool = False,
) -> Synced:
    """Do as `walk_site` and keep the new catalog in `store`, where there is one.

    While another program walks the site into the same store it is waited for, and what it
    brings is taken.

    Raises:
        ApiError: The site could not be read to the end.
        SyncRefused: What it answered makes no catalog that can be trusted.
        TurnTaken: Another program has begun, and neither goes on nor ends.
    """

    async def walk() -> Catalog:
        return await walk_site(
            client, previous=previous, now=now, report=report, accept_smaller=accept_smaller
        )

    if store is None:
        return Synced(await walk())
    async with turn_taken(store.turn(), lambda: report(Progress("waiting", 0, None))) as waited:
        if waited and (came := await came_meanwhile(store, previous)):
            return Synced(came, by_another=True)
        catalog = await walk()
        size = len(catalog.packages)
        report(Progress("saving", 0, size))
        try:
            kept = await to_the_end(asyncio.to_thread(store.commit, catalog))
        except StoreError as error:
            return Synced(catalog, unkept=error)
        report(Progress("saving", size, size))
        return Synced(kept)


async def came_meanwhile(store: CatalogStore, previous: Catalog | None) -> Catalog | None:
    """Return the newer catalog than `previous` that another program has brought, if it has."""
    try:
        found = await asyncio.to_thread(store.load, in_lines=True)
    except StoreError:
        return None
    if found is None or previous is None:
        return found
    return found if found.generation.synced_at > previous.generation.synced_at else None


async def refresh_package(
    client: SiteClient, store: CatalogStore | None, key: int | str, now: Callable[[], datetime]
) -> tuple[Package, datetime, StoreError | None]:
    """Ask for one package again and keep it; return it, when it came, and why it was not kept.

    Raises:
        ApiError: The site did not answer with it; `NotFound` when it has no such package.
    """
    package = await client.package(key)
    fetched_at = now()
    try:
        if store is not None:
            await to_the_end(asyncio.to_thread(store.keep_package, package, fetched_at))
    except StoreError as error:
        return package, fetched_at, error
    return package, fetched_at, None


class _SiteWalk:
    """The three lists and the sitemap of one walk, read side by side."""

    def __init__(
        self,
        client: SiteClient,
        previous: Catalog | None,
        now: Callable[[], datetime],
        report: Callable[[Progress], None],
        *,
        accept_smaller: bool,
    ) -> None:
        self._client, self._previous, self._now, self._report = client, previous, now, report
        self._accept_smaller = accept_smaller
        self._next_partial = 1
        self._categories = self._list("categories", client.categories)
        self._grids = self._list("grids", client.grids)
        self._packages = self._list("packages", client.packages)

    async def run(self) -> Catalog:
        try:
            async with asyncio.TaskGroup() as group:
                categories = group.create_task(self._categories.run())
                grids = group.create_task(self._grids.run())
                packages = group.create_task(self._packages.run())
                slugs = group.create_task(self._active_slugs())
        except ExceptionGroup as failed:
            # One reason is enough to tell, and the first one led to the others.
            first = failed.exceptions[0]
            raise first from first.__cause__
        lists = categories.result(), grids.result(), packages.result()
        active = slugs.result()
        catalog = Catalog(
            self._generation(complete=True, refused=sum(listed.refused for listed in lists)),
            categories=categories.result().entries,
            grids=grids.result().entries,
            packages=packages.result().entries,
            archived=None if active is None else archived_ids(packages.result().entries, active),
        )
        if not self._accept_smaller:
            self._judge(catalog, packages.result().refused)
        return catalog

    def _list(
        self, name: str, ask: Callable[[int, int], Awaitable[Page[Entry]]]
    ) -> ListWalk[Entry]:
        return ListWalk(
            name,
            ask,
            site=self._client,
            arrived=self._page_arrived,
            accept_short=self._accept_smaller,
        )

    async def _active_slugs(self) -> frozenset[str] | None:
        try:
            slugs = await self._client.active_slugs()
        except ApiError:
            return None  # Whether a package is active stays unknown.
        self._report(Progress("active packages", len(slugs), len(slugs)))
        return slugs

    def _page_arrived(self, name: str, done: int, total: int) -> None:
        partial = None
        if self._previous is None and len(self._packages.read) >= self._next_partial:
            self._next_partial = 2 * len(self._packages.read)
            partial = Catalog(
                self._generation(complete=False),
                categories=self._categories.so_far(),
                grids=self._grids.so_far(),
                packages=self._packages.so_far(),
            )
        self._report(Progress(name, done, total, partial))

    def _generation(self, *, complete: bool, refused: int = 0) -> Generation:
        return Generation(
            site_url=self._client.site_url,
            synced_at=self._now(),
            complete=complete,
            refused=refused,
        )

    def _judge(self, catalog: Catalog, refused: int) -> None:
        """Refuse a catalog that would lose much of what is known."""
        if refused > _MOST_UNREADABLE * (refused + len(catalog.packages)):
            raise SyncRefused(f"{counted(refused, 'package')} of the site could not be read")
        if reason := shrunk(self._previous, catalog):
            raise SyncRefused(reason)

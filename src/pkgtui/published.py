"""A sync that takes the snapshot somebody publishes, in place of a walk over the site."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pkgtui.models.trust import older, shrunk
from pkgtui.store.errors import StoreError
from pkgtui.store.snapshot import unpack
from pkgtui.sync import Progress, Synced, SyncRefused, came_meanwhile
from pkgtui.turns import to_the_end, turn_taken

if TYPE_CHECKING:
    from pkgtui.api.download import Download, SnapshotClient
    from pkgtui.models.catalog import Catalog
    from pkgtui.models.source import Source
    from pkgtui.store.catalog_store import CatalogStore

_KB = 1000


async def download_into(  # noqa: PLR0913 - as `sync_into`, whose place it takes
    store: CatalogStore,
    client: SnapshotClient,
    *,
    site_url: str,
    previous: Catalog | None,
    now: Callable[[], datetime],
    report: Callable[[Progress], None],
    accept_smaller: bool = False,
) -> Synced:
    """Take the snapshot that `client` asks for into `store`, if it is another than the last one.

    While another program refreshes the same store it is waited for, and what it brings is taken.

    Args:
        store: Where the catalog is kept, with where it came from.
        client: Open.
        site_url: The site that the snapshot must mirror.
        previous: The catalog at hand, against which the new one is judged.
        now: Tells the time, aware.
        report: Called as the snapshot arrives, in kilobytes.
        accept_smaller: Take it although the site seems to have lost entries.

    Raises:
        ApiError: The server could not be asked.
        SyncRefused: What it sent is not to be taken.
        StoreError: The store cannot be read, or another program holds it.
    """

    def arrived(done: int, total: int | None) -> None:
        report(Progress("snapshot", done // _KB, None if total is None else total // _KB))

    async with turn_taken(store.turn(), lambda: report(Progress("waiting", 0, None))) as waited:
        if waited and (came := await came_meanwhile(store, previous)):
            return Synced(came, by_another=True)
        own = await asyncio.to_thread(store.load, in_lines=True)
        known = await asyncio.to_thread(store.source)
        if own is None or known is None:
            download = await client.fetch(arrived)
        elif newer := await client.fetch_newer(known, arrived):
            download = newer
        else:
            return await _nothing_new(store, own, replace(known, asked_at=now()))
        catalog = await _unpacked(client.host, download, site_url, now())
        if own and own.generation.synced_at == catalog.generation.synced_at:
            return await _nothing_new(store, own, download.source)
        for before in (own, previous):
            if before and (reason := older(before.generation, catalog.generation, now())):
                advice = "`pkgtui import --force` takes it all the same"
                raise SyncRefused(reason, acceptable=False, advice=advice)
        if not accept_smaller and (reason := shrunk(previous, catalog)):
            raise SyncRefused(reason)
        size = len(catalog.packages)
        report(Progress("saving", 0, size))
        try:
            kept = await to_the_end(asyncio.to_thread(store.commit, catalog, download.source))
        except StoreError as error:
            return Synced(catalog, unkept=error)
        report(Progress("saving", size, size))
        return Synced(kept)


async def _nothing_new(store: CatalogStore, own: Catalog, source: Source) -> Synced:
    # Should that not be kept, the next sync fetches once more what it need not.
    with suppress(StoreError):
        await to_the_end(asyncio.to_thread(store.keep_source, source))
    return Synced(own, nothing_new=True)


async def _unpacked(host: str, download: Download, site_url: str, now: datetime) -> Catalog:
    try:
        return await asyncio.to_thread(unpack, download.body, site_url, now)
    except StoreError as error:
        said = str(error)
        raise SyncRefused(
            f"What {host} sent is not taken: {said[:1].lower()}{said[1:]}",
            acceptable=False,
            advice="Try again later, or tell who publishes it",
        ) from error

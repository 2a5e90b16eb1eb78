"""``pkgtui sync``: read the whole site into the cache."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from pkgtui.cli import progress
from pkgtui.cli.common import (
    BadData,
    Chosen,
    NoNetwork,
    Stopped,
    WrongUsage,
    note,
    pass_chosen,
    shared_options,
)
from pkgtui.models.catalog import Catalog
from pkgtui.phrases import ago, count
from pkgtui.settings import Settings, SettingsError, snapshot_address

if TYPE_CHECKING:
    from pkgtui.store.catalog_store import CatalogStore
    from pkgtui.sync import Progress, Synced


@click.command
@click.option("--accept-smaller", is_flag=True, help="Take a catalog that lost many entries.")
@click.option(
    "--from",
    "source",
    metavar="URL",
    help="Take the snapshot at this address; the site's own address walks it. [PKGTUI_SYNC_FROM]",
)
@shared_options
@pass_chosen
def sync(chosen: Chosen, *, accept_smaller: bool, source: str | None) -> None:
    """Read the whole site into the cache, however fresh that is.

    With --from a snapshot that somebody publishes is taken in its place, if it is a newer one.
    """
    place = _source(chosen.settings, source)
    began = monotonic()
    synced = read_site(chosen, place, accept_smaller=accept_smaller)
    click.echo(_summary(synced, place, monotonic() - began))


def read_site(chosen: Chosen, source: str | None = None, *, accept_smaller: bool = False) -> Synced:
    """Read the whole site into the cache, or the snapshot in its place; return what came of it.

    Args:
        chosen: What the command line says.
        source: The address of the snapshot, empty for the site; None leaves it to the settings.
        accept_smaller: Take a catalog that lost many entries.

    Raises:
        Failure: There is no new catalog, or it could not be kept; the one before stays.
    """
    if chosen.demo:
        raise WrongUsage("The sample is built in and needs no sync")
    if chosen.settings.offline:
        raise WrongUsage("A sync needs the network, which --offline forbids")
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - sqlite3 and msgspec with it
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise

    if source is None:
        source = _source(chosen.settings, None)
    try:
        with closing(CatalogStore.open(chosen.settings.site_cache)) as store:
            previous = _prepared(store)
            bring = _bringing(chosen.settings.site_url, source, store, previous, accept_smaller)
            synced = _brought(bring, previous)
    except StoreError as error:
        raise BadData(error) from error
    if synced.unkept:
        raise BadData(synced.unkept, _kept(previous))
    return synced


def _prepared(store: CatalogStore) -> Catalog | None:
    """Return what `store` has; end the program if the next catalog could not be kept in it."""
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - sqlite3 and msgspec with it

    previous = store.load()
    try:
        store.try_writing()
    except StoreError as error:
        raise BadData(error, _kept(previous)) from error
    if store.notice:
        note(store.notice)
    return previous


def _source(settings: Settings, asked: str | None) -> str:
    """Return the address of the snapshot to take, empty where the site is to be walked."""
    try:
        source = snapshot_address(asked, "--from") if asked else settings.sync_from
    except SettingsError as error:
        raise WrongUsage(error) from error
    return "" if source.rstrip("/") == settings.site_url else source


def _bringing(
    site_url: str,
    source: str,
    store: CatalogStore,
    previous: Catalog | None,
    accept_smaller: bool,
) -> Callable[[progress.Report], Coroutine[None, None, Synced]]:
    """Return what brings the new catalog: a walk over the site, or the download of `source`."""
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.download import SnapshotClient  # noqa: PLC0415 - likewise
    from pkgtui.published import download_into  # noqa: PLC0415 - likewise
    from pkgtui.sync import sync_into  # noqa: PLC0415 - likewise

    async def walk(report: progress.Report) -> Synced:
        async with SiteClient(site_url) as client:
            return await sync_into(
                store,
                client,
                previous=previous,
                now=_now,
                report=report,
                accept_smaller=accept_smaller,
            )

    async def download(report: progress.Report) -> Synced:
        async with SnapshotClient(source) as client:
            return await download_into(
                store,
                client,
                site_url=site_url,
                previous=previous,
                now=_now,
                report=report,
                accept_smaller=accept_smaller,
            )

    return download if source else walk


def _brought(
    bring: Callable[[progress.Report], Coroutine[None, None, Synced]], previous: Catalog | None
) -> Synced:
    """Return the new catalog, or tell why the `previous` one stays."""
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - httpx with it
    from pkgtui.store.errors import TurnTaken  # noqa: PLC0415 - likewise
    from pkgtui.sync import SyncRefused  # noqa: PLC0415 - likewise

    stage = ""

    def report(progressed: Progress) -> None:
        nonlocal stage
        stage = progressed.stage
        show(progressed)

    try:
        with progress.shown() as show:
            return asyncio.run(bring(report))
    except ApiError as error:
        raise NoNetwork(error, _kept(previous), error.advice) from error
    except TurnTaken as error:
        raise BadData(error, _kept(previous)) from error
    except SyncRefused as error:
        advice = "If you believe it, `pkgtui sync --accept-smaller` takes it all the same"
        advice = advice if error.acceptable else error.advice
        raise BadData(error, _kept(previous), advice) from error
    except KeyboardInterrupt:
        late = "`pkgtui status` tells which catalog is there now"
        raise Stopped("Stopped", late if stage == "saving" else _kept(previous)) from None


def _kept(previous: Catalog | None) -> str:
    if previous is None:
        return "Nothing is cached yet"
    return f"The catalog of {_age(previous)} was kept"


def _age(catalog: Catalog) -> str:
    return ago(catalog.generation.synced_at, _now())


def _now() -> datetime:
    return datetime.now(UTC)


def _summary(synced: Synced, source: str, seconds: float) -> str:
    catalog = synced.catalog
    place = urlsplit(source).netloc or catalog.generation.site_url
    if synced.nothing_new:
        return f"{place} has nothing newer than the catalog of {_age(catalog)}"
    line = (
        f"{count(len(catalog.packages), 'package')}, {count(len(catalog.grids), 'grid')} and "
        f"{count(len(catalog.categories), 'category', 'categories')} "
        f"from {place} in {seconds:.1f} s"
    )
    if source:
        line += f", as of {_age(catalog)}"
    if synced.by_another:
        line += ", fetched by another pkgtui"
    refused = catalog.generation.refused
    return f"{line}; {count(refused, 'entry', 'entries')} could not be read" if refused else line

"""``pkgtui sync``: read the whole site into the cache."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from pkgtui.store.catalog_store import CatalogStore
    from pkgtui.sync import Progress, Synced


@click.command
@click.option("--accept-smaller", is_flag=True, help="Take a catalog that lost many entries.")
@shared_options
@pass_chosen
def sync(chosen: Chosen, *, accept_smaller: bool) -> None:
    """Read the whole site into the cache, however fresh that is."""
    began = monotonic()
    click.echo(_summary(read_site(chosen, accept_smaller=accept_smaller), monotonic() - began))


def read_site(chosen: Chosen, *, accept_smaller: bool = False) -> Synced:
    """Read the whole site into the cache; return what came of it.

    Raises:
        Failure: There is no new catalog, or it could not be kept; the one before stays.
    """
    if chosen.demo:
        raise WrongUsage("The sample is built in and needs no sync")
    if chosen.settings.offline:
        raise WrongUsage("A sync needs the network, which --offline forbids")
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - sqlite3 and msgspec with it
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise

    try:
        with closing(CatalogStore.open(chosen.settings.site_cache)) as store:
            previous = _prepared(store)
            synced = _walk(chosen.settings.site_url, store, previous, accept_smaller)
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


def _walk(
    site_url: str, store: CatalogStore, previous: Catalog | None, accept_smaller: bool
) -> Synced:
    """Return the new catalog, or tell why the `previous` one stays."""
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - likewise
    from pkgtui.store.errors import TurnTaken  # noqa: PLC0415 - likewise
    from pkgtui.sync import SyncRefused, sync_into  # noqa: PLC0415 - likewise

    stage = ""

    def report(progressed: Progress) -> None:
        nonlocal stage
        stage = progressed.stage
        show(progressed)

    async def walk() -> Synced:
        async with SiteClient(site_url) as client:
            return await sync_into(
                store,
                client,
                previous=previous,
                now=lambda: datetime.now(UTC),
                report=report,
                accept_smaller=accept_smaller,
            )

    try:
        with progress.shown() as show:
            return asyncio.run(walk())
    except ApiError as error:
        raise NoNetwork(error, _kept(previous), error.advice) from error
    except TurnTaken as error:
        raise BadData(error, _kept(previous)) from error
    except SyncRefused as error:
        advice = "If you believe it, `pkgtui sync --accept-smaller` takes it all the same"
        later = "Try again later"
        raise BadData(error, _kept(previous), advice if error.acceptable else later) from error
    except KeyboardInterrupt:
        late = "`pkgtui status` tells which catalog is there now"
        raise Stopped("Stopped", late if stage == "saving" else _kept(previous)) from None


def _kept(previous: Catalog | None) -> str:
    if previous is None:
        return "Nothing is cached yet"
    return f"The catalog of {ago(previous.generation.synced_at, datetime.now(UTC))} was kept"


def _summary(synced: Synced, seconds: float) -> str:
    catalog = synced.catalog
    line = (
        f"{count(len(catalog.packages), 'package')}, {count(len(catalog.grids), 'grid')} and "
        f"{count(len(catalog.categories), 'category', 'categories')} "
        f"from {catalog.generation.site_url} in {seconds:.1f} s"
    )
    if synced.by_another:
        line += ", fetched by another pkgtui"
    refused = catalog.generation.refused
    return f"{line}; {count(refused, 'entry', 'entries')} could not be read" if refused else line

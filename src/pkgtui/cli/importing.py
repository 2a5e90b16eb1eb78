"""``pkgtui import``: a snapshot that another machine has written, into the cache."""

from __future__ import annotations

import asyncio
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from pkgtui.cli.common import (
    BadData,
    Chosen,
    NoNetwork,
    WrongUsage,
    note,
    pass_chosen,
    shared_options,
)
from pkgtui.models.catalog import Catalog
from pkgtui.models.trust import older, shrunk
from pkgtui.phrases import ago, count
from pkgtui.settings import Settings, SettingsError, snapshot_address
from pkgtui.text import clean, one_line

_ADVICE = "If you want it all the same, add --force"


@click.command("import")
@click.argument("source", metavar="FILE-or-URL")
@click.option("--force", is_flag=True, help="Take it though it is older or lists much less.")
@shared_options
@pass_chosen
def importing(chosen: Chosen, source: str, *, force: bool) -> None:
    """Read a snapshot that `pkgtui export` wrote into the cache; - is the input.

    It must mirror the same site as the settings name. What it holds is checked to the last byte
    before the catalog that is cached is replaced.
    """
    if chosen.demo:
        raise WrongUsage("The sample is built in and takes no import")
    settings = chosen.settings
    snapshot = _read(settings, source)
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - sqlite3 with it
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise

    name = one_line(clean(_shown(source)))
    try:
        with closing(CatalogStore.open(settings.site_cache)) as store:
            previous = store.load()
            catalog = _unpacked(snapshot, name, settings, previous)
            if previous and not force:
                _judge(previous, catalog, name)
            store.commit(catalog)
            if store.notice:
                note(store.notice)
    except StoreError as error:
        raise BadData(error) from error
    click.echo(f"{told(catalog)} from {name}")


def told(catalog: Catalog) -> str:
    """Say what a snapshot holds: how much, of which site, how old."""
    generation = catalog.generation
    amount = (
        f"{count(len(catalog.packages), 'package')}, {count(len(catalog.grids), 'grid')} and "
        f"{count(len(catalog.categories), 'category', 'categories')}"
    )
    age = ago(generation.synced_at, datetime.now(UTC))
    return f"{amount} of {generation.site_url}, as of {age},"


def _read(settings: Settings, source: str) -> bytes:
    from pkgtui.store.errors import NoSnapshot, StoreError  # noqa: PLC0415 - msgspec with it
    from pkgtui.store.snapshot import read_file, read_stream  # noqa: PLC0415 - likewise

    if _is_address(source):
        return _download(settings, source)
    if source == "-" and (sys.stdin is None or sys.stdin.isatty()):
        raise WrongUsage("A snapshot cannot be typed", "Name a file, or pipe one in")
    try:
        if source == "-":
            return read_stream(sys.stdin.buffer)
        return read_file(Path(source))
    except NoSnapshot as error:
        raise WrongUsage(f"{_shown(source)} was not imported", error) from error
    except StoreError as error:
        raise BadData(f"{_shown(source)} was not imported", error) from error


def _download(settings: Settings, url: str) -> bytes:
    if settings.offline:
        raise WrongUsage("To import from an address needs the network, which --offline forbids")
    from pkgtui.api.download import SnapshotClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - likewise

    async def fetch(address: str) -> bytes:
        async with SnapshotClient(address) as client:
            return (await client.fetch()).body

    try:
        return asyncio.run(fetch(snapshot_address(url, "FILE-or-URL")))
    except SettingsError as error:
        raise WrongUsage(error) from error
    except ApiError as error:
        raise NoNetwork(error, "Nothing was imported", error.advice) from error


def _unpacked(snapshot: bytes, name: str, settings: Settings, previous: Catalog | None) -> Catalog:
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise
    from pkgtui.store.snapshot import unpack  # noqa: PLC0415 - likewise

    try:
        return unpack(snapshot, settings.site_url, datetime.now(UTC))
    except StoreError as error:
        raise BadData(f"{name} was not imported", error, _kept(previous)) from error


def _judge(previous: Catalog, catalog: Catalog, name: str) -> None:
    """End the program if what is cached is better than what would replace it."""
    now = datetime.now(UTC)
    reason = older(previous.generation, catalog.generation, now) or shrunk(previous, catalog)
    if reason:
        raise BadData(f"{name} was not imported", reason, _ADVICE)


def _kept(previous: Catalog | None) -> str:
    if previous is None:
        return ""
    return f"The catalog of {ago(previous.generation.synced_at, datetime.now(UTC))} was kept"


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))


def _shown(source: str) -> str:
    """Return the name of a source without what in an address may be a secret."""
    if source == "-":
        return "standard input"
    return source.partition("?")[0] if _is_address(source) else source

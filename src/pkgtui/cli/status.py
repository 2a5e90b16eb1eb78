"""``pkgtui status``: what is cached, and how old it is."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from pkgtui import __version__, phrases
from pkgtui.cli.common import BadData, Chosen, pass_chosen, print_json, shared_options
from pkgtui.paths import sample_file
from pkgtui.text import clean, one_line

if TYPE_CHECKING:
    from pkgtui.store.codec import Header


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """The catalog that all users of the machine share.

    Attributes:
        used: Whether it stands in for the person's own.
        why: The reason, a few words.
    """

    file: str
    used: bool
    why: str


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What ``status --json`` prints.

    Attributes:
        complete: Whether a whole walk is cached.
        synced_at: When that walk ended; None when nothing is cached.
        fresh: Whether the dashboard would start without asking the site again.
        notice: What is wrong with the cache, None when nothing is.
        shared: What is to say of the catalog that all users of the machine share; None where
            there is none.
        sync_from: The server whose snapshot syncs take, None where they walk the site.
        asked_at: When that last said what it has; None when it never did.
        version: Of pkgtui.
        contract: The version of what JSON promises, as the documentation tells it.
    """

    site_url: str
    cache_dir: str
    packages: int = 0
    grids: int = 0
    categories: int = 0
    refused: int = 0
    complete: bool = False
    synced_at: datetime | None = None
    fresh: bool = False
    notice: str | None = None
    shared: Shared | None = None
    sync_from: str | None = None
    asked_at: datetime | None = None
    version: str = __version__
    contract: int = 1


@click.command
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_chosen
def status(chosen: Chosen, *, as_json: bool) -> None:
    """Say what is cached and how old it is."""
    found = _status(chosen)
    if as_json:
        print_json(found)
    else:
        click.echo("\n".join(_lines(found)))
    if found.notice:
        raise BadData(found.notice)


def _status(chosen: Chosen) -> Status:
    from pkgtui.store.at_hand import choose  # noqa: PLC0415 - sqlite3 and msgspec with it
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - likewise
    from pkgtui.store.codec import read_header  # noqa: PLC0415 - likewise
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise

    settings = chosen.settings
    if chosen.demo:
        return _summed_up(chosen, read_header(sample_file().read_bytes()), None)
    file, now, source = settings.system_catalog, datetime.now(UTC), None
    with closing(CatalogStore(settings.site_cache)) as store:
        choice = choose(store, file, settings.site_url, now)
        if settings.sync_from:
            with suppress(StoreError):  # Then there is a notice.
                source = store.source()
    asked = source if source and source.url == settings.sync_from else None
    return msgspec.structs.replace(
        _summed_up(chosen, choice.header, choice.own_problem),
        shared=Shared(file=_as_text(file), used=choice.uses_shared, why=choice.why)
        if file and choice.why
        else None,
        sync_from=settings.source if settings.sync_from else None,
        asked_at=asked.asked_at if asked else None,
    )


def _summed_up(chosen: Chosen, header: Header | None, notice: str | None) -> Status:
    settings = chosen.settings
    cache_dir = _as_text(settings.cache_dir)
    if header is None:
        return Status(site_url=settings.site_url, cache_dir=cache_dir, notice=notice)
    generation = header.generation
    age = datetime.now(UTC) - generation.synced_at
    return Status(
        site_url=generation.site_url,
        cache_dir=cache_dir,
        packages=header.packages,
        grids=header.grids,
        categories=header.categories,
        refused=generation.refused,
        complete=generation.complete,
        synced_at=generation.synced_at,
        fresh=generation.complete and age < timedelta(hours=settings.fresh_hours),
        notice=notice,
    )


def _as_text(path: Path) -> str:
    # A name in no encoding, which a folder can have, is no JSON.
    return str(path).encode(errors="replace").decode()


def _lines(found: Status) -> list[str]:
    place = one_line(clean(found.cache_dir))
    lines = [f"site    {found.site_url}", f"cache   {place}"]
    lines += _sources(found)
    if found.synced_at is None:
        return [*lines, "synced  never: nothing is cached"]
    parts = [
        phrases.count(found.packages, "package"),
        phrases.count(found.grids, "grid"),
        phrases.count(found.categories, "category", "categories"),
    ]
    if found.refused:
        parts.append(f"{phrases.count(found.refused, 'entry', 'entries')} could not be read")
    if not found.complete:
        parts.append("incomplete")
    when = phrases.ago(found.synced_at, datetime.now(UTC))
    state = "fresh" if found.fresh else "due for a refresh"
    return [*lines, f"holds   {', '.join(parts)}", f"synced  {when}, {state}"]


def _sources(found: Status) -> list[str]:
    """Say where the catalog comes from, unless that is the site and the person's own cache."""
    lines = []
    if found.sync_from:
        asked = phrases.ago(found.asked_at, datetime.now(UTC)) if found.asked_at else "never"
        lines.append(f"from    the snapshot of {found.sync_from}, last asked {asked}")
    if shared := found.shared:
        place = one_line(clean(shared.file))
        used = "used" if shared.used else "not used"
        lines.append(f"shared  {place}, {used}: {one_line(clean(shared.why))}")
    return lines

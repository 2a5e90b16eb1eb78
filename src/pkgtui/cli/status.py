"""``pkgtui status``: what is cached, and how old it is."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import click
import msgspec

from pkgtui import __version__, phrases
from pkgtui.cli.common import BadData, Chosen, pass_chosen, print_json, shared_options
from pkgtui.paths import sample_file
from pkgtui.text import clean, one_line

if TYPE_CHECKING:
    from pkgtui.store.codec import Header


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What ``status --json`` prints.

    Attributes:
        complete: Whether a whole walk is cached.
        synced_at: When that walk ended; None when nothing is cached.
        fresh: Whether the dashboard would start without asking the site again.
        notice: What is wrong with the cache, None when nothing is.
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
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - sqlite3 and msgspec with it
    from pkgtui.store.codec import read_header  # noqa: PLC0415 - likewise
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise

    header, notice = None, None
    if chosen.demo:
        header = read_header(sample_file().read_bytes())
    else:
        try:
            with closing(CatalogStore.open(chosen.settings.site_cache)) as store:
                header = store.header()
                notice = store.notice
        except StoreError as error:
            notice = str(error)
    return _summed_up(chosen, header, notice)


def _summed_up(chosen: Chosen, header: Header | None, notice: str | None) -> Status:
    settings = chosen.settings
    # A name in no encoding, which a folder can have, is no JSON.
    cache_dir = str(settings.cache_dir).encode(errors="replace").decode()
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


def _lines(found: Status) -> list[str]:
    place = one_line(clean(found.cache_dir))
    lines = [f"site    {found.site_url}", f"cache   {place}"]
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

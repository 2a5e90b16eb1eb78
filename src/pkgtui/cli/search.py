"""``pkgtui search``: packages and grids by words."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

import click
import msgspec

from pkgtui.cli.common import (
    Chosen,
    NoNetwork,
    note,
    pass_chosen,
    print_json,
    shared_options,
)
from pkgtui.cli.filtering import read_filter
from pkgtui.cli.reading import Cached, read_catalog, read_personal
from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.models.query import Query
from pkgtui.models.query.finding import asks_for_facts, find
from pkgtui.models.search import SearchIndex
from pkgtui.phrases import count
from pkgtui.text import one_line
from pkgtui.tui.present import glyphs_for

_WIDEST_SLUG = 40
_WEIGHT_CELLS = 14


class Item(msgspec.Struct, frozen=True):
    """One hit as ``search --json`` prints it.

    Attributes:
        score: How well it matches; 0 to 100 from the cache, in the site's own unit from the
            site.
    """

    type: Literal["package", "grid"]
    slug: str
    title: str
    score: int | None


class Found(msgspec.Struct, frozen=True):
    """What ``search --json`` prints.

    Attributes:
        count: How many items follow.
        total: How many there are.
    """

    count: int
    total: int
    items: list[Item]


@click.command
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Hits at most."
)
@shared_options
@pass_chosen
def search(chosen: Chosen, words: tuple[str, ...], *, as_json: bool, limit: int) -> None:
    """Find packages and grids by WORDS, the best first.

    Words may be misspelled; terms of a filter, such as stars:>200, hold for what is found.
    """
    asked = read_filter(words)
    cached = read_catalog(chosen)
    if cached.catalog is not None:
        found = _in_catalog(cached.catalog, asked, read_personal(chosen), limit)
    elif asks_for_facts(asked):
        raise cached.missing()
    else:
        found = _at_site(chosen, cached, " ".join(words), limit)
    if as_json:
        print_json(found)
        return
    for row in _rows(found.items, cached.catalog):
        click.echo(row)
    if not found.items:
        note("Nothing was found")
    elif found.count < found.total:
        note(f"These are {found.count} of {count(found.total, 'hit')}; --limit shows more")


def _in_catalog(catalog: Catalog, asked: Query, personal: Personal, limit: int) -> Found:
    results = find(SearchIndex(catalog), asked, datetime.now(UTC), personal, limit)
    items = [Item(hit.type, hit.slug, hit.title, hit.score) for hit in results.hits]
    return Found(len(items), results.total, items)


def _at_site(chosen: Chosen, cached: Cached, line: str, limit: int) -> Found:
    if chosen.settings.offline:
        raise cached.missing()
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - likewise

    async def ask() -> list[Item]:
        async with SiteClient(chosen.settings.site_url) as client:
            hits = await client.search(line)
        return [Item(hit.item_type, hit.slug, hit.title, hit.score) for hit in hits]

    try:
        items = asyncio.run(ask())
    except ApiError as error:
        raise NoNetwork(error, "Nothing is cached", error.advice) from error
    return Found(len(items[:limit]), len(items), items[:limit])


def _rows(items: Sequence[Item], catalog: Catalog | None) -> list[str]:
    width = min(max((len(item.slug) for item in items), default=0), _WIDEST_SLUG)
    star = glyphs_for(os.environ).star
    rows = []
    for item in items:
        weight = f"{_weight(item, catalog, star):>{_WEIGHT_CELLS}}  " if catalog else ""
        rows.append(f"{item.type:<7}  {item.slug:<{width}}  {weight}{one_line(item.title)}")
    return rows


def _weight(item: Item, catalog: Catalog, star: str) -> str:
    """Say what an entry weighs: a package its stars, a grid its members."""
    if item.type == "grid":
        grid = catalog.grid_by_slug.get(item.slug)
        return count(len(grid.packages), "package") if grid else ""
    row = catalog.row_by_slug.get(item.slug)
    return "" if row is None else f"{star} {count(catalog.packages[row].stars)}"

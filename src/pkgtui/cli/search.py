"""``pkgtui search``: packages and grids by words."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import click
import msgspec

from pkgtui import phrases
from pkgtui.cli.common import Chosen, NoNetwork, pass_chosen
from pkgtui.cli.completing import filter_words
from pkgtui.cli.filtering import FilterCommand, read_filter
from pkgtui.cli.output import ListColumn, Output, list_options, print_list
from pkgtui.cli.reading import Cached, read_catalog, read_personal, reading_options
from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.models.query import EVERYTHING, Query
from pkgtui.models.query.finding import asks_for_facts, find
from pkgtui.models.search import SearchIndex


class Hit(msgspec.Struct, frozen=True):
    """One thing that was found.

    Attributes:
        score: How well it matches; 0 to 100 from the cache, in the site's own unit from the
            site.
        weight: What it weighs, where that is known: a package its stars, a grid its members.
    """

    type: Literal["package", "grid"]
    slug: str
    title: str
    score: int | None
    weight: int | None = None

    @property
    def weight_in_words(self) -> str:
        """The weight with its unit."""
        if self.weight is None:
            return ""
        return phrases.count(self.weight, "star" if self.type == "package" else "package")


COLUMNS: Sequence[ListColumn] = (
    ListColumn("type", "type", lambda it: it.type, muted=True),
    ListColumn("slug", "package or grid", lambda it: it.slug),
    ListColumn("weight", "weight", lambda it: it.weight_in_words, lambda it: it.weight, right=True),
    ListColumn(
        "score",
        "score",
        lambda it: phrases.count(it.score),
        lambda it: it.score,
        right=True,
        extra=True,
    ),
    ListColumn("title", "title", lambda it: it.title),
)


@click.command(cls=FilterCommand)
@click.argument("words", nargs=-1, required=True, shell_complete=filter_words)
@list_options(COLUMNS, limit=20)
@reading_options
@pass_chosen
def search(chosen: Chosen, words: tuple[str, ...], output: Output) -> None:
    """Find packages and grids by WORDS, the best first.

    Words may be misspelled; terms of a filter, such as stars:>200, hold for what is found.
    """
    asked = read_filter(words) or EVERYTHING
    cached = read_catalog(chosen)
    if cached.catalog is not None:
        limit = output.limit or 0
        hits, total = _in_catalog(cached.catalog, asked, read_personal(chosen), limit)
    elif asks_for_facts(asked):
        raise cached.missing()
    else:
        hits = _at_site(chosen, cached, " ".join(words))
        total = len(hits)
    print_list(
        output,
        hits,
        total=total,
        as_json=_as_json,
        of="hit",
        matching=total,
        empty=["Nothing was found"],
    )


def _as_json(hit: Hit) -> dict[str, Any]:
    return {"type": hit.type, "slug": hit.slug, "title": hit.title, "score": hit.score}


def _in_catalog(
    catalog: Catalog, asked: Query, personal: Personal, limit: int
) -> tuple[list[Hit], int]:
    """Return the best hits, so many at most, and how many there are."""
    results = find(SearchIndex(catalog), asked, datetime.now(UTC), personal, limit)
    hits = [
        Hit(hit.type, hit.slug, hit.title, hit.score, _weight(catalog, hit.type, hit.slug))
        for hit in results.hits
    ]
    return hits, results.total


def _weight(catalog: Catalog, kind: str, slug: str) -> int | None:
    if kind == "grid":
        grid = catalog.grid_by_slug.get(slug)
        return len(grid.packages) if grid else None
    row = catalog.row_by_slug.get(slug)
    return None if row is None else catalog.packages[row].stars


def _at_site(chosen: Chosen, cached: Cached, line: str) -> list[Hit]:
    if not chosen.settings.asks_site:
        raise cached.missing()
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - likewise

    async def ask() -> list[Hit]:
        async with SiteClient(chosen.settings.site_url) as client:
            hits = await client.search(line)
        return [Hit(hit.item_type, hit.slug, hit.title, hit.score) for hit in hits]

    try:
        return asyncio.run(ask())
    except ApiError as error:
        raise NoNetwork(error, "Nothing is cached", error.advice) from error

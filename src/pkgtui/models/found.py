"""What a search found, and what the site's own search adds to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.hits import SearchHit

Entry = Package | Grid
EntryType = Literal["package", "grid"]


class Hit(msgspec.Struct, frozen=True):
    """One package or grid that was found.

    Attributes:
        id: None when the catalog does not hold the entry.
        score: How well the words match, 0 to 100; 0 when only the site found it.
        site: Whether the site's own search found it.
        local: Whether the catalog holds it, so that it can be shown at once.
    """

    type: EntryType
    id: int | None
    slug: str
    title: str
    score: int
    site: bool = False
    local: bool = True


class Results(msgspec.Struct, frozen=True):
    """What was found, best first.

    Attributes:
        hits: The best ones.
        total: How many entries match, those left out of `hits` included.
        rest: Where each that was left out stands in the catalog, as `place_of` has it.
    """

    hits: tuple[Hit, ...]
    total: int
    rest: frozenset[int] = frozenset()


def merge(results: Results, site_hits: Iterable[SearchHit], catalog: Catalog) -> Results:
    """Add what the site's own search found: each entry once, what only it found at the end."""
    asked = {(hit.item_type, hit.slug): hit for hit in site_hits}
    hits = tuple(
        msgspec.structs.replace(it, site=it.site or (it.type, it.slug) in asked)
        for it in results.hits
    )
    shown = {(hit.type, hit.slug) for hit in hits}
    more = {key: _from_site(hit, catalog) for key, hit in asked.items() if key not in shown}
    places = [place_of(catalog, kind, slug) for kind, slug in more]
    new = sum(place not in results.rest for place in places)
    return Results((*hits, *more.values()), results.total + new, results.rest.difference(places))


def place_of(catalog: Catalog, kind: EntryType, slug: str) -> int | None:
    """A package's row, or a grid's place behind all packages; None for what is not held."""
    if kind == "package":
        return catalog.row_by_slug.get(slug)
    grid = catalog.grid_by_slug.get(slug)
    return None if grid is None else len(catalog.packages) + catalog.grids.index(grid)


def _from_site(hit: SearchHit, catalog: Catalog) -> Hit:
    entry: Entry | None
    if hit.item_type == "grid":
        entry = catalog.grid_by_slug.get(hit.slug)
    else:
        row = catalog.row_by_slug.get(hit.slug)
        entry = None if row is None else catalog.packages[row]
    if entry is None:
        return Hit(hit.item_type, None, hit.slug, hit.title, 0, site=True, local=False)
    return hit_of(entry, 0, site=True)


def hit_of(entry: Entry, score: int, *, site: bool = False) -> Hit:
    """Return `entry`, which the catalog holds, as a hit."""
    kind: EntryType = "package" if isinstance(entry, Package) else "grid"
    return Hit(kind, entry.id, entry.slug, entry.title, score, site=site)

"""The orders in which lists of packages and grids are shown.

Every order is total: equals stand by stars, then by title, whichever way the list runs, and what
is not known stands last either way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from sys import intern
from typing import Any

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.health import judge
from pkgtui.models.order import Order, SortKey, arranged
from pkgtui.text import fold


class Sort(msgspec.Struct, frozen=True):
    """One order of packages.

    Attributes:
        id: What settings and commands call it.
        label: What people read.
        descending: Whether the largest or newest comes first until it is reversed.
        value: What is compared; None when it is not known.
    """

    id: str
    label: str
    descending: bool
    value: Callable[[Catalog, Package], Any]


class GridSort(msgspec.Struct, frozen=True):
    """One order of grids; the attributes are those of `Sort`."""

    id: str
    label: str
    descending: bool
    value: Callable[[Catalog, Grid], Any]


def sort_rows(catalog: Catalog, rows: Iterable[int], order: Order) -> list[int]:
    """Return `rows` of `catalog` in `order`, whose ids are keys of `SORTS`.

    Raises:
        KeyError: There is no such order.
    """
    equals = sorted(rows, key=ranks(catalog).__getitem__)
    if order == BY_STARS:
        return equals  # As they stand already.
    return arranged(equals, order, SORTS, lambda key: _values(catalog, SORTS[key]).__getitem__)


def sort_grids(catalog: Catalog, grids: Iterable[Grid], order: Order) -> list[Grid]:
    """Return `grids` in `order`, whose ids are keys of `GRID_SORTS`.

    Raises:
        KeyError: There is no such order.
    """
    # Equals: the grid whose members have more stars, then the title, then the newer one.
    equals = sorted(
        grids, key=lambda grid: (-(grid_stars(catalog, grid) or 0), fold(grid.title), -grid.id)
    )
    values = {key.id: [GRID_SORTS[key.id].value(catalog, grid) for grid in equals] for key in order}
    places = list(range(len(equals)))
    ordered = arranged(places, order, GRID_SORTS, lambda key: values[key].__getitem__)
    return [equals[place] for place in ordered]


def grid_activity(catalog: Catalog, grid: Grid) -> int | None:
    """Commits in 52 weeks of all members together; None when no member's are known."""
    return _sum_of_members(catalog, grid, SORTS["commits"])


def grid_stars(catalog: Catalog, grid: Grid) -> int | None:
    """Stars of all members together; None when no member's are known."""
    return _sum_of_members(catalog, grid, SORTS["stars"])


def _sum_of_members(catalog: Catalog, grid: Grid, sort: Sort) -> int | None:
    values = _values(catalog, sort)
    known = [values[row] for row in catalog.grid_rows(grid) if values[row] is not None]
    return sum(known) if known else None


def _values(catalog: Catalog, sort: Sort) -> Sequence[Any]:
    """What `sort` compares, of each row."""
    return catalog.column(sort.id, sort.value)


def ranks(catalog: Catalog) -> Sequence[int]:
    """The place of each row among all of them by stars, title and age of the entry."""
    if "ranks" not in catalog.memo:
        names = _values(catalog, SORTS["name"])
        stars = [-1 if figure is None else figure for figure in _values(catalog, SORTS["stars"])]
        order = sorted(range(len(names)), key=names.__getitem__)
        order.sort(key=stars.__getitem__, reverse=True)
        places = [0] * len(order)
        for place, row in enumerate(order):
            places[row] = place
        catalog.memo["ranks"] = places
    found: Sequence[int] = catalog.memo["ranks"]
    return found


def _trend(_: Catalog, package: Package) -> int | None:
    recent, before = package.activity.recent, package.activity.before
    return None if recent is None or before is None else recent - before


def _seconds(moment: datetime | None) -> float | None:
    """Seconds since 1970, which compare faster than times of different zones."""
    return None if moment is None else moment.timestamp()


def _category(catalog: Catalog, package: Package) -> str | None:
    category = catalog.category_of(package)
    return None if category is None else intern(fold(category.title))  # One for all its packages.


_NUMBER = re.compile("[0-9]+")
_WIDEST_NUMBER = 12  # Versions that are dates have 8 digits, with the time of day 12.


def _version(_: Catalog, package: Package) -> str | None:
    """The version with its numbers padded, so that 1.10 stands above 1.9."""
    if package.version is None:
        return None
    return _NUMBER.sub(lambda it: it[0].zfill(_WIDEST_NUMBER), fold(package.version).lstrip("v"))


SORTS: Mapping[str, Sort] = {
    sort.id: sort
    for sort in (
        Sort("name", "name", descending=False, value=lambda _, package: fold(package.title)),
        Sort("stars", "stars", descending=True, value=lambda _, package: package.stars),
        Sort("forks", "forks", descending=True, value=lambda _, package: package.forks),
        Sort(
            "commits",
            "commits in 52 weeks",
            descending=True,
            value=lambda _, package: package.activity.total,
        ),
        Sort("trend", "trend of commits", descending=True, value=_trend),
        Sort(
            "commit", "last commit", descending=True, value=lambda _, it: _seconds(it.last_commit)
        ),
        Sort("version", "version", descending=True, value=_version),
        Sort("health", "health", descending=True, value=judge),
        Sort("listed", "listed since", descending=True, value=lambda _, it: _seconds(it.created)),
        Sort("people", "people", descending=True, value=lambda _, package: package.team),
        Sort("category", "category", descending=False, value=_category),
    )
}
"""The orders of packages by id, as a menu offers them."""

GRID_SORTS: Mapping[str, GridSort] = {
    sort.id: sort
    for sort in (
        GridSort("title", "title", descending=False, value=lambda _, grid: fold(grid.title)),
        GridSort("members", "members", descending=True, value=lambda _, it: len(it.packages)),
        GridSort("activity", "commits in 52 weeks", descending=True, value=grid_activity),
        GridSort("stars", "stars of all members", descending=True, value=grid_stars),
    )
}
"""The orders of grids by id, as a menu offers them."""

BY_STARS: Order = (SortKey("stars"),)
"""How lists of packages stand until a person chooses."""

"""The figures that take long to work out of all packages, so that they are kept with the catalog.

Nothing but speed depends on them: what is missing here is worked out by whoever asks first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from math import inf
from typing import Annotated, Any

import msgspec

from pkgtui.models.activity import Trend
from pkgtui.models.catalog import Catalog, Column, Value, category_id, package_id
from pkgtui.models.entries import Package
from pkgtui.models.health import judge
from pkgtui.models.sorting import SORTS, ranks
from pkgtui.models.standing import mark_bits, seen_at, take_seen_at

Bits = Annotated[int, msgspec.Meta(ge=0, le=15)]
Figures = tuple[int | None, ...]


class Worked(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What was worked out of a catalog: each by row, those that are not known as None.

    Attributes:
        seen: When the site last went round, as `seen_at` has it.
        ranks: The place of each package by stars and title.
        signs: The last commit, in seconds since 1970, in any package of any of its people.
    """

    seen: datetime
    ids: tuple[int, ...]
    categories: Figures
    stars: Figures
    marks: tuple[Bits, ...]
    commits: Figures
    active: Figures
    people: Figures
    health: Figures
    trends: tuple[Trend | None, ...]
    ranks: tuple[int, ...]
    signs: tuple[float | None, ...]


def active_weeks(_: Catalog, package: Package) -> int | None:
    """The weeks with commits among the 52."""
    return package.activity.active_weeks


def trend(_: Catalog, package: Package) -> Trend | None:
    """Whether commits become more or fewer."""
    return package.activity.trend


_COLUMNS: Mapping[str, Value[Any]] = {
    "ids": package_id,
    "categories": category_id,
    "stars": SORTS["stars"].value,
    "marks": mark_bits,
    "commits": SORTS["commits"].value,
    "active": active_weeks,
    "people": SORTS["people"].value,
    "health": judge,
    "trends": trend,
}


def worked_out(catalog: Catalog) -> Worked:
    """Work out what is worth being kept, some 0.1 s for 5,400 packages."""
    from pkgtui.models.people import last_signs  # noqa: PLC0415 - no start needs it

    catalog.work_out(_COLUMNS, {})
    signs = tuple(None if sign == inf else sign for sign in last_signs(catalog))
    return Worked(
        seen=seen_at(catalog),
        **{name: tuple(catalog.columns[name].figures) for name in _COLUMNS},
        ranks=tuple(ranks(catalog)),
        signs=signs,
    )


def put_in(catalog: Catalog, worked: Worked) -> None:
    """Spare `catalog` working out what was `worked` out of one like it.

    Raises:
        ValueError: It was one of another number of packages.
    """
    columns = {name: Column(it, getattr(worked, name)) for name, it in _COLUMNS.items()}
    found = worked.ranks, worked.signs, *(column.figures for column in columns.values())
    if any(len(figures) != len(catalog.packages) for figures in found):
        raise ValueError("the figures are those of another catalog")
    take_seen_at(catalog, worked.seen)
    catalog.columns.update(columns)
    catalog.memo["ranks"] = worked.ranks
    catalog.memo["last signs"] = [inf if sign is None else sign for sign in worked.signs]

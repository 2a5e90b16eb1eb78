"""What has changed in the directory from one walk to the next, and how much of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from math import sqrt
from typing import Annotated

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Name, Package
from pkgtui.models.standing import Mark, marks
from pkgtui.phrases import count
from pkgtui.text import fold

MOST_AT_ONCE = 1_000
"""Changes kept of one walk; a month of the real directory brings a few hundred."""
MOST_KEPT = 3_000
"""Changes kept in all, the oldest are dropped first."""

_FEW, _MUCH = 50, 0.2
"""Entries that may come and go, and the share of all from which on nothing can be compared."""
_LEAST_STARS = 10
_TIMES_USUAL = 4
_ENOUGH_MOVED = 20


class Kind(StrEnum):
    """What can change, in the order in which people want to know it."""

    UNCOMPARED = "uncompared"
    ARCHIVED = "archived"
    GONE = "gone"
    MISSING = "missing"
    QUIET = "quiet"
    RELEASED = "released"
    AWAKE = "awake"
    RESTORED = "restored"
    NEW = "new"
    JOINED = "joined"
    LEFT = "left"
    STARS = "stars"
    GRID_NEW = "grid new"
    GRID_GONE = "grid gone"


OF_GRIDS = frozenset({Kind.GRID_NEW, Kind.GRID_GONE})
"""Kinds that concern a grid and no package."""
OF_MEMBERS = frozenset({Kind.JOINED, Kind.LEFT})
"""Kinds that concern a package and a grid."""
_ORDER = {kind: place for place, kind in enumerate(Kind)}


Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A time that can be compared with any other."""


class Named(msgspec.Struct, frozen=True, gc=False):
    """What a package or grid was called when it changed: it may no longer be in the catalog."""

    id: int
    slug: Name
    title: Name


class Change(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One thing that a walk found otherwise than the walk before.

    Attributes:
        seen_at: When the walk that found it ended; aware.
        package: Which package it concerns; None for a grid of its own, or the whole directory.
        grid: Which grid it concerns, if any.
        before: The version, the stars, or the mark before; of a catalog that could not be
            compared, its size in words.
        after: The same now. None means that there is none, or that nobody knows it.
    """

    kind: Kind
    seen_at: Moment
    package: Named | None = None
    grid: Named | None = None
    before: int | Name | None = None
    after: int | Name | None = None

    def __post_init__(self) -> None:
        """Refuse what is no change, whoever stored it.

        Raises:
            ValueError: It concerns something else than a change of its kind, or tells it otherwise.
        """
        has_package = self.kind not in OF_GRIDS | {Kind.UNCOMPARED}
        has_grid = self.kind in OF_GRIDS | OF_MEMBERS
        if (self.package is not None, self.grid is not None) != (has_package, has_grid):
            raise ValueError("The change concerns something else")
        stars = isinstance(self.before, int), isinstance(self.after, int)
        if stars != (self.kind is Kind.STARS,) * 2:
            raise ValueError("The change tells something else")


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What the walks into one cache have found, within bounds.

    Attributes:
        since: The end of the walk against which the first comparison was made.
        changes: The newest walk first; within a walk as `changes_between` has them.
        dropped: How many more there were: too many at once, or too old.
        archived: What was archived when the site last said; None while the newest catalog knows.
    """

    since: Moment
    changes: Annotated[tuple[Change, ...], msgspec.Meta(max_length=MOST_KEPT)] = ()
    dropped: int = 0
    archived: frozenset[int] | None = None


def followed(history: History, old: Catalog, new: Catalog) -> History:
    """Return `history`, which ends with `old`, continued to `new`, or begun anew."""
    if not _belong_together(old, new):
        return History(since=new.generation.synced_at)
    if old.archived is None:
        old = msgspec.structs.replace(old, archived=history.archived)
    found = changes_between(old, new)
    changes = (*found[:MOST_AT_ONCE], *history.changes)
    return History(
        since=history.since,
        changes=changes[:MOST_KEPT],
        dropped=history.dropped + len(found) + len(history.changes) - len(changes[:MOST_KEPT]),
        archived=old.archived if new.archived is None else None,
    )


def changes_since(history: History, visited: datetime | None) -> tuple[Change, ...]:
    """Return what was found after the walk that ended at `visited`; None stands for before all."""
    if visited is None:
        return history.changes
    return tuple(change for change in history.changes if change.seen_at > visited)


def changes_between(old: Catalog, new: Catalog) -> tuple[Change, ...]:
    """Return what has changed from `old` to `new`, by kind and then by name.

    Each is judged as of the end of its own walk. What one of them does not know has not changed.
    Members of a grid that is gone, and places of a package that is gone, are not told apart from
    it. Catalogs of which one is incomplete, a sample or of another site have nothing to tell, and
    where much came and went at once - a site half restored, a sitemap cut short - the one thing
    told is that.
    """
    if not _belong_together(old, new):
        return ()
    came_and_went = (
        (old.row_by_id.keys() ^ new.row_by_id.keys(), len(old.packages), len(new.packages)),
        (old.grid_by_id.keys() ^ new.grid_by_id.keys(), len(old.grids), len(new.grids)),
        (_turned(old, new), len(old.packages), len(new.packages)),
    )
    if any(len(ids) > max(_FEW, _MUCH * max(sizes)) for ids, *sizes in came_and_went):
        return (_change(new, Kind.UNCOMPARED, before=_size(old), after=_size(new)),)
    found = [*_of_packages(old, new), *_of_grids(old, new), *_of_stars(old, new)]
    return tuple(sorted(found, key=_rank))


def _belong_together(old: Catalog, new: Catalog) -> bool:
    before, after = old.generation, new.generation
    whole = before.complete and after.complete and not before.sample and not after.sample
    return whole and before.site_url == after.site_url


def _of_packages(old: Catalog, new: Catalog) -> Iterator[Change]:
    known, listed = _by_id(old), _by_id(new)
    # One that the site lists and that cannot be read looks like one that it no longer lists.
    unread = new.generation.refused > old.generation.refused
    for key, package in known.items():
        if key not in listed:
            kind = Kind.MISSING if unread else Kind.GONE
            yield _change(new, kind, package, before=package.version)
    for key, package in listed.items():
        if (before := known.get(key)) is None:
            yield _change(new, Kind.NEW, package, after=package.version)
            continue
        if before.version != package.version:
            yield _change(new, Kind.RELEASED, package, before=before.version, after=package.version)
        yield from _of_rest(old, before, new, package)
    for key in _turned(old, new):
        archived = new.is_archived(listed[key])
        yield _change(new, Kind.ARCHIVED if archived else Kind.RESTORED, listed[key])


def _of_rest(old: Catalog, before: Package, new: Catalog, after: Package) -> Iterator[Change]:
    """Tell whether a package went quiet, or dormant after that, or woke up."""
    if before.last_commit is None or after.last_commit is None:
        return
    was, now = _rest(old, before), _rest(new, after)
    if was is not now:
        kind = Kind.AWAKE if now is None or was is Mark.DORMANT else Kind.QUIET
        yield _change(new, kind, after, before=was, after=now)


def _rest(catalog: Catalog, package: Package) -> Mark | None:
    found = marks(catalog, package)
    return next((mark for mark in found if mark in (Mark.DORMANT, Mark.QUIET)), None)


def _turned(old: Catalog, new: Catalog) -> frozenset[int]:
    """The packages of both that became archived or came back."""
    if old.archived is None or new.archived is None:
        return frozenset()
    return (old.archived ^ new.archived) & old.row_by_id.keys() & new.row_by_id.keys()


def _of_grids(old: Catalog, new: Catalog) -> Iterator[Change]:
    for key, grid in old.grid_by_id.items():
        if key not in new.grid_by_id:
            yield _change(new, Kind.GRID_GONE, grid=grid)
    for key, grid in new.grid_by_id.items():
        before = old.grid_by_id.get(key)
        if before is None:
            yield _change(new, Kind.GRID_NEW, grid=grid)
        were, are = _members(old, before), _members(new, grid)
        for member in are - were:
            yield _change(new, Kind.JOINED, new.packages[new.row_by_id[member]], grid)
        for member in were - are:
            if member in new.row_by_id:
                yield _change(new, Kind.LEFT, new.packages[new.row_by_id[member]], grid)


def _members(catalog: Catalog, grid: Grid | None) -> set[int]:
    return set() if grid is None else catalog.row_by_id.keys() & set(grid.packages)


def _of_stars(old: Catalog, new: Catalog) -> Iterator[Change]:
    known, listed = _by_id(old), _by_id(new)
    figures = {
        key: (before, after)
        for key in known.keys() & listed.keys()
        if (before := known[key].stars) is not None and (after := listed[key].stars) is not None
    }
    usual = usual_move(figures.values())
    for key, (before, after) in figures.items():
        if abs(after - before) >= _LEAST_STARS and _move(before, after) > usual:
            yield _change(new, Kind.STARS, listed[key], before=before, after=after)


def usual_move(figures: Iterable[tuple[int, int]]) -> float:
    """Return up to which move stars, given as before and after, have moved no more than usual.

    A move is measured against the root of what there was: where stars arrive one by one that is
    how far chance alone takes a figure, so that 90 on 8,100 count like 10 on 100. Usual is four
    times what half of those that moved at all stay below, in this very walk: it may come a day or
    half a year after the last. It is never less than one root, and that where few have moved.
    """
    moved = sorted(_move(before, after) for before, after in figures if before != after)
    half = moved[len(moved) // 2] if len(moved) >= _ENOUGH_MOVED else 0.0
    return max(1.0, _TIMES_USUAL * half)


def _move(before: int, after: int) -> float:
    return abs(after - before) / sqrt(max(before, 1))


def _by_id(catalog: Catalog) -> Mapping[int, Package]:
    return {key: catalog.packages[row] for key, row in catalog.row_by_id.items()}


def _change(  # noqa: PLR0913 - the parts of a change
    new: Catalog,
    kind: Kind,
    package: Package | None = None,
    grid: Grid | None = None,
    *,
    before: int | str | None = None,
    after: int | str | None = None,
) -> Change:
    return Change(
        kind,
        new.generation.synced_at,
        None if package is None else Named(package.id, package.slug, package.title),
        None if grid is None else Named(grid.id, grid.slug, grid.title),
        before,
        after,
    )


def _size(catalog: Catalog) -> str:
    parts = [count(len(catalog.packages), "package"), count(len(catalog.grids), "grid")]
    if catalog.archived is not None:
        parts.append(f"{count(len(catalog.archived))} archived")
    return ", ".join(parts)


def _rank(change: Change) -> tuple[int, str, int, str, int]:
    package, grid = change.package, change.grid
    return (
        _ORDER[change.kind],
        fold(package.title) if package else "",
        package.id if package else 0,
        fold(grid.title) if grid else "",
        grid.id if grid else 0,
    )

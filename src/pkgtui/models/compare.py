"""Packages side by side: each fact a row, each package a column, and who is best in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from pkgtui import phrases
from pkgtui.models.activity import Trend
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.health import assess
from pkgtui.models.people import shared_people
from pkgtui.models.standing import Mark, marks
from pkgtui.text import one_line

WEEKS = "weeks"
"""The id of the row whose values are weeks of commits, to be drawn on one scale."""

_MOST_NAMED = 10
"""Names that a cell tells; the others are counted, and exports have them all."""
_TRENDS = {Trend.DOWN: 0, Trend.LEVEL: 1, Trend.UP: 2}
_SERIOUS_FIRST = tuple(Mark)


class Cell(msgspec.Struct, frozen=True):
    """What one fact says of one package.

    Attributes:
        text: In words for people, one line.
        value: What is compared and exported; None when it is not known.
    """

    text: str
    value: Any


class Fact(msgspec.Struct, frozen=True):
    """One row: what is known about each of the packages, in their order.

    Attributes:
        id: What exports call it.
        best: Positions of the packages than which no other is better; empty where all are equal,
            where nothing is known and where there is no better or worse, as with the category.
    """

    id: str
    label: str
    cells: tuple[Cell, ...]
    best: frozenset[int] = frozenset()

    @property
    def differs(self) -> bool:
        """Whether it tells the packages apart."""
        return any(cell.value != self.cells[0].value for cell in self.cells)


def compare(catalog: Catalog, packages: Sequence[Package], now: datetime) -> tuple[Fact, ...]:
    """What is known about each of `packages` in rows, as a person chooses by them."""
    facts = []
    for row in _ROWS:
        cells = tuple(row.cell(_Seen(catalog, package, now)) for package in packages)
        best = _best([cell.value for cell in cells], row.rank) if row.rank else frozenset()
        facts.append(Fact(row.id, row.label, cells, best))
    return (*facts, _grids(catalog, packages), _people(packages))


def differences(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Those of `facts` that tell the packages apart."""
    return tuple(fact for fact in facts if fact.differs)


def _best(values: Sequence[Any], rank: Callable[[Any], Any]) -> frozenset[int]:
    ranks = {at: rank(value) for at, value in enumerate(values) if value is not None}
    if not ranks or (len(ranks) == len(values) and len(set(ranks.values())) == 1):
        return frozenset()
    most = max(ranks.values())
    return frozenset(at for at, one in ranks.items() if one == most)


class _Seen(msgspec.Struct, frozen=True):
    """A package, with where and when it is looked at."""

    catalog: Catalog
    package: Package
    now: datetime


class _Row(msgspec.Struct, frozen=True):
    """How a fact is read; `rank` makes of a known value what is the larger the better."""

    id: str
    label: str
    cell: Callable[[_Seen], Cell]
    rank: Callable[[Any], Any] | None = None


def _same(value: Any) -> Any:
    return value


def _category(seen: _Seen) -> Cell:
    category = seen.catalog.category_of(seen.package)
    return _worded(one_line(category.title) if category else None)


def _health(seen: _Seen) -> Cell:
    health = assess(seen.catalog, seen.package)
    score = health.score
    return Cell(str(health.verdict) if score is None else f"{health.verdict} ({score})", score)


def _standing(seen: _Seen) -> Cell:
    found = marks(seen.catalog, seen.package)
    # Whether it is archived or at rest is not known where the site did not say.
    known = seen.catalog.archived is not None and seen.package.last_commit is not None
    words = ", ".join(found) or ("active" if known else phrases.UNKNOWN)
    return Cell(words, tuple(map(str, found)) if found or known else None)


def _few_marks(found: tuple[str, ...]) -> int:
    """The less serious the most serious mark, the better; best is none."""
    return _SERIOUS_FIRST.index(Mark(found[0])) if found else len(_SERIOUS_FIRST)


def _trend(seen: _Seen) -> Cell:
    trend = seen.package.activity.trend
    return _worded(None if trend is None else str(trend))


def _weeks(seen: _Seen) -> Cell:
    weeks = seen.package.commits_over_52
    return Cell(phrases.count(sum(weeks), "commit") if weeks else "no data", weeks or None)


def _people_known(seen: _Seen) -> Cell:
    return _counted(seen.package.team)


def _documented(seen: _Seen) -> Cell:
    link = seen.package.documentation_url
    if link is None:
        return Cell(phrases.UNKNOWN, None)
    return Cell("listed" if link else "not listed", bool(link))


def _commit(seen: _Seen) -> Cell:
    then = seen.package.last_commit
    text = f"{phrases.day(then)} ({phrases.ago(then, seen.now)})" if then else phrases.UNKNOWN
    return Cell(text, then)


def _dated(then: datetime | None) -> Cell:
    return Cell(phrases.day(then), then)


def _counted(number: int | None) -> Cell:
    return Cell(phrases.count(number), number)


def _worded(words: str | None) -> Cell:
    return Cell(words or phrases.UNKNOWN, words)


_ROWS = (
    _Row("category", "category", _category),
    _Row("health", "health", _health, _same),
    _Row("standing", "standing", _standing, _few_marks),
    _Row("stars", "stars", lambda it: _counted(it.package.stars), _same),
    _Row("forks", "forks", lambda it: _counted(it.package.forks), _same),
    _Row(WEEKS, "last 52 weeks", _weeks),
    _Row("commits", "commits", lambda it: _counted(it.package.activity.total), _same),
    _Row(
        "active_weeks", "active weeks", lambda it: _counted(it.package.activity.active_weeks), _same
    ),
    _Row("trend", "trend", _trend, lambda trend: _TRENDS[Trend(trend)]),
    _Row("last_commit", "last commit", _commit, _same),
    _Row(
        "version",
        "version",
        lambda it: Cell(it.package.version or "none listed", it.package.version),
    ),
    _Row("people", "people", _people_known, _same),
    _Row("bots", "bots", lambda it: _counted(len(it.package.bots) if it.package.names else None)),
    _Row("documentation", "documentation", _documented, _same),
    _Row("listed_since", "listed since", lambda it: _dated(it.package.created)),
    _Row("seen_by_site", "seen by the site", lambda it: _dated(it.package.last_fetched)),
)


def _grids(catalog: Catalog, packages: Sequence[Package]) -> Fact:
    """The grids that at least two of `packages` stand in."""
    of_each = [catalog.grids_of(package) for package in packages]
    counted = [grid.id for grids in of_each for grid in grids]
    shared = [[grid for grid in grids if counted.count(grid.id) > 1] for grids in of_each]
    cells = (_named([one_line(grid.title) for grid in grids]) for grids in shared)
    return Fact("shared_grids", "grids shared", tuple(cells))


def _people(packages: Sequence[Package]) -> Fact:
    """The people whom at least two of `packages` name."""
    shared = shared_people(packages)
    cells = (
        _named([one_line(name) for name, places in shared.items() if at in places])
        if package.names
        else Cell(phrases.UNKNOWN, None)
        for at, package in enumerate(packages)
    )
    return Fact("shared_people", "people shared", tuple(cells))


def _named(names: Sequence[str]) -> Cell:
    if not names:
        return Cell("none", ())
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    return Cell(f"{len(names):,}: {', '.join(names[:_MOST_NAMED])}{more}", tuple(names))

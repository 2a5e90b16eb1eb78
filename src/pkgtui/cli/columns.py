"""Packages as the commands list them: one line, or one object of JSON, for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from pkgtui import phrases
from pkgtui.cli.output import ListColumn
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.health import Verdict, score, verdict, verdict_of
from pkgtui.models.standing import marks


class Listed(msgspec.Struct, frozen=True, gc=False):
    """A package, with where and when it is looked at."""

    catalog: Catalog
    package: Package
    now: datetime

    @property
    def verdict(self) -> Verdict:
        """How well it is kept."""
        return verdict(self.catalog, self.package)

    @property
    def marks(self) -> tuple[str, ...]:
        """Why it may be dead."""
        return marks(self.catalog, self.package)

    @property
    def category(self) -> str | None:
        """The title of its category, None when that is not known."""
        category = self.catalog.category_of(self.package)
        return category.title if category else None

    @property
    def people(self) -> int | None:
        """How many people contribute, None when that is not known."""
        return self.package.team


def listed(catalog: Catalog, rows: Iterable[int], now: datetime) -> Sequence[Listed]:
    """Return the packages in these `rows` of `catalog` as they are at `now`."""
    return [Listed(catalog, catalog.packages[row], now) for row in rows]


def package_as_json(one: Listed) -> dict[str, Any]:
    """Return a package by the API's names, and in short what we make of it."""
    from pkgtui.models.exports import as_api  # noqa: PLC0415 - only JSON needs it

    points = score(one.catalog, one.package)
    return {
        **as_api(one.catalog, one.package),
        "marks": list(one.marks),
        "health": {"verdict": verdict_of(points), "score": points},
    }


def _counted(id_: str, title: str, number: Any, *, extra: bool = False) -> ListColumn:
    return ListColumn(
        id_, title, lambda it: phrases.count(number(it)), number, right=True, extra=extra
    )


def _worded(id_: str, title: str, words: Any, *, otherwise: str = phrases.UNKNOWN) -> ListColumn:
    return ListColumn(id_, title, lambda it: words(it) or otherwise, words, extra=True)


PACKAGE_COLUMNS: Sequence[ListColumn] = (
    ListColumn("slug", "package", lambda it: it.package.slug),
    _worded("name", "name", lambda it: it.package.title),
    _counted("stars", "stars", lambda it: it.package.stars),
    _counted("forks", "forks", lambda it: it.package.forks, extra=True),
    _counted("commits", "commits", lambda it: it.package.activity.total, extra=True),
    _worded("trend", "trend", lambda it: it.package.activity.trend),
    ListColumn(
        "commit",
        "last commit",
        lambda it: phrases.age(it.package.last_commit, it.now),
        lambda it: it.package.last_commit,
    ),
    ListColumn("health", "health", lambda it: it.verdict),
    _counted("score", "score", lambda it: score(it.catalog, it.package), extra=True),
    ListColumn("marks", "marks", lambda it: ", ".join(it.marks), lambda it: it.marks),
    ListColumn(
        "version",
        "version",
        lambda it: it.package.version or "no version",
        lambda it: it.package.version,
        muted=True,
    ),
    _counted("people", "people", lambda it: it.people, extra=True),
    _worded("category", "category", lambda it: it.category),
    ListColumn(
        "listed",
        "listed since",
        lambda it: phrases.month(it.package.created),
        lambda it: it.package.created,
        extra=True,
    ),
    _worded("description", "description", lambda it: it.package.description, otherwise=""),
    _worded("repo", "repository", lambda it: it.package.repo_url),
    _worded("docs", "documentation", lambda it: it.package.documentation_url),
    _worded("index", "on the index", lambda it: it.package.pypi_url),
    ListColumn(
        "grids",
        "grids",
        lambda it: ", ".join(grid.slug for grid in it.catalog.grids_of(it.package)),
        lambda it: [grid.slug for grid in it.catalog.grids_of(it.package)],
        extra=True,
    ),
)
"""What can be printed of a package; those by which lists are sorted have the same ids."""

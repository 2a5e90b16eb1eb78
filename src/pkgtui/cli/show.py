"""``pkgtui show``: everything the directory says about one package."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
import msgspec

from pkgtui import phrases
from pkgtui.cli.common import (
    Chosen,
    NoNetwork,
    pass_chosen,
    print_json,
)
from pkgtui.cli.completing import package_slugs
from pkgtui.cli.reading import read_catalog, reading_options, unknown_package
from pkgtui.models.activity import QUARTER, Activity
from pkgtui.models.alternatives import alternatives
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.exports import as_api
from pkgtui.models.health import Health, assess, verdict
from pkgtui.models.links import package_links
from pkgtui.models.standing import in_words, marks
from pkgtui.text import emojize, one_line
from pkgtui.tui.present import Glyphs, glyphs_for, sparkline

_SPARKLINE_CELLS = 52
_BEST = 3
"""Alternatives that are told."""
_MOST_GRIDS = 20  # each costs a request

Entry = TypeVar("Entry", Category, Grid)


@click.command
@click.argument("key", metavar="SLUG_OR_ID", shell_complete=package_slugs)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@reading_options
@pass_chosen
def show(chosen: Chosen, key: str, *, as_json: bool) -> None:
    """Show one package, from the cache or else from the site."""
    cached = read_catalog(chosen)
    catalog = cached.catalog
    package = catalog.package(key) if catalog else None
    if catalog is None or package is None:
        if chosen.demo or not chosen.settings.asks_site:
            raise unknown_package(key, catalog) if catalog else cached.missing()
        catalog, package = _ask_site(chosen.settings.site_url, key, catalog)
    if as_json:
        print_json(_as_json(catalog, package))
    else:
        click.echo("\n".join(_lines(catalog, package, glyphs_for(os.environ))))


def _ask_site(site_url: str, key: str, known: Catalog | None) -> tuple[Catalog, Package]:
    """Return a catalog of the one package, its grids and its category, and the package."""
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx with it
    from pkgtui.api.errors import ApiError, NotFound  # noqa: PLC0415 - likewise

    async def ask() -> tuple[Package, list[Grid], list[Category]]:
        async with SiteClient(site_url) as client:
            package = await client.package(key)
            named = package.grids[:_MOST_GRIDS]
            grids = await asyncio.gather(*map(client.grid, named), return_exceptions=True)
            wanted = [] if package.category is None else [package.category]
            categories = await asyncio.gather(*map(client.category, wanted), return_exceptions=True)
        return package, _arrived(grids), _arrived(categories)

    try:
        package, grids, categories = asyncio.run(ask())
    except NotFound as error:
        raise unknown_package(key, known) from error
    except ApiError as error:
        raise NoNetwork(error, "The package is not cached", error.advice) from error
    generation = Generation(site_url=site_url, synced_at=datetime.now(UTC), complete=False)
    return Catalog(generation, (package,), tuple(grids), tuple(categories)), package


def _arrived(answers: Iterable[Entry | BaseException]) -> list[Entry]:
    """Leave out what failed: the package is worth showing without the name of a grid."""
    from pkgtui.api.errors import ApiError  # noqa: PLC0415 - httpx with it

    arrived = []
    for answer in answers:
        if not isinstance(answer, BaseException):
            arrived.append(answer)
        elif not isinstance(answer, ApiError):
            raise answer
    return arrived


def _as_json(catalog: Catalog, package: Package) -> Mapping[str, Any]:
    """Return what the site says of `package`, by the API's names, and what we make of it."""
    return {
        **as_api(catalog, package),
        "marks": list(marks(catalog, package)),
        "health": msgspec.to_builtins(assess(catalog, package)),
    }


def _lines(catalog: Catalog, package: Package, glyphs: Glyphs) -> list[str]:
    """Describe `package` in aligned lines."""
    now = datetime.now(UTC)
    category = catalog.category_of(package)
    kind = one_line(category.title) if category else phrases.UNKNOWN
    grids = [one_line(grid.title) for grid in catalog.grids_of(package)]
    facts = [
        ("version", one_line(package.version or phrases.UNKNOWN)),
        ("category", kind),
        ("stars", phrases.count(package.stars)),
        ("forks", phrases.count(package.forks)),
        ("last commit", _dated(package.last_commit, now)),
        ("commits", _commits(package.activity, glyphs)),
        ("", sparkline(package.commits_over_52, _SPARKLINE_CELLS, glyphs).strip()),
        ("participants", _participants(package)),
        ("grids", f" {glyphs.dot} ".join(grids) or "none"),
        ("listed since", phrases.month(package.created)),
    ]
    told = [in_words(catalog, package, mark) for mark in marks(catalog, package)]
    facts.append(("standing", f" {glyphs.dot} ".join(told)))
    facts += _instead(catalog, package, glyphs)
    facts += _health(assess(catalog, package), glyphs)
    facts += [
        (link.label.lower(), link.shown)
        for link in package_links(package, catalog.generation.site_url)
    ]
    facts += [
        ("seen by site", phrases.day(package.last_fetched)),
        ("fetched", phrases.ago(catalog.fetched_at(package), now)),
    ]
    width = max(len(name) for name, _ in facts)
    title = click.style(one_line(package.title), bold=True)
    description = one_line(emojize(package.description, plain=not glyphs.emoji))
    head: Sequence[str] = [f"{title} ({package.slug}, {package.id})", description, ""]
    return [*head, *(f"{name:<{width}}  {value}" for name, value in facts if value)]


def _health(health: Health, glyphs: Glyphs) -> list[tuple[str, str]]:
    """The verdict, and under it what it is made of: points, weight, what is the case."""
    score = "" if health.score is None else f", {health.score} of 100"
    lines = [f"{glyphs.health[health.verdict]} {health.verdict}{score}", *health.limits]
    for signal in health.signals:
        points = "?" if signal.points is None else signal.points
        told = f"{signal.name}: {one_line(signal.value)}"
        lines.append(f"{points:>3} x {signal.weight:>2}  {told}")
    return [("" if at else "health", line) for at, line in enumerate(lines)]


def _instead(catalog: Catalog, package: Package, glyphs: Glyphs) -> list[tuple[str, str]]:
    """The best of what could stand in for it, with its health and the reason."""
    lines = []
    for one in alternatives(catalog, package)[:_BEST]:
        other = catalog.packages[one.row]
        judged = verdict(catalog, other)
        lines.append(f"{one_line(other.slug)} {glyphs.health[judged]} {judged}: {one.reason}")
    return [("" if at else "instead", line) for at, line in enumerate(lines)]


def _dated(then: datetime | None, now: datetime) -> str:
    return phrases.UNKNOWN if then is None else f"{phrases.day(then)} ({phrases.ago(then, now)})"


def _commits(activity: Activity, glyphs: Glyphs) -> str:
    if not activity.known:
        return phrases.UNKNOWN
    span = f"in the {phrases.count(len(activity.weeks), 'week')} to {phrases.day(activity.ends)}"
    if not activity.total:
        return f"none {span}"
    words = f"{phrases.count(activity.total)} {span}, peak {phrases.count(activity.peak)}"
    if activity.trend is None:
        return words
    return (
        f"{words}, {QUARTER} weeks {phrases.count(activity.recent)}"
        f" against {phrases.count(activity.before)} {glyphs.trend[activity.trend]}"
    )


def _participants(package: Package) -> str:
    if not package.names:
        return "none known"
    return phrases.people(len(package.people), len(package.bots), package.unnamed)

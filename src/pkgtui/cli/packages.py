"""``pkgtui packages``: the packages that a filter asks for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from pkgtui import phrases
from pkgtui.cli.common import Chosen, note, pass_chosen, print_json, shared_options
from pkgtui.cli.filtering import read_filter, read_order
from pkgtui.cli.reading import read_catalog, read_personal
from pkgtui.models.catalog import Catalog
from pkgtui.models.exports import as_api
from pkgtui.models.health import scores, verdict_of
from pkgtui.models.query import match_rows
from pkgtui.models.sorting import BY_STARS, SORTS, sort_rows
from pkgtui.models.standing import marks_by_row
from pkgtui.text import fit, one_line
from pkgtui.tui.present import Glyphs, glyphs_for

_WIDEST_SLUG, _WIDEST_VERSION = 40, 12


class Found(msgspec.Struct, frozen=True):
    """What ``packages --json`` and ``grids --json`` print.

    Attributes:
        count: How many items follow.
        total: How many there are.
    """

    count: int
    total: int
    items: list[dict[str, Any]]


@click.command
@click.argument("words", metavar="[FILTER]...", nargs=-1)
@click.option("--sort", "order", default="", metavar="ORDER", help="Such as health,-stars.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--limit", type=click.IntRange(min=1), help="Packages at most.")
@shared_options
@pass_chosen
def packages(
    chosen: Chosen, words: tuple[str, ...], order: str, *, as_json: bool, limit: int | None
) -> None:
    """List the packages that FILTER asks for, from the cache; without one all of them.

    Such as: pkgtui packages 'queue stars:>200 -is:stale'. What begins with a minus stands in
    quotes with other words, or behind --.
    """
    asked = read_filter(words)
    ordered = read_order(order, SORTS, BY_STARS)
    cached = read_catalog(chosen)
    catalog = cached.catalog
    if catalog is None:
        raise cached.missing()
    now = datetime.now(UTC)
    matching = match_rows(catalog, catalog.all_rows, asked, now, read_personal(chosen))
    rows = sort_rows(catalog, matching, ordered)[:limit]
    if as_json:
        items = [_as_json(catalog, row, now) for row in rows]
        print_json(Found(len(items), len(matching), items))
        return
    for line in _lines(catalog, rows, now, glyphs_for(os.environ)):
        click.echo(line)
    if not rows:
        note("No package matches")
    elif len(rows) < len(matching):
        note(f"These are {len(rows):,} of {phrases.count(len(matching), 'package')}")


def _as_json(catalog: Catalog, row: int, now: datetime) -> dict[str, Any]:
    """Return a package by the API's names, and in short what we make of it."""
    score = scores(catalog, now)[row]
    return {
        **as_api(catalog, catalog.packages[row]),
        "marks": list(marks_by_row(catalog, now)[row]),
        "health": {"verdict": verdict_of(score), "score": score},
    }


def _lines(catalog: Catalog, rows: Sequence[int], now: datetime, glyphs: Glyphs) -> list[str]:
    """Tell each package in a line: slug, stars, last commit, health, mark and version."""
    shown = [catalog.packages[row] for row in rows]
    width = min(max((len(it.slug) for it in shown), default=0), _WIDEST_SLUG)
    judged, marked = scores(catalog, now), marks_by_row(catalog, now)
    lines = []
    for row, package in zip(rows, shown, strict=True):
        stars = f"{glyphs.star} {phrases.count(package.stars)}"
        mark = next(iter(marked[row]), "")
        cells = (
            f"{package.slug:<{width}}",
            f"{stars:>9}",
            f"{phrases.age(package.last_commit, now):>9}",
            f"{verdict_of(judged[row]):<7}",
            f"{mark:<10}",
            fit(one_line(package.version or "no version"), _WIDEST_VERSION, glyphs.ellipsis),
        )
        lines.append("  ".join(cells).rstrip())
    return lines

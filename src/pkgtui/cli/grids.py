"""``pkgtui grids``: the grids that a filter asks for."""

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
from pkgtui.cli.packages import Found
from pkgtui.cli.reading import read_catalog
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid
from pkgtui.models.order import SortKey
from pkgtui.models.query import GRID_KEYS, match_grids
from pkgtui.models.sorting import GRID_SORTS, grid_activity, grid_stars, sort_grids
from pkgtui.text import one_line
from pkgtui.tui.present import glyphs_for

_WIDEST_SLUG = 40
_BY_MEMBERS = (SortKey("members"),)


@click.command
@click.argument("words", metavar="[FILTER]...", nargs=-1)
@click.option("--sort", "order", default="", metavar="ORDER", help="Such as stars or -members.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--limit", type=click.IntRange(min=1), help="Grids at most.")
@shared_options
@pass_chosen
def grids(
    chosen: Chosen, words: tuple[str, ...], order: str, *, as_json: bool, limit: int | None
) -> None:
    """List the grids that FILTER asks for, from the cache; without one all of them.

    Such as: pkgtui grids 'queue members:>5'.
    """
    asked = read_filter(words, GRID_KEYS)
    ordered = read_order(order, GRID_SORTS, _BY_MEMBERS)
    cached = read_catalog(chosen)
    catalog = cached.catalog
    if catalog is None:
        raise cached.missing()
    matching = match_grids(catalog, catalog.grids, asked, datetime.now(UTC))
    shown = sort_grids(catalog, matching, ordered)[:limit]
    if as_json:
        items = [_as_json(catalog, grid) for grid in shown]
        print_json(Found(len(items), len(matching), items))
        return
    for line in _lines(catalog, shown):
        click.echo(line)
    if not shown:
        note("No grid matches")
    elif len(shown) < len(matching):
        note(f"These are {len(shown):,} of {phrases.count(len(matching), 'grid')}")


def _as_json(catalog: Catalog, grid: Grid) -> dict[str, Any]:
    """Return a grid by the API's names, its members by their slugs, and what they have together."""
    facts = msgspec.to_builtins(msgspec.structs.asdict(grid))
    members = [catalog.packages[row].slug for row in catalog.grid_rows(grid)]
    together = {"stars": grid_stars(catalog, grid), "commits": grid_activity(catalog, grid)}
    return {**facts, "packages": members, **together}


def _lines(catalog: Catalog, shown: Sequence[Grid]) -> list[str]:
    """Tell each grid in a line: slug, members, stars and title."""
    width = min(max((len(grid.slug) for grid in shown), default=0), _WIDEST_SLUG)
    star = glyphs_for(os.environ).star
    lines = []
    for grid in shown:
        members = phrases.count(len(grid.packages), "package")
        stars = f"{star} {phrases.count(grid_stars(catalog, grid))}"
        lines.append(f"{grid.slug:<{width}}  {members:>12}  {stars:>9}  {one_line(grid.title)}")
    return lines

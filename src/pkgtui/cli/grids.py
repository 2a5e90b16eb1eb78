"""``pkgtui grids``: the grids that a filter asks for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from pkgtui import phrases
from pkgtui.cli.common import Chosen, pass_chosen
from pkgtui.cli.completing import grid_filter_words
from pkgtui.cli.filtering import FilterCommand, read_filter, read_order
from pkgtui.cli.output import ListColumn, Output, list_options, print_list
from pkgtui.cli.reading import need_catalog, read_personal, reading_options
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid
from pkgtui.models.order import SortKey
from pkgtui.models.own_grids import is_own, own_grids
from pkgtui.models.sorting import GRID_SORTS, grid_activity, grid_stars, sort_grids

_BY_MEMBERS = (SortKey("members"),)


class ListedGrid(msgspec.Struct, frozen=True, gc=False):
    """A grid, with the catalog that holds its members."""

    catalog: Catalog
    grid: Grid

    @property
    def members(self) -> int:
        """How many of its members are in the directory."""
        return len(self.catalog.grid_rows(self.grid))

    @property
    def stars(self) -> int | None:
        """Of all members together, None when no member's are known."""
        return grid_stars(self.catalog, self.grid)

    @property
    def commits(self) -> int | None:
        """In 52 weeks, of all members together; None when no member's are known."""
        return grid_activity(self.catalog, self.grid)


def grid_as_json(one: ListedGrid) -> dict[str, Any]:
    """Return a grid by the API's names, its members by their slugs, and what they have together."""
    catalog, grid = one.catalog, one.grid
    facts = msgspec.to_builtins(msgspec.structs.asdict(grid))
    if own := is_own(grid):
        facts["id"] = None
    members = [catalog.packages[row].slug for row in catalog.grid_rows(grid)]
    together = {"stars": one.stars, "commits": one.commits}
    return {**facts, "packages": members, **together, "own": own}


COLUMNS: Sequence[ListColumn] = (
    ListColumn("slug", "grid", lambda it: it.grid.slug),
    ListColumn(
        "members",
        "packages",
        lambda it: phrases.count(it.members),
        lambda it: it.members,
        right=True,
    ),
    ListColumn(
        "activity",
        "commits",
        lambda it: phrases.count(it.commits),
        lambda it: it.commits,
        right=True,
        extra=True,
    ),
    ListColumn(
        "stars", "stars", lambda it: phrases.count(it.stars), lambda it: it.stars, right=True
    ),
    ListColumn("title", "title", lambda it: it.grid.title),
    ListColumn("description", "description", lambda it: it.grid.description, extra=True),
)


@click.command(cls=FilterCommand)
@click.argument("words", metavar="[FILTER]...", nargs=-1, shell_complete=grid_filter_words)
@click.option("--sort", "order", default="", metavar="ORDER", help="Such as stars or -members.")
@list_options(COLUMNS)
@reading_options
@pass_chosen
def grids(chosen: Chosen, words: tuple[str, ...], order: str, output: Output) -> None:
    """List the grids that FILTER asks for.

    Without a filter all of them, your own included. Such as: pkgtui grids 'queue members:>5'.
    """
    asked = read_filter(words, of_grids=True)
    ordered = read_order(order, GRID_SORTS, _BY_MEMBERS)
    catalog = need_catalog(chosen)
    every = (*own_grids(catalog, read_personal(chosen)), *catalog.grids)
    matching: Sequence[Grid] = every
    if asked is not None:
        from pkgtui.models.query import match_grids  # noqa: PLC0415 - as reading it

        matching = match_grids(catalog, every, asked, datetime.now(UTC))
    print_list(
        output,
        [ListedGrid(catalog, grid) for grid in sort_grids(catalog, matching, ordered)],
        total=len(every),
        as_json=grid_as_json,
        of="grid",
    )

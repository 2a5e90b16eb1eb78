"""``pkgtui grid``: the members of one grid."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from pkgtui.cli.columns import listed, package_as_json
from pkgtui.cli.common import Chosen, pass_chosen
from pkgtui.cli.completing import grid_slugs
from pkgtui.cli.filtering import FilterCommand
from pkgtui.cli.grids import ListedGrid, grid_as_json
from pkgtui.cli.looking import Look, look_options
from pkgtui.cli.output import print_list
from pkgtui.cli.reading import need_catalog, read_personal, reading_options, unknown
from pkgtui.models.own_grids import find_grid, own_grids, own_key


@click.command(cls=FilterCommand)
@click.argument("key", metavar="SLUG_OR_ID", shell_complete=grid_slugs)
@look_options()
@reading_options
@pass_chosen
def grid(chosen: Chosen, key: str, look: Look) -> None:
    """List the members of a grid.

    FILTER leaves those that it asks for. A grid of your own is found by its name.
    """
    catalog, personal = need_catalog(chosen), read_personal(chosen)
    found = find_grid(catalog, personal, key) or find_grid(catalog, personal, own_key(key))
    if found is None:
        own = (one.slug for one in own_grids(catalog, personal))
        raise unknown("grid", key, (*own, *catalog.grid_by_slug))
    now = datetime.now(UTC)
    members = catalog.grid_rows(found)
    print_list(
        look.output,
        listed(catalog, look.rows(chosen, catalog, members, now), now),
        total=len(members),
        as_json=package_as_json,
        of="package",
        more={"grid": grid_as_json(ListedGrid(catalog, found))},
    )

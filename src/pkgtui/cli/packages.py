"""``pkgtui packages``: the packages that a filter asks for."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from pkgtui.cli.columns import listed, package_as_json
from pkgtui.cli.common import Chosen, pass_chosen
from pkgtui.cli.filtering import FilterCommand
from pkgtui.cli.looking import Look, look_options
from pkgtui.cli.output import print_list
from pkgtui.cli.reading import need_catalog, reading_options


@click.command(cls=FilterCommand)
@look_options()
@reading_options
@pass_chosen
def packages(chosen: Chosen, look: Look) -> None:
    """List the packages that FILTER asks for.

    Without a filter all of them. Such as: pkgtui packages queue 'stars:>200' -is:stale.
    """
    catalog, now = need_catalog(chosen), datetime.now(UTC)
    rows = look.rows(chosen, catalog, catalog.all_rows, now)
    print_list(
        look.output,
        listed(catalog, rows, now),
        total=len(catalog.packages),
        as_json=package_as_json,
        of="package",
    )

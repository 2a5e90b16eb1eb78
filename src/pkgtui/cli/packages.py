"""``pkgtui packages``: the packages that a filter asks for."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from pkgtui.cli.columns import PACKAGE_COLUMNS, listed, package_as_json
from pkgtui.cli.common import Chosen, pass_chosen, shared_options
from pkgtui.cli.filtering import read_filter, read_order
from pkgtui.cli.output import Output, list_options, print_list
from pkgtui.cli.reading import read_catalog, read_personal
from pkgtui.models.query import match_rows
from pkgtui.models.sorting import BY_STARS, SORTS, sort_rows


@click.command
@click.argument("words", metavar="[FILTER]...", nargs=-1)
@click.option("--sort", "order", default="", metavar="ORDER", help="Such as health,-stars.")
@list_options(PACKAGE_COLUMNS)
@shared_options
@pass_chosen
def packages(chosen: Chosen, words: tuple[str, ...], order: str, output: Output) -> None:
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
    rows = sort_rows(catalog, matching, ordered)
    print_list(
        output,
        listed(catalog, rows, now),
        total=len(catalog.packages),
        as_json=package_as_json,
        of="package",
    )

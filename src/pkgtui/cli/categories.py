"""``pkgtui categories``: the kinds of packages, and how many there are of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click
import msgspec

from pkgtui import phrases
from pkgtui.cli.common import Chosen, pass_chosen
from pkgtui.cli.output import ListColumn, Output, list_options, print_list
from pkgtui.cli.reading import need_catalog, reading_options
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Category


class Shelf(msgspec.Struct, frozen=True):
    """A category with the number of its packages; None for what is in none."""

    category: Category | None
    packages: int

    @property
    def slug(self) -> str:
        """What ``cat:`` in a filter finds it by."""
        return self.category.slug if self.category else phrases.UNKNOWN

    @property
    def title(self) -> str:
        """What people read."""
        one = self.category
        return one.title_plural or one.title if one else "No category"

    @property
    def description(self) -> str:
        """What the site says of it."""
        return self.category.description if self.category else ""


COLUMNS: Sequence[ListColumn] = (
    ListColumn("slug", "category", lambda it: it.slug),
    ListColumn(
        "packages",
        "packages",
        lambda it: phrases.count(it.packages),
        lambda it: it.packages,
        right=True,
    ),
    ListColumn("title", "title", lambda it: it.title),
    ListColumn("description", "description", lambda it: it.description, extra=True),
)


@click.command
@list_options(COLUMNS)
@reading_options
@pass_chosen
def categories(chosen: Chosen, output: Output) -> None:
    """List the categories, the fullest first."""
    found = _shelves(need_catalog(chosen))
    print_list(output, found, total=len(found), as_json=_as_json, of="category", many="categories")


def _shelves(catalog: Catalog) -> list[Shelf]:
    rows = catalog.rows_by_category
    found = [Shelf(one, len(rows.get(one.id, ()))) for one in catalog.categories]
    found.sort(key=lambda shelf: (-shelf.packages, shelf.title))
    rest = rows.get(None, ())
    return [*found, *[Shelf(None, len(rest))] * bool(rest)]


def _as_json(shelf: Shelf) -> dict[str, Any]:
    """Return a category by the API's names, null where it is none, and how many packages it has."""
    facts = (
        msgspec.structs.asdict(shelf.category)
        if shelf.category
        else dict.fromkeys(Category.__struct_fields__)
    )
    return {**msgspec.to_builtins(facts), "package_count": shelf.packages}

"""The grids a person made, as grids like any other."""

from __future__ import annotations

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid
from pkgtui.models.personal import Personal

_OWN = "own:"
"""Begins the slug of a person's grid; the site's slugs hold no colon."""


def own_grids(catalog: Catalog, personal: Personal) -> list[Grid]:
    """The person's grids with the packages that `catalog` has.

    Their ids are below 0, and so are those of members that are not in the directory.
    """
    return [
        Grid(
            id=-number,
            title=name,
            slug=own_key(name),
            description="Your own grid.",
            is_locked=False,
            packages=tuple(
                -at if (row := catalog.row_by_slug.get(slug)) is None else catalog.packages[row].id
                for at, slug in enumerate(slugs, start=1)
            ),
            header=False,
            created=None,
            modified=None,
        )
        for number, (name, slugs) in enumerate(personal.grids.items(), start=1)
    ]


def find_grid(catalog: Catalog, personal: Personal, key: int | str) -> Grid | None:
    """Find a grid of the site by id or slug, or one of the person's by `own_key`."""
    if isinstance(key, str) and key.startswith(_OWN):
        return next((one for one in own_grids(catalog, personal) if one.slug == key), None)
    return catalog.grid(key)


def own_key(name: str) -> str:
    """What the person's grid `name` is found by."""
    return f"{_OWN}{name}"


def is_own(grid: Grid) -> bool:
    """Whether the person made `grid`."""
    return grid.slug.startswith(_OWN)

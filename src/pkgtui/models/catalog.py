"""One generation of the directory: everything the program knows, immutable and indexed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import msgspec

from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.sequences import Laid
from pkgtui.models.texts import Texts

Rows = Sequence[int]
"""A view of the catalog: positions in `Catalog.packages`, in the order to be shown."""


class Generation(msgspec.Struct, frozen=True, kw_only=True):
    """Where a catalog comes from and how much of it can be trusted.

    Attributes:
        site_url: The directory it was taken from.
        synced_at: When the walk ended; aware.
        complete: False for what a first walk has gathered so far.
        refused: Items the site sent that could not be read.
        sample: True for the built-in sample.
    """

    site_url: str
    synced_at: datetime
    complete: bool = True
    refused: int = 0
    sample: bool = False


Figure = TypeVar("Figure")
Value = Callable[["Catalog", Package], Figure]
"""What is worked out of one package, looking at no other."""


class Column(NamedTuple):
    """What was worked out of every package, by row, and how."""

    value: Value[Any]
    figures: Sequence[Any]

    def changed(self, added: int, fresh: Mapping[int, Any]) -> Column:
        """Return it behind `added` new rows, with the `fresh` figures at their rows."""
        if isinstance(self.figures, Texts):
            return Column(self.value, self.figures.changed(added, fresh))
        figures = [*(None for _ in range(added)), *self.figures]
        for row, figure in fresh.items():
            figures[row] = figure
        return Column(self.value, figures)


def package_id(_: Catalog, package: Package) -> int:
    """The id."""
    return package.id


def package_slug(_: Catalog, package: Package) -> str:
    """The slug."""
    return package.slug


def category_id(_: Catalog, package: Package) -> int | None:
    """The id of the category."""
    return package.category


class Catalog(msgspec.Struct, frozen=True, eq=False, dict=True):
    """All packages, grids and categories of one walk, and the indexes over them.

    Attributes:
        packages: Newest first, as the site lists them.
        archived: Ids that the site no longer counts as active (deprecated, archived or
            replaced); None when the site did not say.
        refreshed: When single packages were asked for again after the walk.
    """

    generation: Generation
    packages: Sequence[Package]
    grids: tuple[Grid, ...]
    categories: tuple[Category, ...]
    archived: frozenset[int] | None = None
    refreshed: Mapping[int, datetime] = {}

    @cached_property
    def row_by_id(self) -> Mapping[int, int]:
        """Position of each package by its id."""
        return {key: row for row, key in enumerate(self.column("ids", package_id))}

    @cached_property
    def row_by_slug(self) -> Mapping[str, int]:
        """Position of each package by its slug; of doubles the newest counts."""
        slugs = self.column("slugs", package_slug)
        return {slugs[row]: row for row in range(len(slugs) - 1, -1, -1)}

    @cached_property
    def grid_by_id(self) -> Mapping[int, Grid]:
        """Each grid by its id."""
        return {grid.id: grid for grid in self.grids}

    @cached_property
    def grid_by_slug(self) -> Mapping[str, Grid]:
        """Each grid by its slug."""
        return {grid.slug: grid for grid in reversed(self.grids)}

    @cached_property
    def category_by_id(self) -> Mapping[int, Category]:
        """Each category by its id."""
        return {category.id: category for category in self.categories}

    @cached_property
    def rows_by_category(self) -> Mapping[int | None, Rows]:
        """The packages of each category; under None those whose category is not known."""
        found: dict[int | None, list[int]] = {}
        for row, category in enumerate(self.column("categories", category_id)):
            key = category if category in self.category_by_id else None
            found.setdefault(key, []).append(row)
        return found

    @cached_property
    def rows_by_participant(self) -> Mapping[str, Rows]:
        """The packages each participant contributes to, newest first."""
        found: dict[str, list[int]] = {}
        for row, package in enumerate(self.packages):
            for name in dict.fromkeys(package.participants):
                found.setdefault(name, []).append(row)
        # Most have one row, and a tuple of one takes half the memory of such a list.
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def memo(self) -> dict[str, Any]:
        """Where rules keep what they work out from all packages together."""
        return {}

    @cached_property
    def walk_memo(self) -> dict[str, Any]:
        """Where rules keep what holds for the walk, whichever packages are refreshed after it."""
        return {}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """What has been worked out of each package, by the names given to `column`."""
        return {}

    def column(self, name: str, value: Value[Figure]) -> Sequence[Figure]:
        """Return `value` of every package, by row, worked out once and kept under `name`.

        Whoever asks for a name means the same by it, or gets what another has worked out.
        """
        if name not in self.columns:
            self.work_out({name: value}, {})
        return self.columns[name].figures

    def texts(self, name: str, value: Value[str]) -> Texts:
        """Return `value` of every package as `column` does, to be looked through."""
        if name not in self.columns:
            self.work_out({}, {name: value})
        texts: Texts = self.columns[name].figures  # type: ignore[assignment]  # by its name
        return texts

    def work_out(self, values: Mapping[str, Value[Any]], texts: Mapping[str, Value[str]]) -> None:
        """Work out what is not kept yet of `values` for `column` and of `texts`, by their names.

        Each package is read once for all of them.
        """
        wanted = {**values, **texts}
        missing = {name: value for name, value in wanted.items() if name not in self.columns}
        found: dict[str, list[Any]] = {name: [] for name in missing}
        adders = [(found[name].append, value) for name, value in missing.items()]
        for package in self.packages if missing else ():
            for add, value in adders:
                add(value(self, package))
        for name, value in missing.items():
            figures = Texts(found.pop(name)) if name in texts else found[name]
            self.columns[name] = Column(value, figures)

    def figure(self, name: str, value: Value[Figure], package: Package) -> Figure:
        """Return `value` of `package` alone, from the column of that `name` if there is one."""
        kept, row = self.columns.get(name), self.row_by_id.get(package.id)
        if kept is None or row is None or self.packages[row] != package:
            return value(self, package)
        figure: Figure = kept.figures[row]
        return figure

    @property
    def all_rows(self) -> Rows:
        """Every package."""
        return range(len(self.packages))

    def grid_rows(self, grid: Grid) -> Rows:
        """The members of `grid` that the catalog holds, in the site's order."""
        rows = self.row_by_id
        return [rows[member] for member in grid.packages if member in rows]

    def package(self, key: int | str) -> Package | None:
        """Find a package by id or slug; a text of digits is an id first, then a slug."""
        row = self.row_by_id.get(key) if isinstance(key, int) else self._row_of(key)
        return None if row is None else self.packages[row]

    def grid(self, key: int | str) -> Grid | None:
        """Find a grid by id or slug; a text of digits is an id first, then a slug."""
        if isinstance(key, int):
            return self.grid_by_id.get(key)
        number = as_id(key)
        by_id = None if number is None else self.grid_by_id.get(number)
        return by_id or self.grid_by_slug.get(key)

    def category_of(self, package: Package) -> Category | None:
        """The category of `package`, None when it is not known."""
        return None if package.category is None else self.category_by_id.get(package.category)

    def grids_of(self, package: Package) -> Sequence[Grid]:
        """The grids `package` stands in, in the site's order."""
        return [self.grid_by_id[key] for key in package.grids if key in self.grid_by_id]

    def is_archived(self, package: Package) -> bool | None:
        """Whether the site counts `package` as no longer active; None when it did not say."""
        return None if self.archived is None else package.id in self.archived

    def fetched_at(self, package: Package) -> datetime:
        """When `package` was last asked for."""
        return self.refreshed.get(package.id, self.generation.synced_at)

    def is_stale(self, now: datetime, fresh_for: timedelta) -> bool:
        """Whether the walk is older than `fresh_for`, or was never finished."""
        return not self.generation.complete or now - self.generation.synced_at >= fresh_for

    def with_packages(self, fresh: Mapping[int, tuple[Package, datetime]]) -> Catalog:
        """Return a catalog in which `fresh` packages, by their ids, replace or join the others.

        With each stands when it was asked for. Of what was worked out for every package only
        theirs is worked out anew.
        """
        rows = self.row_by_id
        added = [package for key, (package, _) in fresh.items() if key not in rows]
        replaced = {
            rows[key] + len(added): fresh[key][0]
            for key in fresh.keys() & rows.keys()
            if self.packages[rows[key]] != fresh[key][0]
        }
        changed = [*range(len(added)), *replaced]
        packages = Laid(self.packages, added, replaced) if changed else self.packages
        asked = {key: fetched_at for key, (_, fetched_at) in fresh.items()}
        catalog = msgspec.structs.replace(
            self,
            packages=packages,
            refreshed={**self.refreshed, **asked},
        )
        catalog.walk_memo.update(self.walk_memo)
        catalog.memo.update({} if changed else self.memo)
        # Copied, because another thread may be working out a further column.
        for name, column in self.columns.copy().items():
            figures = {row: column.value(catalog, packages[row]) for row in changed}
            catalog.columns[name] = column.changed(len(added), figures)
        return catalog

    def _row_of(self, key: str) -> int | None:
        number = as_id(key)
        row = None if number is None else self.row_by_id.get(number)
        return self.row_by_slug.get(key) if row is None else row


def as_id(key: str) -> int | None:
    """Read `key` as an id: one to 18 ASCII digits; None otherwise."""
    return int(key) if key.isascii() and key.isdigit() and len(key) <= _ID_DIGITS else None


_ID_DIGITS = 18

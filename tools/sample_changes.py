"""What the sample's last weeks brought: invented, and of invented packages and grids alone."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import islice

from msgspec.structs import replace
from tests.server.recorded import THE_FIVE, recording

from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import History, followed
from pkgtui.models.entries import Grid, Package

_WEEK = timedelta(weeks=1)
_SEED = 11
_STARS = 50
"""Stars of packages that are known well enough to have something happen to them."""


def make_history(sample: Catalog) -> History:
    """Return what three weekly walks would have found, the last of which brought `sample`."""
    rng = random.Random(_SEED)  # noqa: S311 - the same each time, and no secret
    third = replace(sample, generation=replace(sample.generation, sample=False))
    second = _week_before(third, rng)
    first = _week_before(second, rng)
    history = History(since=first.generation.synced_at)
    return followed(followed(history, first, second), second, third)


def _week_before(catalog: Catalog, rng: random.Random) -> Catalog:
    """Return a catalog from which a week may have led to `catalog`."""
    archived = catalog.archived or frozenset()
    newest, *others = [package for package in catalog.packages if package.id not in THE_FIVE]
    known = [it for it in others if it.version and it.last_fetched and (it.stars or 0) > _STARS]
    # Every change falls to another package, so that each can be seen for itself.
    chosen = iter(rng.sample([it for it in known if it.id not in archived], len(known) // 2))
    changed = [_before_its_release(it, rng) for it in islice(chosen, 9)]
    changed += [_with_fewer_stars(it, rng) for it in islice(chosen, 2)]
    changed += [_asleep(it) for it in islice(chosen, 2)]
    leaving, back = islice(chosen, 2)
    table = {package.id: package for package in changed}
    packages = [table.get(it.id, it) for it in catalog.packages if it is not newest]
    packages.append(replace(leaving, id=9_000 + leaving.id, slug=f"{leaving.slug}-old", grids=()))
    return replace(
        catalog,
        generation=replace(catalog.generation, synced_at=catalog.generation.synced_at - _WEEK),
        packages=tuple(
            replace(it, last_fetched=it.last_fetched and it.last_fetched - _WEEK) for it in packages
        ),
        grids=_grids_before(catalog, rng),
        archived=archived - set(rng.sample(sorted(archived), 2)) | {back.id},
    )


def _before_its_release(package: Package, rng: random.Random) -> Package:
    version = package.version or ""
    last = version.rpartition(".")[2]
    if last.isdigit() and int(last):
        return replace(package, pypi_version=f"{version.removesuffix(last)}{int(last) - 1}")
    return replace(package, pypi_version=rng.choice([None, f"{version}rc1"]))


def _with_fewer_stars(package: Package, rng: random.Random) -> Package:
    stars = package.stars or 0
    return replace(package, repo_watchers=stars - round(rng.uniform(1.8, 3) * stars**0.5))


def _asleep(package: Package) -> Package:
    return replace(package, last_updated=package.last_fetched and package.last_fetched - 60 * _WEEK)


def _grids_before(catalog: Catalog, rng: random.Random) -> tuple[Grid, ...]:
    real = {grid["id"] for grid in recording("grids_of_the_five").json()["results"]}
    invented = [grid for grid in catalog.grids if grid.id not in real]
    newest = min(invented, key=lambda grid: (not grid.packages, len(grid.packages)))
    joined, left = rng.sample([grid for grid in invented if len(grid.packages) > 1], 2)
    stranger = next(it.id for it in catalog.packages[50:] if it.id not in left.packages)
    table = {
        joined.id: replace(joined, packages=joined.packages[:-1]),
        left.id: replace(left, packages=(*left.packages, stranger)),
    }
    ending = replace(
        newest,
        id=1_000 + newest.id,
        slug=f"{newest.slug}-old",
        title=f"Former {newest.title}",
        packages=(),
    )
    return (*(table.get(grid.id, grid) for grid in catalog.grids if grid is not newest), ending)

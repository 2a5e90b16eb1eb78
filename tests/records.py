"""Records for tests: real ones from the recordings, made ones with what a test is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from tests.server.recorded import recording

from pkgtui.api.schema import read_entry
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package

SYNCED = datetime(2026, 2, 16, 12, tzinfo=UTC)
LOOKED = datetime(2026, 2, 15, 12, tzinfo=UTC)


def recorded_grid() -> Grid:
    """Return the real grid 136, in which two of the five packages stand."""
    return read_entry(Grid, recording("grid_by_id_136").body.encode())


def recorded_package(key: int) -> Package:
    """Return one of the five real packages."""
    return read_entry(Package, recording(f"package_{key}_by_id").body.encode())


def made_package(key: int, title: str, **fields: Any) -> Package:
    """Return a package of which nothing is known but what `fields` say."""
    slug = _slug(title)
    unknown: dict[str, Any] = {
        "category": None,
        "grids": (),
        "slug": slug,
        "last_updated": None,
        "last_fetched": LOOKED,
        "repo_url": f"https://forge.example/{slug}",
        "pypi_version": None,
        "created": None,
        "modified": None,
        "repo_forks": None,
        "repo_description": "",
        "pypi_url": None,
        "documentation_url": None,
        "repo_watchers": None,
        "commits_over_52": (),
        "participants": (),
    }
    return package_of(id=key, title=title, **(unknown | fields))


def package_of(**facts: Any) -> Package:
    """Return a package with `facts` by the API's names."""
    weeks = ",".join(map(str, facts.pop("commits_over_52")))
    return Package(weeks=weeks, names=",".join(facts.pop("participants")), **facts)


def made_grid(key: int, title: str, packages: Iterable[int] = (), description: str = "") -> Grid:
    """Return a grid with these members."""
    return Grid(
        id=key,
        title=title,
        slug=_slug(title),
        description=description,
        is_locked=False,
        packages=tuple(packages),
        header=False,
        created=None,
        modified=None,
    )


def made_category(key: int, title: str) -> Category:
    """Return a category."""
    return Category(
        id=key,
        title=title,
        slug=title.lower(),
        description="",
        title_plural=f"{title}s",
        show_pypi=True,
        created=None,
        modified=None,
    )


def made_catalog(
    packages: Iterable[Package] = (),
    grids: Iterable[Grid] = (),
    categories: Iterable[Category] = (),
    archived: frozenset[int] | None = None,
) -> Catalog:
    """Return a finished walk that found these."""
    generation = Generation(site_url="https://directory.example", synced_at=SYNCED)
    return Catalog(generation, tuple(packages), tuple(grids), tuple(categories), archived)


def _slug(title: str) -> str:
    return "-".join(re.findall(r"\w+", title.lower()))

"""What the micro benchmarks work on: the made-up directory of the test site."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture
from tests.server.directory import Directory, make_directory

from pkgtui.api.schema import Item, read_page
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.figures import put_in, worked_out

NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)


@cache
def directory() -> Directory:
    """5,400 packages and 380 grids, as the site lists them."""
    return make_directory()


@cache
def page() -> bytes:
    """The answer to one request of a sync: 500 packages."""
    return _answer(directory().packages[:500])


@cache
def catalog() -> Catalog:
    """The directory as a sync keeps it."""
    return Catalog(
        Generation(site_url="https://directory.example", synced_at=NOW),
        _read(Package, directory().packages),
        _read(Grid, directory().grids),
        _read(Category, directory().categories),
        directory().archived,
    )


def measure_first_use(
    benchmark: BenchmarkFixture, work: Callable[[Catalog], Any], *, kept: bool = False
) -> Any:
    """Measure `work` on catalogs from which nothing has been worked out yet; return its result.

    Those that are `kept` have the figures that lie beside a catalog in the cache.
    """
    known = catalog()
    worked = worked_out(known) if kept else None
    parts = known.generation, known.packages, known.grids, known.categories, known.archived

    def fresh() -> tuple[tuple[Catalog], dict[str, Any]]:
        one = Catalog(*parts)
        if worked:
            put_in(one, worked)
        return (one,), {}

    return benchmark.pedantic(work, setup=fresh, rounds=20)  # type: ignore[no-untyped-call] # pytest-benchmark gives it no types


def _read(record: type[Item], rows: list[dict[str, object]]) -> tuple[Item, ...]:
    pages = (rows[at : at + 500] for at in range(0, len(rows), 500))
    return tuple(item for page in pages for item in read_page(record, _answer(page)).items)


def _answer(rows: list[dict[str, object]]) -> bytes:
    return json.dumps({"count": len(rows), "next": None, "results": rows}).encode()

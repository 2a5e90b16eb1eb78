"""What the micro benchmarks work on: the made-up directory of the test site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from benchmarks.filling import answers, catalog_of
from pytest_benchmark.fixture import BenchmarkFixture
from tests.server.directory import Directory, make_directory

from pkgtui.models.catalog import Catalog
from pkgtui.models.figures import put_in, worked_out

NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)


@cache
def directory() -> Directory:
    """5,400 packages and 380 grids, as the site lists them."""
    return make_directory()


@cache
def page() -> bytes:
    """The answer to one request of a sync: 500 packages."""
    return next(answers(directory().packages))


@cache
def catalog() -> Catalog:
    """The directory as a sync keeps it."""
    return catalog_of(directory(), "https://directory.example", NOW)


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

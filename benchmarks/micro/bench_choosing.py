"""Finding what could stand in for a package, comparing, and who left, among 5,400 packages."""

from __future__ import annotations

from benchmarks.micro import made
from pytest_benchmark.fixture import BenchmarkFixture

from pkgtui.models.alternatives import Alternative, alternatives, prepare
from pkgtui.models.catalog import Catalog
from pkgtui.models.compare import compare
from pkgtui.models.people import is_orphaned


def bench_alternatives_cold(benchmark: BenchmarkFixture) -> None:
    """All descriptions are read; the dashboard does so in a thread, before anyone asks."""
    made.measure_first_use(benchmark, prepare)


def bench_alternatives_of_the_package_with_most_grids(benchmark: BenchmarkFixture) -> None:
    catalog = made.catalog()
    package = max(catalog.packages, key=lambda it: sum(map(len, _members(catalog, it.grids))))
    prepare(catalog)
    found: tuple[Alternative, ...] = benchmark(alternatives, catalog, package)
    assert len(found) > 50


def bench_compare_fifty(benchmark: BenchmarkFixture) -> None:
    catalog = made.catalog()
    facts = benchmark(compare, catalog, catalog.packages[:50], made.NOW)
    assert len(facts[0].cells) == 50


def bench_orphaned_cold(benchmark: BenchmarkFixture) -> None:
    def count(catalog: Catalog) -> int:
        return sum(is_orphaned(catalog, package) for package in catalog.packages)

    assert made.measure_first_use(benchmark, count)


def _members(catalog: Catalog, grids: tuple[int, ...]) -> list[tuple[int, ...]]:
    return [catalog.grid_by_id[grid].packages for grid in grids if grid in catalog.grid_by_id]

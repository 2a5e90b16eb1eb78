"""Ordering and filtering 5,400 packages; `cold` is the first time after a sync."""

from __future__ import annotations

import pytest
from benchmarks.micro import made
from pytest_benchmark.fixture import BenchmarkFixture

from pkgtui.models.catalog import Catalog
from pkgtui.models.figures import worked_out
from pkgtui.models.health import assess, scores
from pkgtui.models.order import SortKey
from pkgtui.models.query import complete, match_rows, parse
from pkgtui.models.sorting import BY_STARS, GRID_SORTS, SORTS, sort_grids, sort_rows
from pkgtui.models.standing import marks_by_row


def bench_sort_cold(benchmark: BenchmarkFixture) -> None:
    def sort(catalog: Catalog) -> list[int]:
        return sort_rows(catalog, catalog.all_rows, BY_STARS)

    rows = made.measure_first_use(benchmark, sort)
    assert len(rows) == 5400


@pytest.mark.parametrize("order", SORTS)
def bench_sort(benchmark: BenchmarkFixture, order: str) -> None:
    catalog = made.catalog()
    rows = benchmark(sort_rows, catalog, catalog.all_rows, (SortKey(order),))
    assert len(rows) == 5400


def bench_sort_grids_by_activity(benchmark: BenchmarkFixture) -> None:
    assert "activity" in GRID_SORTS
    catalog = made.catalog()
    assert benchmark(sort_grids, catalog, catalog.grids, (SortKey("activity"),))


TERMS = (
    *("queue", "by:ann", "grid:task", "cat:app", "version:>=3", "release:any", "docs:yes"),
    *("stars:>200", "forks:<50", "commits:>3", "active:>10", "people:>2", "trend:up"),
    *("commit:<1y", "created:>2020", "health:good", "is:archived", "is:stale", "is:orphaned"),
)
"""One of each kind that can be asked for."""


@pytest.mark.parametrize("text", TERMS)
def bench_filter_cold(benchmark: BenchmarkFixture, text: str) -> None:
    def match(catalog: Catalog) -> list[int]:
        return match_rows(catalog, catalog.all_rows, parse(text), made.NOW)

    made.measure_first_use(benchmark, match, kept=True)


@pytest.mark.parametrize(
    "text",
    [
        *TERMS,
        "q",
        '"task queue" -async',
        "stars:>200 forks:<50 commit:<1y",
        "created:>2020 release:any active:>10 trend:up",
        "health:good docs:yes -is:stale",
        "queue or task or (cron stars:>10)",
        # The longest there can be of the slowest there is: words that are found nowhere.
        " or ".join(f"word{number}" for number in range(20)),
    ],
)
def bench_filter(benchmark: BenchmarkFixture, text: str) -> None:
    catalog = made.catalog()
    benchmark(lambda: match_rows(catalog, catalog.all_rows, parse(text), made.NOW))


@pytest.mark.parametrize("text", ["st", "is:", "grid:ta", "by:a"])
def bench_complete(benchmark: BenchmarkFixture, text: str) -> None:
    assert benchmark(complete, made.catalog(), text, len(text))


def bench_categories_cold(benchmark: BenchmarkFixture) -> None:
    def group(catalog: Catalog) -> int:
        return len(catalog.rows_by_category)

    assert made.measure_first_use(benchmark, group)


def bench_participants_cold(benchmark: BenchmarkFixture) -> None:
    def group(catalog: Catalog) -> int:
        return len(catalog.rows_by_participant)

    assert made.measure_first_use(benchmark, group)


def bench_marks_cold(benchmark: BenchmarkFixture) -> None:
    def mark(catalog: Catalog) -> int:
        return len(marks_by_row(catalog))

    assert made.measure_first_use(benchmark, mark) == 5400


def bench_health_cold(benchmark: BenchmarkFixture) -> None:
    def judge(catalog: Catalog) -> int:
        return len(scores(catalog))

    assert made.measure_first_use(benchmark, judge) == 5400


def bench_figures(benchmark: BenchmarkFixture) -> None:
    assert made.measure_first_use(benchmark, worked_out)


def bench_evidence_of_one(benchmark: BenchmarkFixture) -> None:
    catalog = made.catalog()
    assert benchmark(assess, catalog, catalog.packages[0]).signals

"""The search from memory: making its index, and one key."""

from __future__ import annotations

from functools import cache

import pytest
from benchmarks.micro import made
from pytest_benchmark.fixture import BenchmarkFixture

from pkgtui.models.search import SearchIndex


@cache
def _index() -> SearchIndex:
    index = SearchIndex(made.catalog())
    index.prepare()
    return index


def bench_build_the_index(benchmark: BenchmarkFixture) -> None:
    assert made.measure_first_use(benchmark, SearchIndex)


@pytest.mark.parametrize(
    "words",
    ["p", "pro", "procrastinate", "procrastniate", "t", "task", "task q", "task queue", "zzzzqqqq"],
)
def bench_search_key(benchmark: BenchmarkFixture, words: str) -> None:
    benchmark(_index().search, words)

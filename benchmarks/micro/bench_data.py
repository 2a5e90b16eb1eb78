"""From bytes to records and back: pages of the site, catalogs of the cache."""

from __future__ import annotations

from pathlib import Path

from benchmarks.micro import made
from pytest_benchmark.fixture import BenchmarkFixture

from pkgtui.api.schema import read_page
from pkgtui.models.entries import Package
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import decode, encode, read_header


def bench_decode_a_page(benchmark: BenchmarkFixture) -> None:
    page = benchmark(read_page, Package, made.page())
    assert len(page.items) == 500


def bench_encode_a_catalog(benchmark: BenchmarkFixture) -> None:
    assert benchmark(encode, made.catalog())


def bench_decode_a_catalog(benchmark: BenchmarkFixture) -> None:
    catalog = benchmark(decode, encode(made.catalog()))
    assert len(catalog.packages) == 5400


def bench_check_a_catalog(benchmark: BenchmarkFixture) -> None:
    assert benchmark(read_header, encode(made.catalog())).packages == 5400


def bench_load_from_the_store(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    def load() -> None:
        assert CatalogStore.open(tmp_path).load()

    CatalogStore.open(tmp_path).commit(made.catalog())
    benchmark(load)


def bench_commit_to_the_store(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    store = CatalogStore.open(tmp_path)
    benchmark(store.commit, made.catalog())

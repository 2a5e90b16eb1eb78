"""The built-in sample: real where it says so, invented elsewhere, and made by its script."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
import pytest
from tests.server.recorded import THE_FIVE, recording
from tools.make_sample import make_sample
from tools.sample_changes import make_history

from pkgtui.api.schema import read_entry, read_page
from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import Kind
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.paths import sample_changes_file, sample_file
from pkgtui.store.codec import decode, encode, read_header
from pkgtui.store.history import decode_history


@pytest.fixture(scope="module")
def blob() -> bytes:
    return sample_file().read_bytes()


@pytest.fixture(scope="module")
def sample(blob: bytes) -> Catalog:
    return decode(blob)


def _contents(catalog: Catalog) -> Sequence[object]:
    return (
        catalog.generation,
        catalog.packages,
        catalog.grids,
        catalog.categories,
        catalog.archived,
    )


def test_the_bundled_file_is_what_the_script_makes(sample: Catalog) -> None:
    assert _contents(sample) == _contents(make_sample())


def test_the_script_makes_the_same_bytes_every_time() -> None:
    assert encode(make_sample()) == encode(make_sample())


def test_it_is_marked_as_a_sample_and_small_enough_to_ship(sample: Catalog, blob: bytes) -> None:
    assert sample.generation.sample
    assert sample.generation.complete
    assert len(blob) < 300_000
    assert len(sample.packages) == 420
    assert len(sample.grids) == 40


@pytest.mark.parametrize("key", THE_FIVE)
def test_the_five_packages_are_as_recorded(sample: Catalog, key: int) -> None:
    recorded = recording(f"package_{key}_by_id")
    package = sample.package(key)

    assert package == read_entry(Package, recorded.body.encode())
    assert package is not None
    assert sample.package(package.slug) is package
    assert sample.is_archived(package) is False


def test_the_five_keep_every_recorded_value(sample: Catalog) -> None:
    for key in THE_FIVE:
        recorded = recording(f"package_{key}_by_id").json()
        package = sample.package(key)
        assert package is not None
        plain = {name for name, value in recorded.items() if not _is_link_or_time(name, value)}

        assert {name: getattr(package, name) for name in plain} == {
            name: tuple(recorded[name]) if isinstance(recorded[name], list) else recorded[name]
            for name in plain
        }


def test_categories_are_as_recorded(sample: Catalog) -> None:
    recorded = read_page(Category, recording("categories").body.encode())

    assert sample.categories == recorded.items


def test_the_grids_of_the_five_are_as_recorded_and_whole(sample: Catalog) -> None:
    recorded = read_page(Grid, recording("grids_of_the_five").body.encode())

    assert recorded.refused == 0
    for grid in recorded.items:
        kept = sample.grid(grid.id)
        assert kept is not None
        assert set(kept.packages) == set(grid.packages)
        assert len(sample.grid_rows(kept)) == len(grid.packages)
        assert msgspec.structs.replace(kept, packages=()) == msgspec.structs.replace(
            grid, packages=()
        )
    for key in THE_FIVE:
        package = sample.package(key)
        assert package is not None
        assert [grid.id for grid in sample.grids_of(package)] == list(package.grids)


def test_invented_packages_lead_to_invented_places(sample: Catalog) -> None:
    links = [
        link
        for package in sample.packages
        if package.id not in THE_FIVE
        for link in (package.repo_url, package.pypi_url, package.documentation_url)
        if link
    ]
    hosts = {urlsplit(link).hostname for link in links} - {None}

    assert {host for host in hosts if host and not host.endswith("docs.example")} == {
        "example.org",
        "index.example",
    }


def test_it_shows_what_every_screen_needs(sample: Catalog) -> None:
    assert sample.archived
    assert all(sample.rows_by_category[category.id] for category in sample.categories)
    assert any(package.last_commit is None for package in sample.packages)
    assert any(package.stars is None for package in sample.packages)
    assert any(not package.activity.known for package in sample.packages)
    assert any(package.bots for package in sample.packages)
    assert max(len(rows) for rows in sample.rows_by_participant.values()) > 5
    assert all(package.title.isascii() for package in sample.packages)


def test_what_its_last_weeks_brought_is_what_the_script_makes(sample: Catalog, blob: bytes) -> None:
    base, history = decode_history(sample_changes_file().read_bytes())

    assert base == read_header(blob).checksum
    assert history == make_history(sample)


def test_its_last_weeks_brought_all_that_can_be_told_and_nothing_of_the_real_ones(
    sample: Catalog,
) -> None:
    changes = make_history(sample).changes

    assert len({change.seen_at for change in changes}) == 2
    assert {change.kind for change in changes} == set(Kind) - {Kind.UNCOMPARED, Kind.MISSING}
    assert not {change.package.id for change in changes if change.package} & set(THE_FIVE)
    for change in changes:
        package = change.package and sample.package(change.package.slug)
        assert (package is None) == (change.kind in {Kind.GONE, Kind.GRID_NEW, Kind.GRID_GONE})


def _is_link_or_time(name: str, value: object) -> bool:
    return name in {"category", "grids", "created", "modified"} or (
        name.startswith("last_") and value is not None
    )

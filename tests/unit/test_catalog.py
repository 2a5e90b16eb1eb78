"""One generation of the directory and its indexes."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from tests.records import (
    SYNCED,
    made_catalog,
    made_category,
    made_grid,
    made_package,
    recorded_package,
)
from tests.server.recorded import THE_FIVE

from pkgtui.models.catalog import Catalog, as_id
from pkgtui.models.entries import Grid

DAY = timedelta(hours=24)


@pytest.fixture
def five() -> Catalog:
    return made_catalog(map(recorded_package, THE_FIVE), categories=[made_category(1, "App")])


@pytest.mark.parametrize(
    ("key", "slug"),
    zip(
        THE_FIVE,
        ["procrastinate", "django-q", "django_cron", "django-scheduler", "django-organizations"],
        strict=True,
    ),
)
def test_each_of_the_five_by_id_and_by_slug(five: Catalog, key: int, slug: str) -> None:
    package = five.package(key)
    assert package is not None
    assert package.slug == slug
    assert five.package(slug) is package
    assert five.package(str(key)) is package


@pytest.mark.parametrize("key", ["", "django-cron", "Django_Cron", "²", "٣", "9" * 5000, 7, "7"])
def test_what_is_not_there_is_not_found(five: Catalog, key: int | str) -> None:
    assert five.package(key) is None
    assert five.grid(key) is None


def test_a_text_of_digits_is_an_id_first_and_then_a_slug() -> None:
    seven, numbered = made_package(7, "seven"), made_package(8, "7")
    only = made_package(9, "2048")
    grids = [made_grid(7, "seven"), made_grid(8, "7"), made_grid(9, "2048")]
    catalog = made_catalog([only, numbered, seven], grids)
    assert catalog.package("7") is seven
    assert catalog.package("2048") is only
    assert catalog.grid("7") is grids[0]
    assert catalog.grid("2048") is grids[2]
    assert catalog.grid(8) is catalog.grid_by_id[8]


def test_of_doubled_slugs_the_newest_counts() -> None:
    newer, older = made_package(2, "same"), made_package(1, "same")
    catalog = made_catalog([newer, older], [made_grid(2, "same"), made_grid(1, "same")])
    assert catalog.package("same") is newer
    grid = catalog.grid("same")
    assert grid is not None
    assert grid.id == 2


def test_ids_are_ascii_digits_of_some_length() -> None:
    assert as_id("5924") == 5924
    assert as_id("9" * 18) == 10**18 - 1
    assert as_id("9" * 19) is as_id("-1") is as_id("²") is as_id("") is None


def test_a_grid_lists_the_members_that_are_held(five: Catalog) -> None:
    grid = made_grid(1, "workers", [2948, 999, 5924])
    assert [five.packages[row].id for row in five.grid_rows(grid)] == [2948, 5924]


def test_the_grids_of_a_package_stand_in_the_sites_order() -> None:
    package = recorded_package(5924)
    grids = [made_grid(136, "Workers"), made_grid(427, "Async")]
    found: list[Grid] = list(made_catalog([package], grids).grids_of(package))
    assert [grid.id for grid in found] == [427, 136]


def test_packages_of_no_known_category_are_kept_together() -> None:
    packages = [
        made_package(4, "a", category=1),
        made_package(3, "b", category=99),
        made_package(2, "c"),
        made_package(1, "d", category=1),
    ]
    catalog = made_catalog(packages, categories=[made_category(1, "App")])
    assert dict(catalog.rows_by_category) == {1: [0, 3], None: [1, 2]}
    assert catalog.category_of(packages[1]) is catalog.category_of(packages[2]) is None
    app = catalog.category_of(packages[0])
    assert app is not None
    assert app.title == "App"


def test_a_participant_leads_to_each_package_once() -> None:
    packages = [
        made_package(2, "new", participants=("ann", "ann", "bob")),
        made_package(1, "old", participants=("ann",)),
    ]
    assert dict(made_catalog(packages).rows_by_participant) == {"ann": (0, 1), "bob": (0,)}


def test_archived_is_unknown_unless_the_site_said_so(five: Catalog) -> None:
    package = five.packages[0]
    assert five.is_archived(package) is None
    told = made_catalog(five.packages, archived=frozenset({2948}))
    assert [told.is_archived(it) for it in told.packages] == [False, True, False, False, False]


def test_a_refreshed_package_takes_its_place_with_its_time(five: Catalog) -> None:
    later = SYNCED + timedelta(hours=3)
    fresh = msgspec.structs.replace(five.packages[1], repo_watchers=1900)
    catalog = five.with_packages({fresh.id: (fresh, later)})
    assert catalog.package(2948) is fresh
    assert [it.id for it in catalog.packages] == list(THE_FIVE)
    assert catalog.fetched_at(fresh) == later
    assert catalog.fetched_at(catalog.packages[0]) == SYNCED
    before = five.package(2948)
    assert before is not None
    assert before.stars == 1878


def test_a_package_not_seen_before_comes_first(five: Catalog) -> None:
    catalog = five.with_packages({6000: (made_package(6000, "brand new"), SYNCED)})
    assert [it.id for it in catalog.packages] == [6000, *THE_FIVE]
    assert catalog.package("brand-new") is catalog.packages[0]


def test_a_walk_grows_stale(five: Catalog) -> None:
    assert not five.is_stale(SYNCED + DAY - timedelta(seconds=1), DAY)
    assert five.is_stale(SYNCED + DAY, DAY)


def test_an_unfinished_walk_is_always_stale(five: Catalog) -> None:
    generation = msgspec.structs.replace(five.generation, complete=False)
    assert Catalog(generation, five.packages, (), ()).is_stale(SYNCED, DAY)


def test_an_empty_catalog_answers_everything() -> None:
    empty = made_catalog()
    assert list(empty.all_rows) == []
    assert empty.package("x") is empty.package(1) is None
    assert empty.grid("x") is empty.grid(1) is None
    assert not empty.rows_by_category
    assert not empty.rows_by_participant

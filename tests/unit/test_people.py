"""Who contributes to what, with whom, and what everybody has left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from tests.records import SYNCED, made_catalog, made_package
from tests.unit.catalogs import catalogs

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.people import (
    contributions,
    is_lively,
    is_orphaned,
    shared_people,
    works_with,
)

NOW = SYNCED
LOOKED = SYNCED - timedelta(hours=3)
FRESH, QUIET = LOOKED - timedelta(days=30), LOOKED - timedelta(days=500)


def of(key: int, *people: str, commit: datetime | None = FRESH, stars: int = 0) -> Package:
    return made_package(
        key,
        f"Package {key}",
        participants=people,
        last_updated=commit,
        last_fetched=LOOKED,
        repo_watchers=stars,
    )


def ranked(catalog: Catalog, name: str) -> list[int]:
    found = contributions(catalog, name)
    return [catalog.packages[one.row].id for one in found]


def test_what_a_person_leads_comes_first_then_what_is_at_work_then_what_has_stars() -> None:
    others = ("bob", "cid", "dee")
    catalog = made_catalog(
        [
            of(1, *others, "ada", stars=9_000),
            of(2, "ada", commit=QUIET, stars=800),
            of(3, "ada", stars=10),
            of(4, "bob", "ada", stars=70),
            of(5, *others, "ada", commit=None, stars=10_000),
            of(6, "bob", stars=10_000),
        ]
    )
    assert ranked(catalog, "ada") == [4, 3, 2, 1, 5]


def test_a_contribution_says_where_a_person_stands() -> None:
    catalog = made_catalog([of(1, "renovate[bot]", "bob", "ada", commit=QUIET)])
    [one] = contributions(catalog, "ada")
    assert (one.place, one.people, one.lively) == (2, 2, False)


def test_the_packages_of_a_bot_stand_by_stars() -> None:
    bot = "renovate[bot]"
    catalog = made_catalog([of(1, bot, stars=1), of(2, "ada", bot, stars=5, commit=QUIET)])
    assert ranked(catalog, bot) == [2, 1]
    assert contributions(catalog, "nobody") == ()


def test_people_who_work_together_often_and_in_small_teams_come_first() -> None:
    crowd = ("x", "y", "z")
    catalog = made_catalog(
        [
            of(1, "ada", "bob", "renovate[bot]"),
            of(2, "ada", "bob", "cid", "dee", "renovate[bot]", *crowd),
            of(3, "ada", "cid"),
            of(4, "ada", "bob", "ada"),
            of(5, "bob", "eve"),
            of(6, "ada", "dee", *crowd),
        ]
    )
    assert works_with(catalog, "ada")[:2] == [("bob", 3), ("cid", 2)]
    assert works_with(catalog, "ada", most=1) == [("bob", 3)]
    assert works_with(catalog, "eve") == []


def test_people_are_shared_by_at_least_two_packages_and_bots_by_none() -> None:
    packages = [
        of(1, "ada", "bob", "cid", "renovate[bot]"),
        of(2, "cid", "ada", "renovate[bot]"),
        of(3, "dee", "cid"),
    ]
    assert shared_people(packages) == {"cid": (0, 1, 2), "ada": (0, 1)}
    assert list(shared_people(packages)) == ["cid", "ada"]


@pytest.mark.parametrize(
    ("age", "lively"), [(timedelta(days=365), False), (timedelta(days=364, hours=23), True)]
)
def test_a_package_is_at_work_for_a_year(age: timedelta, lively: bool) -> None:
    package = of(1, "ada", commit=LOOKED - age)
    catalog = made_catalog([package])
    assert is_lively(catalog, package) is lively
    assert is_orphaned(catalog, package) is not lively


def test_a_package_is_orphaned_when_all_its_people_went_quiet_everywhere() -> None:
    left = of(1, "ada", "bob", "renovate[bot]", commit=QUIET)
    also_left = of(2, "ada", commit=QUIET)
    elsewhere = of(3, "cid", commit=QUIET)
    at_work = of(4, "cid", "renovate[bot]")
    catalog = made_catalog([left, also_left, elsewhere, at_work])
    assert is_orphaned(catalog, left)
    assert is_orphaned(catalog, also_left)
    assert not is_orphaned(catalog, elsewhere), "cid is at work in another package"
    assert not is_orphaned(catalog, at_work)


def test_what_is_not_known_orphans_nothing() -> None:
    nobody = of(1, commit=QUIET)
    only_bots = of(2, "renovate[bot]", commit=QUIET)
    undated = of(3, "ada", commit=None)
    with_undated = of(4, "ada", commit=QUIET)
    unnamed = made_package(
        5, "Five", participants=("bob",), last_updated=QUIET, last_fetched=LOOKED, unnamed=3
    )
    catalog = made_catalog([nobody, only_bots, undated, with_undated, unnamed])
    assert not any(is_orphaned(catalog, package) for package in catalog.packages)
    assert not is_orphaned(catalog, of(99, "ada", commit=QUIET))


@given(catalogs)
def test_any_catalog_has_answers(catalog: Catalog) -> None:
    for row, package in enumerate(catalog.packages):
        orphaned = is_orphaned(catalog, package)
        if orphaned and catalog.row_by_id[package.id] == row:
            assert is_lively(catalog, package) is False
        for name in package.participants:
            rows = {one.row for one in contributions(catalog, name)}
            assert rows == set(catalog.rows_by_participant[name])
            assert all(other != name for other, _ in works_with(catalog, name))

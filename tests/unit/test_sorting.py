"""The orders of lists."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import made_catalog, made_category, made_grid, made_package, recorded_package
from tests.server.recorded import THE_FIVE

from pkgtui.models.catalog import Catalog
from pkgtui.models.order import SortKey
from pkgtui.models.query import PACKAGE_KEYS, match_rows
from pkgtui.models.query.nodes import Fact
from pkgtui.models.sorting import BY_STARS, GRID_SORTS, SORTS, sort_grids, sort_rows

figures = st.none() | st.integers(-1, 3)
moments = st.none() | st.datetimes(datetime(1971, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 - strategies take naive bounds
    lambda moment: moment.replace(tzinfo=UTC)
)
packages = st.lists(
    st.builds(
        lambda key, title, fields: made_package(key, title, **fields),
        st.integers(1, 99),
        st.text(max_size=3),
        st.fixed_dictionaries(
            {
                "category": st.sampled_from([None, 1, 2, 9]),
                "repo_watchers": figures,
                "repo_forks": figures,
                "last_updated": moments,
                "created": moments,
                "pypi_version": st.none() | st.text("0123456789.rcv", max_size=6),
                "commits_over_52": st.sampled_from([(), (1,), (0,) * 52, (2,) * 26, (1,) * 53]),
                "participants": st.lists(st.sampled_from(["ann", "bob", "x[bot]"])).map(tuple),
            }
        ),
    ),
    max_size=12,
    unique_by=lambda package: package.id,
)
categories = [made_category(1, "App"), made_category(2, "Framework")]


def _titles(catalog: Catalog, sort_id: str, *, reverse: bool = False) -> list[str]:
    rows = sort_rows(catalog, catalog.all_rows, (SortKey(sort_id, reverse),))
    return [catalog.packages[row].title for row in rows]


def _sorted(sort_id: str, field: str, *values: Any) -> list[str]:
    """Sort packages named by what they have in `field`."""
    made = [made_package(key, repr(it), **{field: it}) for key, it in enumerate(values)]
    return _titles(made_catalog(made, categories=categories), sort_id)


@given(packages, st.sampled_from(sorted(SORTS)), st.booleans())
def test_sorting_loses_and_doubles_nothing(
    made: list[Any],
    sort_id: str,
    reverse: bool,
) -> None:
    catalog = made_catalog(made, categories=categories)
    rows = sort_rows(catalog, catalog.all_rows, (SortKey(sort_id, reverse),))
    assert sorted(rows) == list(catalog.all_rows)


@given(packages, st.sampled_from(sorted(SORTS)), st.booleans())
def test_what_is_known_is_in_order_and_the_unknown_last(
    made: list[Any],
    sort_id: str,
    reverse: bool,
) -> None:
    catalog = made_catalog(made, categories=categories)
    sort = SORTS[sort_id]
    rows = sort_rows(catalog, catalog.all_rows, (SortKey(sort_id, reverse),))
    values = [sort.value(catalog, catalog.packages[row]) for row in rows]
    known = [value for value in values if value is not None]
    assert values == known + [None] * (len(values) - len(known))
    assert known == sorted(known, reverse=sort.descending != reverse)


@given(packages, st.sampled_from(sorted(SORTS)), st.booleans(), st.randoms())
def test_the_order_does_not_depend_on_the_one_before(
    made: list[Any],
    sort_id: str,
    reverse: bool,
    random: Any,
) -> None:
    catalog = made_catalog(made, categories=categories)
    shuffled = list(catalog.all_rows)
    random.shuffle(shuffled)
    assert sort_rows(catalog, shuffled, (SortKey(sort_id, reverse),)) == sort_rows(
        catalog, catalog.all_rows, (SortKey(sort_id, reverse),)
    )


@pytest.mark.parametrize("key", PACKAGE_KEYS)
def test_no_filter_changes_an_order(key: str) -> None:
    five = [recorded_package(one) for one in THE_FIVE]
    more = [made_package(at, f"v{at}", pypi_version=f"1.{at}") for at in (8, 9, 10, 11)]
    known = made_catalog([*five, *more], categories=categories)
    asked = made_catalog([*five, *more], categories=categories)
    for value in (">0", "any", "good", "up", "ann", "app", "<1y", "2020"):
        match_rows(asked, asked.all_rows, Fact(key, value), datetime(2026, 2, 16, tzinfo=UTC))
    for sort in SORTS:
        order = (SortKey(sort),)
        assert sort_rows(asked, asked.all_rows, order) == sort_rows(known, known.all_rows, order)


def test_the_five_by_each_order() -> None:
    catalog = made_catalog(map(recorded_package, THE_FIVE), categories=categories)

    def ids(sort_id: str) -> list[int]:
        rows = sort_rows(catalog, catalog.all_rows, (SortKey(sort_id),))
        return [catalog.packages[row].id for row in rows]

    assert ids("name") == [2948, 3324, 1412, 1776, 5924]
    assert ids("stars") == [2948, 1412, 1776, 5924, 3324]
    assert ids("forks") == [1776, 2948, 1412, 3324, 5924]
    assert ids("commits") == [5924, 1776, 1412, 2948, 3324]
    assert ids("trend") == [5924, 1776, 1412, 2948, 3324]
    assert ids("commit") == [1776, 5924, 1412, 3324, 2948]
    assert ids("version") == [5924, 1412, 2948, 1776, 3324]
    assert ids("health") == [5924, 1412, 1776, 2948, 3324]
    assert ids("listed") == [5924, 3324, 2948, 1776, 1412]
    assert ids("people") == [1776, 2948, 5924, 1412, 3324]
    assert ids("category") == ids("stars")


def test_a_part_of_the_list_is_sorted_alone() -> None:
    catalog = made_catalog(map(recorded_package, THE_FIVE))
    assert sort_rows(catalog, [4, 2, 0], BY_STARS) == [4, 0, 2]


def test_equals_stand_by_stars_and_title_whichever_way_the_list_runs() -> None:
    made = [
        made_package(4, "b", repo_watchers=5, repo_forks=1),
        made_package(3, "A", repo_watchers=5, repo_forks=1),
        made_package(2, "c", repo_watchers=9, repo_forks=1),
        made_package(1, "d", repo_forks=1),
    ]
    catalog = made_catalog(made)
    assert _titles(catalog, "forks") == _titles(catalog, "forks", reverse=True) == list("cAbd")


def test_unknown_is_not_nought() -> None:
    assert _sorted("stars", "repo_watchers", -1, 0, None, 3) == ["3", "0", "-1", "None"]
    assert _sorted("commits", "commits_over_52", (), (0,), (3,)) == ["(3,)", "(0,)", "()"]
    assert _sorted("people", "participants", (), ("x[bot]",))[0] == "('x[bot]',)"


def test_versions_count_as_people_count() -> None:
    versions = ["1.9", "v1.10", None, "2.0", "", "2024.1.15", "1.10.1"]
    assert _sorted("version", "pypi_version", *versions) == [
        "'2024.1.15'",
        "'2.0'",
        "'1.10.1'",
        "'v1.10'",
        "'1.9'",
        "''",
        "None",
    ]


def test_names_are_compared_without_case_and_accents() -> None:
    made = [made_package(key, title) for key, title in enumerate(["zebra", "Éclair", "Django"])]
    assert _titles(made_catalog(made), "name") == ["Django", "Éclair", "zebra"]


def test_times_of_different_zones_are_one_time_line() -> None:
    noon = datetime(2026, 2, 15, 12, tzinfo=UTC)
    same_day = datetime.fromisoformat("2026-02-15T08:30:00-05:00")
    catalog = made_catalog(
        [
            made_package(1, "noon", last_updated=noon),
            made_package(2, "half past one", last_updated=same_day),
            made_package(3, "one", last_updated=noon + timedelta(hours=1)),
        ]
    )
    assert _titles(catalog, "commit") == ["half past one", "one", "noon"]


def test_unknown_categories_stand_last() -> None:
    assert _sorted("category", "category", 9, 2, None, 1)[:2] == ["1", "2"]


@pytest.mark.parametrize("reverse", [False, True])
def test_grids(reverse: bool) -> None:
    made = [
        made_package(1, "a", repo_watchers=5, commits_over_52=(1,)),
        made_package(2, "b", repo_watchers=50),
        made_package(3, "c", commits_over_52=(9,)),
    ]
    grids = [
        made_grid(1, "Zoo", [1, 2]),
        made_grid(2, "admin", [3, 1, 77]),
        made_grid(3, "Middle", [2]),
        made_grid(4, "empty"),
    ]
    catalog = made_catalog(made, grids)

    def titles(sort_id: str) -> list[str]:
        return [grid.title for grid in sort_grids(catalog, grids, (SortKey(sort_id, reverse),))]

    def known(*names: str) -> list[str]:
        return list(reversed(names)) if reverse else list(names)

    assert titles("title") == known("admin", "empty", "Middle", "Zoo")
    assert titles("members") == known("admin", "Zoo", "Middle", "empty")
    assert titles("activity") == [*known("admin", "Zoo"), "Middle", "empty"]
    assert titles("stars") == [*known("Zoo", "Middle", "admin"), "empty"]


def test_every_order_has_a_name_for_people() -> None:
    for sorts in (SORTS, GRID_SORTS):
        assert all(sort.id == key and sort.label for key, sort in sorts.items())


def test_an_order_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        sort_rows(made_catalog(), [], (SortKey("colour"),))
    with pytest.raises(KeyError):
        sort_grids(made_catalog(), [], (SortKey("colour"),))

"""What a filter finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records import made_catalog, made_category, made_grid, made_package, recorded_package
from tests.server.recorded import THE_FIVE
from tests.unit.catalogs import NOW, catalogs
from tests.unit.queries import queries

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.health import Verdict, verdict
from pkgtui.models.people import is_orphaned
from pkgtui.models.personal import Personal, Watched
from pkgtui.models.query import GRID_KEYS, Query, match_grids, match_rows, parse, prepare
from pkgtui.models.query.nodes import Fact, Not, both, either
from pkgtui.models.standing import Mark, is_stale, marks
from pkgtui.text import clean, fold

FIVE = made_catalog(map(recorded_package, THE_FIVE))
GRIDS = [
    made_grid(1, "Workers, Queues, and Tasks", packages=(1, 2), description="Do it later"),
    made_grid(2, "Admin", packages=(2,), description="Better\n  interfaces"),
]
EST = timezone(timedelta(hours=-5))


def _found(text: str, catalog: Catalog = FIVE, now: datetime = NOW) -> list[int]:
    rows = match_rows(catalog, catalog.all_rows, parse(text), now)
    return [catalog.packages[row].id for row in rows]


def _holding(text: str, *entries: Any, **facts: Any) -> list[Any]:
    """Those of `entries` for which `text` holds when they are what a package has as `facts`."""
    (name,) = facts
    packages = [made_package(at, f"p{at}", **{name: it}) for at, it in enumerate(entries)]
    return [entries[at] for at in _found(text, made_catalog(packages))]


# -- words -------------------------------------------------------------------------------


def test_a_refreshed_package_is_found_by_what_it_says_now() -> None:
    old = made_package(1, "first", repo_description="sends mail", participants=("ann",))
    known = made_catalog([old, made_package(2, "second", repo_description="mail too")])
    prepare(known)
    one = made_package(1, "first", repo_description="sends letters", participants=("bob",))
    catalog = known.with_packages({1: (one, NOW), 3: (made_package(3, "new mail"), NOW)})
    assert _found("mail", catalog) == [3, 2]
    assert _found("letters", catalog) == [1]
    assert _found("by:bob", catalog) == _found("bob", catalog) == [1]
    assert _found("by:ann", catalog) == _found("ann", catalog) == []


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", list(THE_FIVE)),
        ("   ", list(THE_FIVE)),
        ("django", [2948, 3324, 1776, 1412]),
        ("DJANGO cron", [3324]),
        ("cron django", [3324]),
        ("django_cron", [3324]),
        ("task queue", [5924, 2948]),
        ('"task queue"', [5924, 2948]),
        ('"queue task"', []),
        ('"task queue', [5924, 2948]),
        ("queue -django", [5924]),
        ('-"task queue" django', [3324, 1776, 1412]),
        ("corbott", [5924]),
        ("gablero", [2948, 1412]),
        (":-)", [3324]),
        ("ask ueue", [5924, 2948]),
        ("-", list(THE_FIVE)),
        ('""', list(THE_FIVE)),
        ("nowhere", []),
        ("-nowhere", list(THE_FIVE)),
        ("corbott or cron", [5924, 3324]),
        ("django (cron or gablero)", [2948, 3324, 1412]),
        ("-(queue or cron)", [1776, 1412]),
        ("queue or -django", [5924, 2948]),
    ],
)
def test_words_find_of_the_five(text: str, ids: list[int]) -> None:
    assert _found(text) == ids


def test_rows_keep_the_order_they_come_in() -> None:
    assert match_rows(FIVE, [4, 1, 3], parse("django"), NOW) == [4, 1, 3]
    assert match_rows(FIVE, [4, 0], parse(""), NOW) == [4, 0]
    assert match_rows(FIVE, iter([4, 0, 1]), parse("cron or -queue"), NOW) == [4]


def test_accents_make_no_difference() -> None:
    catalog = made_catalog([made_package(1, "Café Django"), made_package(2, "cafe")])
    assert _found("café", catalog) == _found("CAFE", catalog) == [1, 2]


def test_a_phrase_crosses_lines_but_no_fields() -> None:
    package = made_package(
        1, "alpha", slug="beta", repo_description="gamma\n delta", participants=("ann", "bob")
    )
    catalog = made_catalog([package])
    assert _found('"gamma delta"', catalog) == [1]
    assert _found('"alpha beta"', catalog) == _found('"ann bob"', catalog) == []


# -- numbers -----------------------------------------------------------------------------

FIGURES = [None, -1, 0, 49, 50, 51, 999, 1000, 1500]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (">50", [51, 999, 1000, 1500]),
        (">=50", [50, 51, 999, 1000, 1500]),
        ("<50", [0, 49]),
        ("<=50", [0, 49, 50]),
        ("50", [50]),
        ("=50", [50]),
        ("49..51", [49, 50, 51]),
        ("50..50", [50]),
        (">=1k", [1000, 1500]),
        ("1.5K", [1500]),
        (">1M", []),
        ("unknown", [None, -1]),
        ("UNKNOWN", [None, -1]),
    ],
)
def test_numbers(value: str, held: list[int | None]) -> None:
    """One that is not known is neither more nor less than any other."""
    assert _holding(f"stars:{value}", *FIGURES, repo_watchers=None) == held
    assert _holding(f"forks:{value}", *FIGURES, repo_forks=None) == held


def test_what_is_denied_holds_for_the_unknown() -> None:
    assert _holding("-stars:>50", *FIGURES, repo_watchers=None) == [None, -1, 0, 49, 50]
    assert _holding("-stars:>50 -stars:unknown", 10, None, 60, repo_watchers=None) == [10]


def test_commits_and_the_weeks_with_any() -> None:
    weeks = [(), (0,) * 52, (0,) * 50 + (1, 9), (1,) * 52]
    assert _holding("commits:>=10", *weeks, commits_over_52=None) == weeks[2:]
    assert _holding("active:<=2", *weeks, commits_over_52=None) == weeks[1:3]
    assert _holding("active:unknown", *weeks, commits_over_52=None) == weeks[:1]
    assert _holding("trend:up", *weeks, commits_over_52=None) == weeks[2:3]
    assert _holding("trend:level", *weeks, commits_over_52=None) == [weeks[1], weeks[3]]
    assert _holding("trend:unknown", *weeks, commits_over_52=None) == weeks[:1]


def test_people_are_no_bots() -> None:
    names = [(), ("ann",), ("ann", "renovate[bot]"), ("ann", "bob")]
    assert _holding("people:1", *names, participants=None) == names[1:3]
    assert _holding("people:unknown", *names, participants=None) == names[:1]


# -- times -------------------------------------------------------------------------------


def _years_ago(years: float) -> datetime:
    return NOW - timedelta(days=365.25 * years)


@pytest.mark.parametrize("field", ["last_updated", "created", "last_fetched"])
def test_ages_are_told_from_now(field: str) -> None:
    key = {"last_updated": "commit", "created": "created", "last_fetched": "fetched"}[field]
    moments = [None, NOW + timedelta(1), NOW, *map(_years_ago, (0.99, 1, 1.01, 2, 3))]

    def held(value: str) -> Sequence[datetime | None]:
        return _holding(f"{key}:{value}", *moments, **{field: None})

    assert held("<1y") == moments[1:4]
    assert held("<=1y") == moments[1:5]
    assert held(">1y") == moments[5:]
    assert held(">=1y") == moments[4:]
    assert held("1y..2y") == moments[4:7]
    assert held("unknown") == moments[:1]


@pytest.mark.parametrize(
    ("value", "days"), [("2d", 2), ("3w", 21), ("2m", 60.88), ("1y", 365.25), ("2Y", 730.5)]
)
def test_units_of_ages(value: str, days: float) -> None:
    younger, older = NOW - timedelta(days=days - 0.01), NOW - timedelta(days=days + 0.01)
    assert _holding(f"commit:<{value}", younger, older, last_updated=None) == [younger]


DAYS = [
    None,
    datetime(2019, 12, 31, 23, 59, tzinfo=EST),  # In London it is 2020 already.
    datetime(2020, 1, 1, tzinfo=EST),
    datetime(2020, 5, 31, 23, 59, tzinfo=UTC),
    datetime(2020, 12, 31, 23, 59, tzinfo=UTC),
    datetime(2021, 1, 1, tzinfo=UTC),
    datetime(2022, 2, 28, 12, tzinfo=UTC),
]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("2020", DAYS[2:5]),
        ("=2020", DAYS[2:5]),
        (">2020", DAYS[5:]),
        (">=2020", DAYS[2:]),
        ("<2020", DAYS[1:2]),
        ("<=2020", DAYS[1:5]),
        ("2020..2021", DAYS[2:6]),
        ("2020-05", DAYS[3:4]),
        (">2020-05", DAYS[4:]),
        ("<=2020-05-31", DAYS[1:4]),
        ("2022-2-28", DAYS[6:]),
        ("2022-02", DAYS[6:]),
        (">9999", []),
        ("unknown", DAYS[:1]),
    ],
)
def test_dates_are_those_that_are_shown(value: str, held: list[datetime | None]) -> None:
    assert _holding(f"created:{value}", *DAYS, created=None) == held


# -- versions, names and words to choose from ----------------------------------------------


VERSIONS = [None, "", "1.9", "v1.10", "2.0rc1", "2.0", "2.0.0", "3.7.2-final-2", "soon"]


@pytest.mark.parametrize(
    ("value", "held"),
    [
        ("any", VERSIONS[2:]),
        ("none", VERSIONS[:2]),
        (">=1.10", VERSIONS[3:8]),
        (">1.10", VERSIONS[4:8]),
        ("<2.0", VERSIONS[2:5]),
        ("<=2", VERSIONS[2:7]),
        ("2.0", ["2.0", "2.0.0"]),
        ("=2.0rc1", ["2.0rc1"]),
        ("1.10..2.0", VERSIONS[3:7]),
        ("3.7.2", ["3.7.2-final-2"]),
    ],
)
def test_versions_stand_in_their_own_order(value: str, held: list[str | None]) -> None:
    assert _holding(f"version:{value}", *VERSIONS, pypi_version=None) == held


def test_what_has_a_page_on_the_index_may_have_been_released() -> None:
    page = "https://index.example/project/x/"
    catalog = made_catalog(
        [
            made_package(1, "a", pypi_version="1.0"),
            made_package(2, "b", pypi_url=page),
            made_package(3, "c", pypi_url=""),
        ]
    )
    assert _found("release:any", catalog) == _found("is:released", catalog) == [1]
    assert _found("release:unknown", catalog) == [2]
    assert _found("release:none", catalog) == [3]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("workers-queues-and-tasks", [1, 2]),
        ("admin", [2]),
        ("ADM", [2]),
        ("queue", [1, 2]),
        ('"tasks work"', [1, 2]),
        ('"tasks admin"', []),
        ("min", []),
        ("?", []),
    ],
)
def test_grids_by_slug_or_words(name: str, ids: list[int]) -> None:
    packages = [made_package(at, f"p{at}") for at in (1, 2, 3)]
    assert _found(f"grid:{name}", made_catalog(packages, grids=GRIDS)) == ids


def test_who_is_called_so_goes_before_who_is_called_nearly_so() -> None:
    grids = [made_grid(1, "Forms", packages=(1,)), made_grid(2, "Forms for APIs", packages=(2,))]
    people = [("ann",), ("Anna Lee",), ("anna lee-smith", "bob"), ()]
    packages = [made_package(at, f"p{at}", participants=it) for at, it in enumerate(people, 1)]
    catalog = made_catalog(packages, grids=grids)
    assert _found("grid:forms", catalog) == [1]
    assert _found("grid:form", catalog) == [1, 2]
    assert _found("by:ann", catalog) == _found("by:@Ann", catalog) == [1]
    assert _found("by:an", catalog) == [1, 2, 3]
    assert _found("by:lee", catalog) == [2, 3]
    assert _found('by:"anna lee"', catalog) == [2]
    assert _found("by:nn", catalog) == []


def test_categories_and_what_has_none() -> None:
    app = made_category(1, "App")
    packages = [made_package(1, "a", category=1), made_package(2, "b", category=9)]
    catalog = made_catalog(packages, categories=[app])
    assert _found("cat:app", catalog) == _found("cat:Apps", catalog) == [1]
    assert _found("cat:unknown", catalog) == [2]


def test_documentation() -> None:
    links = [None, "", "https://docs.example"]
    assert _holding("docs:yes", *links, documentation_url=None) == links[2:]
    assert _holding("docs:no", *links, documentation_url=None) == links[:2]


@settings(max_examples=40)
@given(catalogs)
def test_marks_and_health_are_those_that_are_shown(catalog: Catalog) -> None:
    def all_for(text: str) -> Sequence[Package]:
        rows = match_rows(catalog, catalog.all_rows, parse(text), NOW)
        return [catalog.packages[row] for row in rows]

    for mark in Mark:
        marked = [it for it in catalog.packages if mark in marks(catalog, it)]
        assert all_for(f"is:{mark}") == marked
    orphaned = [it for it in catalog.packages if is_orphaned(catalog, it)]
    assert all_for("is:orphaned") == orphaned
    assert all_for("is:stale") == [it for it in catalog.packages if is_stale(catalog, it)]
    left = [it for it in catalog.packages if is_orphaned(catalog, it)]
    assert all_for("is:orphaned") == left
    for one in Verdict:
        judged = [it for it in catalog.packages if verdict(catalog, it) is one]
        assert all_for(f"health:{one}") == judged


def test_what_the_person_has_marked_and_watches() -> None:
    slugs = [package.slug for package in FIVE.packages]
    personal = Personal(basket=(slugs[3], "gone"), watched=(Watched(slugs[1]), Watched(slugs[3])))

    def found(text: str) -> list[int]:
        return match_rows(FIVE, FIVE.all_rows, parse(text), NOW, personal)

    assert found("is:marked") == [3]
    assert found("is:watched") == [1, 3]
    assert found("is:watched -is:marked") == [1]
    assert _found("is:watched") == []


# -- grids -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [1, 2]),
        ("queues", [1]),
        ("later", [1]),
        ('"better interfaces"', [2]),
        ("workers-,", []),
        ("-admin", [1]),
        ("members:>1", [1]),
        ("members:1", [2]),
        ("stars:>=120", [1]),
        ("stars:<120", [2]),
        ("commits:unknown", [1, 2]),
        ("admin or members:2", [1, 2]),
    ],
)
def test_grids(text: str, ids: list[int]) -> None:
    packages = [made_package(1, "a", repo_watchers=20), made_package(2, "b", repo_watchers=100)]
    catalog = made_catalog(packages, grids=GRIDS)
    found = match_grids(catalog, GRIDS, parse(text, GRID_KEYS), NOW)
    assert [grid.id for grid in found] == ids


# -- whatever is asked of whatever there is -----------------------------------------------


words = st.text("aäB_c:é日", min_size=1, max_size=3).filter(lambda it: ":" not in it[1:])
texts = st.lists(words, max_size=4).map(" ".join)


@given(texts, texts, st.lists(words, max_size=3), st.lists(words, max_size=2))
def test_what_is_found_has_all_that_is_wanted_and_nothing_unwanted(
    title: str, description: str, wanted: list[str], unwanted: list[str]
) -> None:
    package = made_package(1, title, slug="x", repo_description=description, participants=("ann",))
    found = _found(" ".join((*wanted, *(f"-{it}" for it in unwanted))), made_catalog([package]))
    fields = [fold(it) for it in (title, "x", description, "ann")]

    def occurs(word: str) -> bool:
        return any(fold(word) in it for it in fields)

    assert bool(found) == (all(map(occurs, wanted)) and not any(map(occurs, unwanted)))


@given(st.text(min_size=1, max_size=60).map(clean).map(fold))
def test_a_title_in_quotes_finds_its_package(title: str) -> None:
    if title.strip() and '"' not in title:
        assert _found(f'"{title}"', made_catalog([made_package(1, title)])) == [1]


@settings(max_examples=60)
@given(catalogs, queries, queries)
def test_groups_are_intersections_unions_and_rests(
    catalog: Catalog, one: Query, other: Query
) -> None:
    def rows(query: Query) -> set[int]:
        found = match_rows(catalog, catalog.all_rows, query, NOW)
        assert found == sorted(found)
        return set(found)

    assert rows(both((one, other))) == rows(one) & rows(other)
    assert rows(either((one, other))) == rows(one) | rows(other)
    assert rows(Not(one)) == set(catalog.all_rows) - rows(one)


@given(catalogs)
def test_a_figure_is_more_or_less_or_equal_or_unknown(catalog: Catalog) -> None:
    for key in ("stars", "forks", "commits", "active", "people"):
        parts = [
            row
            for value in ("<10", "10", ">10", "unknown")
            for row in match_rows(catalog, catalog.all_rows, Fact(key, value), NOW)
        ]
        assert sorted(parts) == [*catalog.all_rows]

"""The filter of a list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import made_catalog, made_grid, made_package, recorded_package
from tests.server.recorded import THE_FIVE

from pkgtui.models.catalog import Catalog
from pkgtui.models.words import match_grids, match_rows, parse
from pkgtui.text import clean, fold

FIVE = made_catalog(map(recorded_package, THE_FIVE))
GRIDS = [
    made_grid(1, "Workers, Queues, and Tasks", description="Do it later"),
    made_grid(2, "Admin", description="Better\n  interfaces"),
]


def _found(text: str, catalog: Catalog = FIVE) -> list[int]:
    return [catalog.packages[row].id for row in match_rows(catalog, catalog.all_rows, text)]


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
        ('-""', list(THE_FIVE)),
        ("nowhere", []),
        ("-nowhere", list(THE_FIVE)),
    ],
)
def test_the_five(text: str, ids: list[int]) -> None:
    assert _found(text) == ids


def test_rows_keep_the_order_they_come_in() -> None:
    assert match_rows(FIVE, [4, 1, 3], "django") == [4, 1, 3]
    assert match_rows(FIVE, [4, 0], "") == [4, 0]


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


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", [1, 2]),
        ("queues", [1]),
        ("later", [1]),
        ('"better interfaces"', [2]),
        ("workers-,", []),
        ("-admin", [1]),
    ],
)
def test_grids(text: str, ids: list[int]) -> None:
    assert [grid.id for grid in match_grids(GRIDS, text)] == ids


def test_an_endless_filter_is_cut() -> None:
    assert _found("procrastinate " * 5000) == [5924]
    assert _found("-" * 10_000) == list(THE_FIVE)


words = st.text("aäB_c:é日", min_size=1, max_size=3)
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


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_a_filter(text: str) -> None:
    query = parse(text)
    assert all(query.wanted)
    assert all(query.unwanted)
    assert set(_found(text)) <= set(THE_FIVE)


@given(st.text(min_size=1, max_size=60).map(clean).map(fold))
def test_a_title_in_quotes_finds_its_package(title: str) -> None:
    if title.strip() and '"' not in title:
        assert _found(f'"{title}"', made_catalog([made_package(1, title)])) == [1]

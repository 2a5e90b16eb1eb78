"""Orders by one column and by several: read, written, told and applied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import made_catalog, made_package

from pkgtui.models.order import (
    MOST_KEYS,
    Order,
    SortKey,
    order_of,
    order_text,
    order_words,
    sorted_by,
    turned,
    with_further,
)
from pkgtui.models.sorting import SORTS, sort_rows

orders = st.lists(
    st.builds(SortKey, st.sampled_from(sorted(SORTS)), st.booleans()),
    max_size=MOST_KEYS,
    unique_by=lambda key: key.id,
).map(tuple)


@given(orders)
def test_reading_and_writing_are_inverse(order: Order) -> None:
    assert order_of(order_text(order), SORTS) == order


@given(orders)
def test_turned_twice_is_as_before(order: Order) -> None:
    assert turned(turned(order)) == order
    assert all(one.reversed != other.reversed for one, other in zip(order, turned(order)))  # noqa: B905 - turned keeps the length, or the line above fails


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour", "no order 'colour'"),
        ("stars,-stars", "stars stands twice"),
        ("stars,forks,name,trend,people,version", "at most 5"),
    ],
)
def test_what_is_no_order_is_refused_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        order_of(text, SORTS)


def test_any_text_is_an_order_or_refused_in_a_sentence() -> None:
    assert order_of(" ,, stars , ", SORTS) == (SortKey("stars"),)
    assert order_of("", SORTS) == ()


def test_each_column_decides_between_what_is_equal_so_far() -> None:
    catalog = made_catalog(
        [
            made_package(1, "few old", repo_watchers=1, repo_forks=3),
            made_package(2, "many", repo_watchers=9, repo_forks=2),
            made_package(3, "unknown", repo_watchers=-1, repo_forks=5),
            made_package(4, "few new", repo_watchers=1, repo_forks=8),
        ]
    )

    def titles(text: str) -> list[str]:
        rows = sort_rows(catalog, catalog.all_rows, order_of(text, SORTS))
        return [catalog.packages[row].title for row in rows]

    assert titles("stars,forks") == ["many", "few new", "few old", "unknown"]
    assert titles("stars,-forks") == ["many", "few old", "few new", "unknown"]
    assert titles("-stars,forks") == ["few new", "few old", "many", "unknown"]


def test_the_choice_adds_turns_and_takes_out_a_column() -> None:
    order: Order = (SortKey("stars"),)
    for expected in ("stars,forks", "stars,-forks", "stars"):
        order = with_further(order, "forks")
        assert order_text(order) == expected
    for sort in ("forks", "name", "trend", "people", "commit"):
        order = with_further(order, sort)
    assert order_text(order) == "forks,name,trend,people,commit"


def test_one_column_alone_is_turned_when_it_leads() -> None:
    order = sorted_by(order_of("stars,name", SORTS), "forks")
    assert order_text(order) == "forks"
    assert order_text(sorted_by(order, "forks")) == "-forks"


def test_the_order_is_told_to_people() -> None:
    assert order_words(order_of("stars,-name", SORTS), SORTS) == "stars, then name reversed"

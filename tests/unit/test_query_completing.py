"""What a filter offers to be typed next."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records import made_catalog, made_category, made_grid, made_package
from tests.unit.catalogs import catalogs
from tests.unit.queries import texts

from pkgtui.models.catalog import Catalog
from pkgtui.models.query import EVERYTHING, GRID_KEYS, PACKAGE_KEYS, complete, parse

CATALOG = made_catalog(
    [
        made_package(1, "a", category=1, participants=("ann", 'Bob "B" Lee', "Anna Lee")),
        made_package(2, "b", category=2, participants=("Anna Lee",)),
    ],
    grids=[
        made_grid(1, "Forms", packages=(1,)),
        made_grid(2, "Task Queues", packages=(1, 2)),
    ],
    categories=[made_category(1, "App"), made_category(2, "Other")],
)


def _offered(before: str, after: str = "", catalog: Catalog = CATALOG) -> list[str]:
    """What the whole text becomes, the cursor being between `before` and `after`."""
    text = before + after
    return [
        text[: it.start] + it.text + text[it.end :] for it in complete(catalog, text, len(before))
    ]


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("st", ["stars:"]),
        ("ST", ["stars:"]),
        ("cron -st", ["cron -stars:"]),
        ("(st", ["(stars:"]),
        ("comm", ["commits:", "commit:"]),
        ("nothing", []),
        ('"st', []),
        ("trend:", ["trend:up", "trend:level", "trend:down", "trend:unknown"]),
        ("a -is:q", ["a -is:quiet"]),
        ("health:g", ["health:good"]),
        ("stars:>1k", ["stars:>1k"]),
        ("stars:u", ["stars:unknown"]),
        ("version:n", ["version:none"]),
        ("grid:", ["grid:task-queues", "grid:forms"]),
        ("grid:que", ["grid:task-queues"]),
        ('grid:"task q', ["grid:task-queues"]),
        ("cat:", ["cat:app", "cat:other"]),
        ("by:an", ['by:"Anna Lee"', "by:ann"]),
        ("by:@AN", ['by:"Anna Lee"', "by:ann"]),
        ("by:lee", ['by:"Anna Lee"']),
        ("nokey:", []),
    ],
)
def test_what_is_offered(typed: str, offered: list[str]) -> None:
    assert _offered(typed) == offered


def test_the_rest_of_the_text_stays() -> None:
    assert _offered("cron st", " -docs:no") == ["cron stars: -docs:no"]
    assert _offered("trend:d", "o or cron") == ["trend:down or cron"]
    assert _offered("", "cron")[0] == "stars:cron"


def test_all_keys_are_offered_where_no_word_is_begun() -> None:
    for text in ("", "cron ", "cron ("):
        assert _offered(text) == [f"{text}{key}:" for key in PACKAGE_KEYS]
    assert [it.text for it in complete(CATALOG, "", 0, GRID_KEYS)] == [
        "members:",
        "stars:",
        "commits:",
    ]


def test_each_offer_says_what_it_means() -> None:
    for key in PACKAGE_KEYS:
        assert all(it.about for it in complete(CATALOG, f"{key}:", len(key) + 1))
    (queues, _) = complete(CATALOG, "grid:", 5)
    assert queues.about == "Task Queues: 2 packages"


def test_of_many_people_those_with_most_packages_are_offered() -> None:
    names = [f"ann{number}" for number in range(300)]
    packages = [
        made_package(1, "a", participants=names),
        made_package(2, "b", participants=names[200:]),
    ]
    offered = complete(made_catalog(packages), "by:ann", 6)
    assert len(offered) == 50
    assert all(it.about == "2 packages" for it in offered)


@settings(max_examples=50)
@given(catalogs, texts, st.integers(0, 100))
def test_whatever_is_typed_a_piece_of_it_is_completed(
    catalog: Catalog, text: str, cursor: int
) -> None:
    cursor = min(cursor, len(text))
    for it in complete(catalog, text, cursor):
        assert 0 <= it.start <= cursor <= it.end <= len(text)


@settings(max_examples=30)
@given(catalogs)
def test_every_value_that_is_offered_can_be_asked_for(catalog: Catalog) -> None:
    for key in PACKAGE_KEYS:
        for it in complete(catalog, f"{key}:", len(key) + 1):
            assert parse(it.text) != EVERYTHING

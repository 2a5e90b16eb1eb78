"""The search by a filter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.records import made_catalog, made_grid, made_package
from tests.unit.catalogs import NOW, catalogs
from tests.unit.queries import queries

from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.models.query import Query, match_rows, parse
from pkgtui.models.query.finding import find
from pkgtui.models.query.nodes import Fact
from pkgtui.models.search import SearchIndex

CATALOG = made_catalog(
    [
        made_package(1, "Celery", repo_watchers=900, repo_description="A task queue"),
        made_package(2, "Task runner", repo_watchers=50, repo_description="Runs each task"),
        made_package(3, "Crontab", repo_watchers=5, participants=("ann",)),
        made_package(4, "Procrastinate", repo_description="Task queue on a database"),
    ],
    grids=[made_grid(1, "Task Queues", packages=(1, 4)), made_grid(2, "Cron", packages=(3,))],
)
INDEX = SearchIndex(CATALOG)


def _found(text: str) -> list[str]:
    return [hit.title for hit in find(INDEX, parse(text), NOW).hits]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("", []),
        ("cron", ["Cron", "Crontab"]),
        ("procrastniate", ["Procrastinate"]),
        ("task stars:>10", ["Task runner", "Celery"]),
        ("stars:>10", ["Celery", "Task runner"]),
        ("procrastniate stars:unknown", ["Procrastinate"]),
        ("procrastniate stars:>10", []),
        ("task -queue", ["Task runner"]),
        ('"task queue" -celery', ["Task Queues", "Procrastinate"]),
        ("cron or celery", ["Celery", "Cron", "Crontab"]),
        ("(cron stars:<9) or celery", ["Celery", "Crontab"]),
        ("task (stars:50 or stars:900)", ["Task runner", "Celery"]),
        ("-task", ["Crontab", "Cron"]),
        ("by:ann", ["Crontab"]),
    ],
)
def test_words_are_found_loosely_and_facts_hold(text: str, titles: list[str]) -> None:
    assert _found(text) == titles


def test_words_alone_are_searched_as_they_always_were() -> None:
    for words in ("task", "task queue", "cron", "ann", "procrast"):
        assert find(INDEX, parse(words), NOW) == INDEX.search(words)


def test_the_best_are_shown_and_all_are_counted() -> None:
    results = find(INDEX, parse("task"), NOW, limit=1)
    assert (len(results.hits), results.total) == (1, 4)
    assert find(INDEX, parse("is:marked"), NOW, Personal(basket=("celery",))).total == 1


@settings(max_examples=50)
@given(catalogs, queries)
def test_who_asks_for_facts_finds_packages_that_have_them(catalog: Catalog, query: Query) -> None:
    results = find(SearchIndex(catalog), query, NOW, limit=1000)
    assert results.total == len(results.hits)
    if isinstance(query, Fact):
        rows = match_rows(catalog, catalog.all_rows, query, NOW)
        assert {hit.id for hit in results.hits} == {catalog.packages[row].id for row in rows}

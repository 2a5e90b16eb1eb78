"""A look at packages as one filter and as a command means what the list shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import catalogs

from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import ListView
from pkgtui.models.query import match_rows, parse
from pkgtui.models.standing import GONE, marks
from pkgtui.models.wording import fact, packages_command, readable, whole_filter

NOW = datetime(2026, 2, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scope", "view", "words"),
    [
        ("", ListView(hidden=True), []),
        ("", ListView(), ["--", "-is:archived -is:unfollowed"]),
        ("cat:apps", ListView("queue or cron", hidden=True), ["cat:apps (queue or cron)"]),
        (
            "grid:forms",
            ListView("stars:>10", "-commit"),
            ["--sort", "-commit", "grid:forms stars:>10 -is:archived -is:unfollowed"],
        ),
        ("cat:apps", ListView("stars:many", hidden=True), ["cat:apps"]),
    ],
)
def test_the_command_of_a_list(scope: str, view: ListView, words: list[str]) -> None:
    assert packages_command(scope, view) == ["pkgtui", "packages", *words]


def test_a_name_of_words_and_quotes_is_one_value() -> None:
    assert fact("by", 'Ann "the" Bee') == 'by:"Ann  the  Bee"'
    assert whole_filter(fact("by", "Ann Bee"), ListView("-x")) == 'by:"Ann Bee" -x'


@given(catalogs, st.sampled_from(["", "a or b", "-a", "stars:>1", "is:quiet", "x:y"]))
def test_the_command_prints_what_the_list_shows(catalog: Catalog, words: str) -> None:
    scoped = match_rows(catalog, catalog.all_rows, parse("cat:app"), NOW)
    inside = match_rows(catalog, scoped, readable(words), NOW)
    shown = [row for row in inside if not GONE & {*marks(catalog, catalog.packages[row])}]
    command = packages_command("cat:app", ListView(words))
    assert match_rows(catalog, catalog.all_rows, parse(command[-1]), NOW) == shown

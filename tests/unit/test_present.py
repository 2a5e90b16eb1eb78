"""Sparklines and bars: from zero, the newest at the right, none unlike few."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgtui.models.activity import Activity
from pkgtui.tui.present import (
    ASCII,
    UNICODE,
    Glyphs,
    bar_rows,
    glyphs_for,
    month_labels,
    sparkline,
)

WEEKS = st.lists(st.integers(0, 10_000), max_size=120)


@given(WEEKS, st.integers(0, 80))
def test_a_sparkline_has_exactly_its_cells_or_nothing_to_show(weeks: list[int], cells: int) -> None:
    line = sparkline(weeks, cells)
    assert len(line) == (cells if weeks and cells else 0)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=52))
def test_weeks_without_commits_look_like_no_other(weeks: list[int]) -> None:
    line = sparkline(weeks, len(weeks))
    for glyph, commits in zip(line, weeks, strict=True):
        assert (glyph == UNICODE.none) == (commits == 0)
        assert glyph == "█" or commits < max(weeks) or commits == 0


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_a_constant_year_is_full_and_an_empty_one_empty(glyphs: Glyphs) -> None:
    assert sparkline([5] * 52, 26, glyphs) == glyphs.bars[-1] * 26
    assert sparkline([0] * 52, 26, glyphs) == glyphs.none * 26
    assert sparkline([], 26, glyphs) == ""


def test_a_single_commit_is_not_lost_beside_many() -> None:
    assert sparkline([0, 1, 1000], 3) == "·▁█"


def test_few_weeks_stand_at_the_right_end() -> None:
    assert sparkline([3], 5) == "    █"


@given(st.lists(st.integers(0, 500), min_size=1, max_size=52), st.integers(1, 20))
def test_bars_grow_from_the_ground_to_the_peak(values: list[int], height: int) -> None:
    rows = bar_rows(values, height)
    assert len(rows) == height
    for at, value in enumerate(values):
        column = [row[at] for row in reversed(rows)]
        inked = [glyph != " " for glyph in column]
        assert inked == sorted(inked, reverse=True)
        assert any(inked) == (value > 0)
        assert column[-1] == "█" or value < max(values) or value == 0


def test_months_are_named_under_the_weeks_they_begin_in() -> None:
    year = Activity((1,) * 52, date(2026, 2, 15))
    labels = month_labels(year, 1)
    assert labels.split() == ["Feb", "Jun", "Sep", "Dec"]
    assert len(labels) <= 55
    assert month_labels(Activity((1,) * 52, None), 1) == ""


@pytest.mark.parametrize(
    ("encoding", "term", "glyphs"),
    [
        ("utf-8", "xterm-256color", UNICODE),
        ("UTF8", "xterm", UNICODE),
        ("utf-8", "linux", ASCII),
        ("iso-8859-1", "xterm", ASCII),
        ("ascii", "xterm", ASCII),
        ("no-such-encoding", "xterm", ASCII),
    ],
)
def test_signs_fit_the_terminal(encoding: str, term: str, glyphs: Glyphs) -> None:
    assert glyphs_for({"TERM": term}, encoding) is glyphs


def test_ascii_signs_are_ascii() -> None:
    signs = [value for value in msgspec.structs.asdict(ASCII).values() if isinstance(value, str)]
    assert all(sign.isascii() for sign in [*signs, *ASCII.trend.values()])

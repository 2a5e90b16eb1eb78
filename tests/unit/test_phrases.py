"""Numbers, ages and dates in words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgtui import phrases

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_counts() -> None:
    assert phrases.count(1197) == "1,197"
    assert phrases.count(5400, "package") == "5,400 packages"
    assert phrases.count(1, "package") == "1 package"
    assert phrases.count(0, "package") == "0 packages"
    assert phrases.count(2, "category", "categories") == "2 categories"
    assert phrases.count(None, "package") == "unknown"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (1197, "1.1k"),
        (9999, "9.9k"),
        (10_000, "10k"),
        (999_999, "999k"),
        (1_000_000, "1M"),
        (10**12, ">999M"),
        (None, "?"),
    ],
)
def test_short_counts_never_say_more_than_there_is(number: int | None, words: str) -> None:
    assert phrases.short_count(number) == words


@given(st.integers(0, 10**15))
def test_short_counts_fit_a_column(number: int) -> None:
    assert len(phrases.short_count(number)) <= 5


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=2), "2 days"),
        (timedelta(days=60), "60 days"),
        (timedelta(days=61), "2 months"),
        (timedelta(days=280), "9 months"),
        (timedelta(days=730), "23 months"),
        (timedelta(days=731), "2 years"),
        (timedelta(days=2000), "5 years"),
    ],
)
def test_ages(passed: timedelta, words: str) -> None:
    assert phrases.age(NOW - passed, NOW) == words


@given(st.timedeltas(timedelta(0), timedelta(days=300_000)))
def test_an_age_never_counts_less_than_one(passed: timedelta) -> None:
    words = phrases.age(NOW - passed, NOW)
    assert words == "just now" or re.fullmatch(r"[1-9][0-9,]* (min|h|days|months|years)", words)


def test_ago() -> None:
    assert phrases.ago(NOW - timedelta(minutes=12), NOW) == "12 min ago"
    assert phrases.ago(NOW, NOW) == "just now"
    assert phrases.ago(None, NOW) == "at an unknown time"
    assert phrases.age(None, NOW) == "unknown"


def test_dates_in_their_own_zone() -> None:
    late = datetime.fromisoformat("2026-02-15T23:30:00-05:00")
    assert phrases.day(late) == "15 Feb 2026"
    assert phrases.day(date(2026, 12, 1)) == "1 Dec 2026"
    assert phrases.month(date(2024, 6, 4)) == "Jun 2024"
    assert phrases.month_name(date(2024, 5, 4)) == "May"
    assert phrases.day(None) == phrases.month(None) == "unknown"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "now"),
        (0.5, "12 h"),
        (3, "3 d"),
        (59, "59 d"),
        (70, "2 mo"),
        (800, "2 y"),
        (9000, "24 y"),
    ],
)
def test_short_ages(days: float, words: str) -> None:
    assert phrases.short_age(NOW - timedelta(days=days), NOW) == words


def test_an_unknown_age_is_short_too() -> None:
    assert phrases.short_age(None, NOW) == "?"

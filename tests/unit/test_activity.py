"""What 52 weeks of commits say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import recorded_package

from pkgtui.models.activity import Activity, Trend, buckets

LAST_DAY = date(2026, 2, 15)
weeks_of_commits = st.lists(st.integers(0, 500), max_size=60).map(tuple)


def test_procrastinate_is_busy() -> None:
    activity = recorded_package(5924).activity
    assert len(activity.weeks) == 52
    assert (activity.total, activity.peak) == (364, 41)
    assert (activity.recent, activity.before) == (66, 49)
    assert activity.trend is Trend.UP
    assert activity.active_weeks == 42
    assert activity.ends == LAST_DAY


@pytest.mark.parametrize("key", [2948, 3324])
def test_a_year_without_commits_is_known_to_be_one(key: int) -> None:
    activity = recorded_package(key).activity
    assert activity.known
    assert len(activity.weeks) == 52
    assert (activity.total, activity.peak, activity.active_weeks) == (0, 0, 0)
    assert activity.trend is Trend.LEVEL
    assert activity.ends == LAST_DAY


def test_commits_of_the_last_week_alone_stand_at_the_right_end() -> None:
    activity = recorded_package(1776).activity
    assert activity.weeks == (0,) * 51 + (10,)
    assert (activity.recent, activity.before) == (10, 0)
    assert activity.trend is Trend.UP
    assert activity.day_of_week(activity.weeks.index(10)) == LAST_DAY
    assert buckets(activity.weeks, 3)[-2:] == (0, 10)


def test_two_single_commits_keep_their_weeks() -> None:
    activity = recorded_package(1412).activity
    assert (activity.total, activity.peak, activity.active_weeks) == (2, 1, 2)
    assert [week for week, commits in enumerate(activity.weeks) if commits] == [16, 41]
    assert (activity.recent, activity.before) == (1, 0)
    assert activity.day_of_week(41) == date(2025, 12, 7)


def test_nothing_is_claimed_of_weeks_the_site_did_not_send() -> None:
    unknown = Activity((), None)
    assert not unknown.known
    assert unknown.total is unknown.peak is unknown.active_weeks is None
    assert unknown.recent is unknown.before is None
    assert unknown.trend is None
    assert unknown.day_of_week(-1) is None


@pytest.mark.parametrize(
    ("length", "recent", "before"),
    [(1, None, None), (12, None, None), (13, 13, None), (25, 13, None), (26, 13, 13), (53, 13, 13)],
)
def test_quarters_need_all_their_weeks(length: int, recent: int | None, before: int | None) -> None:
    activity = Activity((1,) * length, LAST_DAY)
    assert (activity.recent, activity.before) == (recent, before)
    assert activity.trend is (None if before is None else Trend.LEVEL)


@pytest.mark.parametrize(
    ("before", "recent", "trend"),
    [
        (100, 110, Trend.LEVEL),
        (100, 111, Trend.UP),
        (100, 90, Trend.LEVEL),
        (100, 89, Trend.DOWN),
        (0, 0, Trend.LEVEL),
        (0, 1, Trend.UP),
        (1, 0, Trend.DOWN),
    ],
)
def test_a_change_within_a_tenth_is_none(before: int, recent: int, trend: Trend) -> None:
    assert Activity((before, *(0,) * 12, recent, *(0,) * 12), LAST_DAY).trend is trend


def test_weeks_count_back_from_the_last() -> None:
    activity = Activity((1, 2, 3), LAST_DAY)
    assert activity.day_of_week(2) == activity.day_of_week(-1) == LAST_DAY
    assert activity.day_of_week(0) == activity.day_of_week(-3) == date(2026, 2, 1)


@given(weeks_of_commits, st.integers(-1, 70))
def test_buckets_keep_every_commit(weeks: tuple[int, ...], size: int) -> None:
    assert sum(buckets(weeks, size)) == sum(weeks)


@given(weeks_of_commits, st.integers(1, 70))
def test_buckets_are_full_from_the_newest_on(weeks: tuple[int, ...], size: int) -> None:
    grouped = buckets(weeks, size)
    assert len(grouped) == -(-len(weeks) // size)
    for back, group in enumerate(reversed(grouped)):
        end = len(weeks) - back * size
        assert group == sum(weeks[max(0, end - size) : end])

"""The verdict on a package and the evidence it is made of."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import (
    LOOKED,
    SYNCED,
    made_catalog,
    made_category,
    made_package,
    recorded_package,
)
from tests.server.recorded import THE_FIVE
from tests.unit.catalogs import catalogs

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Category
from pkgtui.models.evidence import RULES
from pkgtui.models.health import (
    FAIR_FROM,
    GOOD_FROM,
    Health,
    Signal,
    Verdict,
    assess,
    scores,
    verdict,
    verdict_of,
)

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ALIVE: dict[str, Any] = {
    "last_updated": LOOKED - 10 * DAY,
    "commits_over_52": (3,) * 52,
    "participants": ("ann", "bob", "cid", "dan", "eve"),
    "pypi_version": "1.0",
    "documentation_url": "https://docs.example",
}


def _assess(
    archived: frozenset[int] | None = frozenset(),
    categories: list[Category] | None = None,
    **fields: Any,
) -> Health:
    """Judge a package among others that the site looked at on time."""
    others = [made_package(key, f"other {key}") for key in range(101, 106)]
    package = made_package(1, "it", **fields)
    catalog = made_catalog([package, *others], categories=categories or [], archived=archived)
    return assess(catalog, package)


def _signal(name: str, archived: frozenset[int] | None = frozenset(), **fields: Any) -> Signal:
    return next(it for it in _assess(archived, **fields).signals if it.name == name)


# -- each signal at its borders ------------------------------------------------------------


@pytest.mark.parametrize(
    ("silence", "points", "value"),
    [
        (-DAY, 100, "new"),
        (timedelta(), 100, "new"),
        (90 * DAY - SECOND, 100, "2 months before the site looked"),
        (90 * DAY, 80, "2 months before the site looked"),
        (365 * DAY - SECOND, 80, "11 months before the site looked"),
        (365 * DAY, 55, "11 months before the site looked"),
        (730 * DAY - SECOND, 55, "23 months before the site looked"),
        (730 * DAY, 15, "23 months before the site looked"),
        (1095 * DAY - SECOND, 15, "2 years before the site looked"),
        (1095 * DAY, 0, "2 years before the site looked"),
    ],
)
def test_last_commit(silence: timedelta, points: int, value: str) -> None:
    signal = _signal("last commit", last_updated=LOOKED - silence)
    assert (signal.points, signal.value) == (points, value)
    assert signal.as_of == LOOKED.date()


@pytest.mark.parametrize(
    ("weeks", "points", "value"),
    [
        ((1,) * 13 + (0,) * 39, 100, "13 of 52"),
        ((9,) * 12 + (0,) * 40, 70, "12 of 52"),
        ((1,) * 4 + (0,) * 48, 70, "4 of 52"),
        ((99,) * 3 + (0,) * 49, 40, "3 of 52"),
        ((1,) + (0,) * 51, 40, "1 of 52"),
        ((0,) * 52, 0, "0 of 52"),
        ((1,) + (0,) * 12, 70, "1 of 13"),
        ((1,) * 12, None, "12 of 12"),
        ((), None, "unknown"),
    ],
)
def test_active_weeks(weeks: tuple[int, ...], points: int | None, value: str) -> None:
    signal = _signal("active weeks", commits_over_52=weeks)
    assert (signal.points, signal.value) == (points, value)


@pytest.mark.parametrize(
    ("before", "recent", "points", "value"),
    [
        (100, 111, 100, "up, 111 commits after 100"),
        (100, 90, 100, "level, 90 commits after 100"),
        (100, 89, 40, "down, 89 commits after 100"),
        (0, 1, 100, "up, 1 commit after 0"),
        (1, 0, 40, "down, 0 commits after 1"),
        (0, 0, None, "no commits to compare"),
    ],
)
def test_trend(before: int, recent: int, points: int | None, value: str) -> None:
    weeks = (5,) * 26 + (before,) + (0,) * 12 + (recent,) + (0,) * 12
    signal = _signal("trend", commits_over_52=weeks)
    assert (signal.points, signal.value) == (points, value)
    assert _signal("trend", commits_over_52=weeks[-25:]).points is None


@pytest.mark.parametrize(
    ("names", "points", "value"),
    [
        ("abcdef", 100, "6 people"),
        ("abcde", 100, "5 people"),
        ("abcd", 70, "4 people"),
        ("ab", 70, "2 people"),
        ("a", 25, "1 person"),
        (("renovate[bot]", "x[bot]", "y-bot", "a", "z[bot]", "b"), 70, "2 people, 4 bots"),
        (("renovate[bot]",), 0, "0 people, 1 bot"),
        ((), None, "unknown"),
    ],
)
def test_bus_factor(names: Any, points: int | None, value: str) -> None:
    signal = _signal("bus factor", participants=tuple(names))
    assert (signal.points, signal.value) == (points, value)


def test_people_who_are_not_named_count() -> None:
    assert _signal("bus factor", participants=("a",), unnamed=18_000).points == 100


@pytest.mark.parametrize(
    ("version", "link", "category", "points", "value"),
    [
        ("0.1", "", None, 100, "0.1"),
        ("0.1", "https://index.example/project/it/", 2, 100, "0.1"),
        (None, "", None, 0, "no, and no page on the index"),
        ("", "", 1, 0, "no, and no page on the index"),
        (None, "", 2, None, "unknown"),
        (None, None, 1, None, "unknown"),
        (None, "https://index.example/project/it/", 1, None, "unknown"),
    ],
)
def test_released(
    version: str | None, link: str | None, category: int | None, points: int | None, value: str
) -> None:
    projects = msgspec.structs.replace(made_category(2, "Project"), show_pypi=False)
    health = _assess(
        categories=[made_category(1, "App"), projects],
        category=category,
        pypi_version=version,
        pypi_url=link,
    )
    signal = next(it for it in health.signals if it.name == "released")
    assert (signal.points, signal.value) == (points, value)
    assert signal.as_of == SYNCED.date()


@pytest.mark.parametrize(
    ("link", "points", "value"),
    [
        ("https://docs.example", 100, "linked"),
        ("", 25, "no link"),
        (None, None, "unknown"),
    ],
)
def test_documentation(link: str | None, points: int | None, value: str) -> None:
    signal = _signal("documentation", documentation_url=link)
    assert (signal.points, signal.value) == (points, value)


@pytest.mark.parametrize(
    ("looked", "points", "value"),
    [
        (LOOKED, 100, "yes, last on 15 Feb 2026"),
        (LOOKED - 60 * DAY + SECOND, 100, "yes, last on 17 Dec 2025"),
        (LOOKED - 60 * DAY, 0, "no, not since 17 Dec 2025"),
        (None, None, "unknown"),
    ],
)
def test_followed_by_the_site(looked: datetime | None, points: int | None, value: str) -> None:
    signal = _signal("followed by the site", last_fetched=looked)
    assert (signal.points, signal.value) == (points, value)


@pytest.mark.parametrize(
    ("archived", "points", "value"),
    [
        (frozenset(), 100, "no"),
        (frozenset({1}), 0, "yes"),
        (None, None, "unknown"),
    ],
)
def test_archived(archived: frozenset[int] | None, points: int | None, value: str) -> None:
    signal = _signal("archived", archived)
    assert (signal.points, signal.value) == (points, value)


def test_every_signal_tells_where_it_comes_from_and_why() -> None:
    health = _assess(**ALIVE)
    assert sum(signal.weight for signal in health.signals) == 100
    assert [it.weight for it in health.signals] == sorted(
        (it.weight for it in health.signals), reverse=True
    )
    assert all(it.source and it.reason.endswith(".") and it.scale for it in health.signals)
    assert {it.as_of for it in health.signals} == {LOOKED.date(), SYNCED.date()}


# -- the verdict ---------------------------------------------------------------------------


def test_what_a_score_comes_to() -> None:
    found = [verdict_of(it) for it in (100, GOOD_FROM, GOOD_FROM - 1, FAIR_FROM, FAIR_FROM - 1, 0)]
    good, fair, poor = Verdict.GOOD, Verdict.FAIR, Verdict.POOR
    assert found == [good, good, fair, fair, poor, poor]
    assert verdict_of(None) is Verdict.UNKNOWN


def test_the_five() -> None:
    catalog = made_catalog(map(recorded_package, THE_FIVE), archived=frozenset())
    found = [assess(catalog, recorded_package(key)) for key in THE_FIVE]
    assert {key: (it.verdict.value, it.score) for key, it in zip(THE_FIVE, found, strict=True)} == {
        5924: ("good", 100),
        2948: ("poor", 44),
        3324: ("poor", 36),
        1776: ("good", 91),
        1412: ("good", 91),
    }


@pytest.mark.parametrize("people", [("ann",), ("renovate[bot]",), tuple("abcdefgh"), ()])
@pytest.mark.parametrize("weeks", [(0,) * 52, ()])
def test_a_finished_library_is_fair_when_it_is_quiet(
    people: tuple[str, ...], weeks: tuple[int, ...]
) -> None:
    quiet = {"last_updated": LOOKED - 425 * DAY, "commits_over_52": weeks, "participants": people}
    health = _assess(**(ALIVE | quiet))
    assert health.verdict is Verdict.FAIR


def test_who_is_dormant_and_never_released_is_poor() -> None:
    dormant = {"last_updated": LOOKED - 730 * DAY, "pypi_version": None, "pypi_url": ""}
    health = _assess(**(ALIVE | dormant))
    assert health.verdict is Verdict.POOR
    assert health.limits[0] == "Dormant and never released: poor at best"


def test_who_is_archived_is_poor_whatever_else() -> None:
    health = _assess(frozenset({1}), **ALIVE)
    assert (health.verdict, health.score) == (Verdict.POOR, 0)
    assert health.limits == ("Archived, deprecated or replaced: poor whatever else is the case",)
    assert _assess(frozenset({1}), last_fetched=None).verdict is Verdict.POOR


def test_who_is_no_longer_followed_is_fair_at_best() -> None:
    health = _assess(**ALIVE, last_fetched=LOOKED - 60 * DAY)
    assert (health.verdict, health.score) == (Verdict.FAIR, GOOD_FROM - 1)
    assert health.limits == ("No longer followed by the site: fair at best",)


def test_nothing_holds_down_who_is_alive() -> None:
    assert _assess(**ALIVE).limits == ()
    assert _assess(**ALIVE).score == 100


def test_without_a_sign_of_life_there_is_no_verdict() -> None:
    lifeless = ALIVE | {"last_updated": None, "commits_over_52": ()}
    health = _assess(**lifeless)
    assert (health.verdict, health.score) == (Verdict.UNKNOWN, None)


def test_what_is_not_known_is_never_counted_as_bad() -> None:
    known = _assess(**ALIVE).score
    for field, unknown in (
        ("commits_over_52", ()),
        ("participants", ()),
        ("documentation_url", None),
        ("pypi_version", None),
        ("last_fetched", None),
    ):
        assert _assess(**(ALIVE | {field: unknown})).score == known


def test_what_decides_is_told_first() -> None:
    def names(**fields: Any) -> list[str]:
        return [signal.name for signal in _assess(**(ALIVE | fields)).telling]

    weak = {"commits_over_52": (1,) + (0,) * 51, "participants": ("ann",)}
    assert names(**weak)[:3] == ["last commit", "released", "documentation"]
    silent = {"last_updated": LOOKED - 2000 * DAY, "commits_over_52": (0,) * 52}
    assert names(**silent) == ["last commit", "active weeks"]
    unknown = names(last_updated=None, commits_over_52=())
    assert unknown == ["last commit", "active weeks", "trend"]


# -- what holds for any package ------------------------------------------------------------

_moments = st.datetimes(datetime(1999, 1, 1), datetime(2030, 1, 1)).map(  # noqa: DTZ001 - strategies take naive bounds
    lambda moment: moment.replace(tzinfo=UTC)
)
_facts = st.fixed_dictionaries(
    {},
    optional={
        "last_updated": _moments,
        "last_fetched": st.none() | _moments,
        "commits_over_52": st.sampled_from([(), (1,), (0,) * 52, (2,) * 26, (0,) * 50 + (5, 5)]),
        "participants": st.sampled_from([(), ("ann",), ("x[bot]",), tuple("abcdef")]),
        "pypi_version": st.sampled_from([None, "", "1.0"]),
        "pypi_url": st.sampled_from([None, "", "https://index.example/project/it/"]),
        "documentation_url": st.sampled_from([None, "", "https://docs.example"]),
    },
)


def _order(score: int | None) -> int:
    return -1 if score is None else score


@given(_facts, _moments, st.timedeltas(timedelta(), timedelta(days=9000)))
def test_a_newer_commit_never_lowers_the_score(
    facts: dict[str, Any], commit: datetime, newer: timedelta
) -> None:
    older = _assess(**(facts | {"last_updated": commit})).score
    assert _order(_assess(**(facts | {"last_updated": commit + newer})).score) >= _order(older)


@given(_facts)
def test_being_archived_never_raises_the_score(facts: dict[str, Any]) -> None:
    for other in (None, frozenset[int]()):
        score = _assess(other, **facts).score
        assert score is None or _assess(frozenset({1}), **facts).score == 0 <= score


@given(_facts)
def test_what_can_only_be_good_never_lowers_the_score(facts: dict[str, Any]) -> None:
    before = _assess(**facts).score
    for better in (
        {"pypi_version": "1.0"},
        {"documentation_url": "https://docs.example"},
        {"participants": tuple("abcdefg")},
        {"last_updated": LOOKED},
    ):
        assert _order(_assess(**(facts | better)).score) >= _order(before)


@given(catalogs)
def test_no_catalog_is_without_an_answer(catalog: Catalog) -> None:
    every = scores(catalog)
    assert len(every) == len(catalog.packages)
    for package, score in zip(catalog.packages, every, strict=True):
        health = assess(catalog, package)
        assert health.score == score
        assert score is None or 0 <= score <= 100
        assert health.verdict is verdict_of(score) is verdict(catalog, package)
        assert [it.name for it in health.signals] == [rule.name for rule in RULES]
        for signal in health.signals:
            assert signal.value
            assert signal.points is None or 0 <= signal.points <= 100
            assert signal.as_of is None or isinstance(signal.as_of, date)
            assert (signal.value == "unknown") <= (signal.points is None)

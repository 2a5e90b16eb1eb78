"""Which packages still live, and since when they do not."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import LOOKED, SYNCED, made_catalog, made_package, recorded_package
from tests.server.recorded import THE_FIVE
from tests.unit.catalogs import catalogs

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.standing import (
    WORDS,
    Mark,
    archived_ids,
    in_words,
    is_stale,
    marks,
    marks_by_row,
    seen_at,
)

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
moments = st.datetimes(datetime(1971, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - strategies take naive bounds
    lambda moment: moment.replace(tzinfo=timezone(timedelta(hours=-5)))
)


def _among_others(package: Package, archived: frozenset[int] | None = frozenset()) -> Catalog:
    """Return a catalog whose other packages the site looked at on time."""
    others = [made_package(key, f"other {key}") for key in range(101, 106)]
    return made_catalog([package, *others], archived=archived)


def _marks(archived: frozenset[int] | None = frozenset(), **fields: Any) -> list[Mark]:
    package = made_package(1, "it", **fields)
    return list(marks(_among_others(package, archived), package))


@pytest.mark.parametrize(
    ("silence", "found"),
    [
        (-5 * DAY, []),
        (0 * DAY, []),
        (365 * DAY - SECOND, []),
        (365 * DAY, [Mark.QUIET]),
        (730 * DAY - SECOND, [Mark.QUIET]),
        (730 * DAY, [Mark.DORMANT]),
        (9000 * DAY, [Mark.DORMANT]),
    ],
)
def test_silence(silence: timedelta, found: list[Mark]) -> None:
    assert _marks(last_updated=LOOKED - silence) == found


@pytest.mark.parametrize(
    ("behind", "found"),
    [(-DAY, []), (60 * DAY - SECOND, []), (60 * DAY, [Mark.UNFOLLOWED])],
)
def test_a_look_far_behind_the_others(behind: timedelta, found: list[Mark]) -> None:
    assert _marks(last_fetched=LOOKED - behind) == found


def test_the_most_serious_comes_first() -> None:
    long_ago = LOOKED - 800 * DAY
    found = _marks(frozenset({1}), last_updated=long_ago, last_fetched=long_ago)
    assert found == [Mark.ARCHIVED, Mark.UNFOLLOWED, Mark.DORMANT]
    assert found == sorted(found, key=list(Mark).index)


def test_what_is_not_known_gives_no_mark() -> None:
    assert _marks(None, last_updated=None, last_fetched=None) == []


def test_only_the_quiet_are_not_stale() -> None:
    quiet = made_package(1, "quiet", last_updated=LOOKED - 400 * DAY)
    dormant = made_package(2, "dormant", last_updated=LOOKED - 900 * DAY)
    active = made_package(3, "active", last_updated=LOOKED)
    catalog = made_catalog([quiet, dormant, active])
    assert [is_stale(catalog, it) for it in catalog.packages] == [False, True, False]
    archived = made_catalog([active], archived=frozenset({3}))
    assert is_stale(archived, active)


def test_silence_is_counted_to_the_last_round_and_not_to_today() -> None:
    package = made_package(1, "it", last_updated=LOOKED - 10 * DAY)
    catalog = _among_others(package)
    assert seen_at(catalog) == LOOKED
    assert marks(catalog, package) == ()


def test_no_round_was_after_the_walk() -> None:
    package = made_package(1, "it", last_updated=SYNCED, last_fetched=SYNCED + 3000 * DAY)
    catalog = made_catalog([package])
    assert seen_at(catalog) == SYNCED
    assert marks(catalog, package) == ()
    assert marks_by_row(catalog) == [()]


def test_one_wrong_look_does_not_leave_all_others_behind() -> None:
    package = made_package(1, "it", last_fetched=LOOKED + 3000 * DAY)
    catalog = _among_others(package)
    assert set(marks_by_row(catalog)) == {()}


def test_without_any_look_the_walk_was_the_last_round() -> None:
    package = made_package(1, "it", last_fetched=None, last_updated=SYNCED - 365 * DAY)
    assert seen_at(made_catalog([package])) == SYNCED
    assert marks(made_catalog([package]), package) == (Mark.QUIET,)


def test_the_five() -> None:
    catalog = made_catalog(map(recorded_package, THE_FIVE), archived=frozenset())
    found = {it.id: list(marks(catalog, it)) for it in catalog.packages}
    assert found == {
        5924: [],
        2948: [Mark.DORMANT],
        3324: [Mark.DORMANT],
        1776: [],
        1412: [],
    }


def test_in_words() -> None:
    assert all(WORDS[mark] for mark in Mark)
    package = made_package(
        1, "it", last_updated=LOOKED - 2000 * DAY, last_fetched=LOOKED - 100 * DAY
    )
    catalog = _among_others(package)

    def told(mark: Mark) -> str:
        return in_words(catalog, package, mark)

    assert told(Mark.ARCHIVED) == "archived, deprecated or replaced"
    assert told(Mark.UNFOLLOWED) == "no longer followed by the site since 7 Nov 2025"
    assert told(Mark.DORMANT) == "dormant for 5 years"


@given(catalogs)
def test_rows_are_marked_as_each_is_alone(catalog: Catalog) -> None:
    alone = [marks(catalog, package) for package in catalog.packages]
    assert list(marks_by_row(catalog)) == alone
    for package, found in zip(catalog.packages, alone, strict=True):
        assert not {Mark.DORMANT, Mark.QUIET} <= set(found)
        assert is_stale(catalog, package) == bool({*found} - {Mark.QUIET})
        assert (Mark.ARCHIVED in found) == bool(catalog.is_archived(package))


@given(moments, moments, st.timedeltas(timedelta(0), timedelta(days=20000)))
def test_a_newer_commit_never_marks(commit: datetime, now: datetime, newer: timedelta) -> None:
    seriousness = [(), (Mark.QUIET,), (Mark.DORMANT,)]
    packages = [
        made_package(key, "it", last_updated=at, last_fetched=now)
        for key, at in enumerate((commit, commit + newer))
    ]
    older, later = marks_by_row(made_catalog(packages))
    assert seriousness.index(later) <= seriousness.index(older)


def _listed(key: int, created: datetime | None, fetched: datetime | None = None) -> Package:
    return made_package(key, f"p {key}", created=created, last_fetched=fetched)


def test_a_package_younger_than_the_sitemap_may_be_is_not_archived() -> None:
    hour = timedelta(hours=1)
    packages = [
        _listed(1, SYNCED + hour),
        _listed(2, SYNCED - 11 * hour),
        _listed(3, SYNCED - 13 * hour),
        _listed(4, None),
        *(_listed(key, SYNCED - 400 * DAY, SYNCED) for key in range(5, 10)),
    ]
    assert archived_ids(packages, {f"p-{key}" for key in range(5, 10)}) == frozenset({3, 4})


def test_a_sitemap_of_few_packages_says_nothing() -> None:
    packages = [_listed(key, SYNCED, SYNCED) for key in range(1, 11)]
    assert archived_ids(packages, {f"p-{key}" for key in range(1, 5)}) is None
    assert archived_ids(packages, set()) is None
    assert archived_ids([], set()) == frozenset()

"""What two catalogs differ in: all of what is told, nothing that is not so, and never a flood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import NOW, SITE, catalog, package

from pkgtui.models import changes as rules
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.changes import Change, History, Kind, changes_between, followed, usual_move
from pkgtui.models.entries import Grid, Package

LATER = NOW + timedelta(days=7)


def walk(at: Any = LATER, **facts: Any) -> Generation:
    return Generation(site_url=SITE, synced_at=at, **facts)


def grid(key: int, *members: int) -> Grid:
    return Grid(key, f"Grid {key}", f"grid-{key}", "", False, members, False, None, None)


def next_week(*packages: Package, **facts: Any) -> Catalog:
    """As `catalog(...)`, a week later."""
    return catalog(*packages, **({"generation": walk()} | facts))


def told(old: Catalog, new: Catalog) -> list[tuple[Any, ...]]:
    """The changes in short: kind, package, grid, before, after."""
    return [
        (it.kind, it.package and it.package.id, it.grid and it.grid.id, it.before, it.after)
        for it in changes_between(old, new)
    ]


def of_one(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """What is told of one package that was so and is otherwise now: kind, before, after."""
    found = told(catalog(package(3, **before)), next_week(package(3, **after)))
    assert {it[1] for it in found} <= {3}
    return [(it[0], it[3], it[4]) for it in found]


def test_a_directory_that_stayed_as_it_was_has_nothing_to_tell() -> None:
    assert told(catalog(), next_week()) == []


def test_a_change_says_what_it_concerns_and_when_it_was_found() -> None:
    (change,) = changes_between(
        catalog(package(3)), next_week(package(3, title="Package 3", pypi_version="2.0"))
    )
    assert change == Change(
        Kind.RELEASED,
        LATER,
        rules.Named(3, "package-3", "Package 3"),
        before="1.0",
        after="2.0",
    )


def test_packages_come_and_go_with_their_grids() -> None:
    old, new = catalog(package(3), package(2)), next_week(package(4), package(3))
    assert told(old, new) == [
        (Kind.GONE, 2, None, "1.0", None),
        (Kind.NEW, 4, None, None, "1.0"),
        (Kind.JOINED, 4, 7, None, None),
    ]


def test_a_package_that_may_only_be_unreadable_is_not_said_to_have_left() -> None:
    old = catalog(package(3), package(2))
    for refused, kind in ((0, Kind.GONE), (1, Kind.MISSING)):
        new = next_week(package(3), generation=walk(refused=refused))
        assert told(old, new) == [(kind, 2, None, "1.0", None)]


@pytest.mark.parametrize(
    ("before", "after"), [("1.0", "1.1"), ("2.0", "1.0"), (None, "0.1"), ("1.0", None)]
)
def test_another_version_is_told_as_it_is(before: str | None, after: str | None) -> None:
    found = of_one({"pypi_version": before}, {"pypi_version": after})
    assert found == [(Kind.RELEASED, before, after)]


def test_packages_become_archived_and_come_back() -> None:
    old, new = catalog(archived=frozenset({1, 2})), next_week(archived=frozenset({2, 3}))
    assert told(old, new) == [
        (Kind.ARCHIVED, 3, None, None, None),
        (Kind.RESTORED, 1, None, None, None),
    ]


@pytest.mark.parametrize(("old", "new"), [(None, {3}), ({1}, None), (None, None)])
def test_where_the_site_does_not_say_what_is_archived_nothing_is_told(old: Any, new: Any) -> None:
    assert told(catalog(archived=old), next_week(archived=new)) == []


YEAR, WEEK = timedelta(days=365), timedelta(days=7)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # Both catalogs are judged as of their own day, a week apart.
        (LATER - YEAR, LATER - YEAR, [(Kind.QUIET, None, "quiet")]),
        (LATER - YEAR + SECOND, LATER - YEAR + SECOND, []),
        (NOW - YEAR, NOW - YEAR, []),
        (LATER - 2 * YEAR, LATER - 2 * YEAR, [(Kind.QUIET, "quiet", "dormant")]),
        (NOW - 2 * YEAR, NOW - YEAR, [(Kind.AWAKE, "dormant", "quiet")]),
        (NOW - YEAR, LATER, [(Kind.AWAKE, "quiet", None)]),
        (NOW - 3 * YEAR, LATER, [(Kind.AWAKE, "dormant", None)]),
        (NOW, LATER - 3 * YEAR, [(Kind.QUIET, None, "dormant")]),
        (None, NOW - YEAR, []),
        (NOW, None, []),
    ],
)
def test_packages_go_quiet_and_wake_up(before: Any, after: Any, expected: Any) -> None:
    found = of_one({"last_updated": before}, {"last_updated": after, "last_fetched": LATER})
    assert found == expected


def test_a_cache_that_grew_old_makes_nobody_quiet() -> None:
    # Nobody has looked at the repositories since, so nobody knows.
    silent = package(3, last_updated=NOW - YEAR + SECOND)
    years_later = catalog(silent, generation=walk(NOW + 3 * YEAR))
    assert told(catalog(silent), years_later) == []


def test_packages_join_and_leave_grids() -> None:
    old = catalog(grids=(grid(7, 1, 2), grid(8, 3)))
    new = next_week(grids=(grid(7, 2, 3), grid(8, 3)))
    assert told(old, new) == [(Kind.JOINED, 3, 7, None, None), (Kind.LEFT, 1, 7, None, None)]


def test_grids_come_and_go() -> None:
    old, new = catalog(grids=(grid(7, 1),)), next_week(grids=(grid(8, 2),))
    assert told(old, new) == [
        (Kind.JOINED, 2, 8, None, None),
        (Kind.GRID_NEW, None, 8, None, None),
        (Kind.GRID_GONE, None, 7, None, None),
    ]


def test_a_member_that_nobody_knows_changes_nothing() -> None:
    assert told(catalog(grids=(grid(7, 1),)), next_week(grids=(grid(7, 1, 99),))) == []


# Stars


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        (100, 110, False),
        (100, 111, True),
        (100, 89, True),
        (8100, 8190, False),
        (8100, 8191, True),
        (0, 9, False),
        (0, 10, True),
        (-1, 5000, False),
        (5000, -1, False),
        (None, 5000, False),
    ],
)
def test_stars_are_told_when_more_of_them_moved_than_chance_moves(
    before: int | None, after: int | None, is_told: bool
) -> None:
    found = of_one({"repo_watchers": before}, {"repo_watchers": after})
    assert found == ([(Kind.STARS, before, after)] if is_told else [])


def test_what_is_usual_is_taken_from_this_very_walk() -> None:
    # Half a year between two walks: everybody gained four roots of what they had.
    others = {key: (100 * key, 100 * key + 4 * round((100 * key) ** 0.5)) for key in range(1, 40)}
    assert usual_move(others.values()) == pytest.approx(16, rel=0.05)
    assert usual_move([*others.values()][:19]) == 1.0
    assert usual_move([(100, 100)] * 5000) == 1.0

    def stars(at: int, figures: Mapping[int, tuple[int, int]]) -> list[Package]:
        return [package(key, repo_watchers=pair[at]) for key, pair in figures.items()]

    figures = others | {50: (100, 250), 51: (100, 270)}
    found = told(catalog(*stars(0, figures)), next_week(*stars(1, figures)))
    assert found == [(Kind.STARS, 51, None, 100, 270)]


# What cannot be compared


@pytest.mark.parametrize(
    "facts", [{"complete": False}, {"sample": True}, {"site_url": "https://other.example"}]
)
def test_only_whole_catalogs_of_one_site_are_compared(facts: Any) -> None:
    other = msgspec.structs.replace(walk(), **facts)
    one = catalog(package(3, pypi_version="2.0"), generation=other)
    assert told(catalog(package(3)), one) == []
    assert told(one, catalog(package(3))) == []


def many(count: int, **facts: Any) -> list[Package]:
    return [package(key, grids=(), **facts) for key in range(1, count + 1)]


@pytest.mark.parametrize("sizes", [(400, 300), (300, 400), (51, 0), (0, 51)])
def test_a_directory_that_lost_or_gained_much_is_told_in_one_line(sizes: tuple[int, int]) -> None:
    before, after = (catalog(grids=()), next_week(grids=()))
    before, after = (
        msgspec.structs.replace(one, packages=tuple(many(size)), archived=None)
        for one, size in zip((before, after), sizes, strict=True)
    )
    (change,) = changes_between(before, after)
    assert change.kind is Kind.UNCOMPARED
    words = [f"{size} packages, 0 grids" for size in sizes]
    assert [change.before, change.after] == words


def test_what_an_ordinary_month_brings_is_compared() -> None:
    old, new = catalog(*many(400), grids=()), next_week(*many(330), grids=())
    assert {kind for kind, *_ in told(old, new)} == {Kind.GONE}
    assert len(told(old, new)) == 70


def test_a_sitemap_cut_short_does_not_archive_half_of_the_directory() -> None:
    old = catalog(*many(400), archived=frozenset())
    new = next_week(*many(400), archived=frozenset(range(100)))
    (change,) = changes_between(old, new)
    assert change.kind is Kind.UNCOMPARED
    assert change.after == "400 packages, 1 grid, 100 archived"


# Applying


class Facts(NamedTuple):
    """What changes tell of a catalog, in a form that they can be applied to."""

    version: dict[int, str | None]
    archived: set[int]
    rest: dict[int, Any]
    stars: dict[int, int | None]
    grids: set[int]
    members: set[tuple[int, int]]


def facts_of(one: Catalog) -> Facts:
    ids = {it.id for it in one.packages}
    return Facts(
        version={it.id: it.version for it in one.packages},
        archived=set(one.archived or ()) & ids,
        rest={it.id: rules._rest(one, it) for it in one.packages},
        stars={it.id: it.stars for it in one.packages},
        grids={it.id for it in one.grids},
        members={(it.id, member) for it in one.grids for member in it.packages if member in ids},
    )


def apply_changes(  # noqa: C901, PLR0912 - one branch for each kind
    facts: Facts, changes: Iterable[Change]
) -> Facts:
    version, rest, stars = dict(facts.version), dict(facts.rest), dict(facts.stars)
    archived, grids, members = set(facts.archived), set(facts.grids), set(facts.members)
    for change in changes:
        package_id = change.package.id if change.package else -1
        grid_id = change.grid.id if change.grid else -1
        match change.kind:
            case Kind.NEW | Kind.RELEASED:
                version[package_id] = change.after  # type: ignore[assignment] # text, of versions
            case Kind.GONE | Kind.MISSING:
                for kept in (version, rest, stars):
                    del kept[package_id]
                archived.discard(package_id)
                members = {pair for pair in members if pair[1] != package_id}
            case Kind.ARCHIVED:
                archived.add(package_id)
            case Kind.RESTORED:
                archived.remove(package_id)
            case Kind.QUIET | Kind.AWAKE:
                assert rest[package_id] == change.before
                rest[package_id] = change.after
            case Kind.STARS:
                assert stars[package_id] == change.before
                stars[package_id] = change.after  # type: ignore[assignment] # a number, of stars
            case Kind.JOINED:
                members.add((grid_id, package_id))
            case Kind.LEFT:
                members.remove((grid_id, package_id))
            case Kind.GRID_NEW:
                grids.add(grid_id)
            case Kind.GRID_GONE:
                grids.remove(grid_id)
                members = {pair for pair in members if pair[0] != grid_id}
            case Kind.UNCOMPARED:
                raise AssertionError(change)
    return Facts(version, archived, rest, stars, grids, members)


_keys = st.integers(1, 12)
_commits = st.sampled_from(
    [None, *(NOW - timedelta(days=days) for days in (0, 358, 365, 729, 999))]
)
_packages = st.lists(
    st.builds(
        package,
        _keys,
        pypi_version=st.sampled_from([None, "", "1.0", "1.1", "2.0"]),
        last_updated=_commits,
        repo_watchers=st.sampled_from([None, -1, 0, 5, 100, 105, 111, 150, 10_000, 10_101]),
        title=st.sampled_from(["A", "b", "Ä"]),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda it: it.id,
)
_grids = st.lists(
    st.builds(lambda key, members: grid(key, *members), _keys, st.lists(_keys, max_size=6)),
    max_size=5,
    unique_by=lambda it: it.id,
)
_archived = st.none() | st.frozensets(_keys)
_walks = st.builds(
    lambda packages, grids, archived: (packages, tuple(grids), archived),
    _packages,
    _grids,
    _archived,
)


def _made(parts: Any, at: Any) -> Catalog:
    packages, grids, archived = parts
    return catalog(*packages, grids=grids, archived=archived, generation=walk(at))


@given(_walks, _walks, st.sampled_from([0, 7, 365]))
def test_the_changes_applied_to_the_old_catalog_give_the_new_one(
    before: Any, after: Any, days: int
) -> None:
    old, new = _made(before, NOW), _made(after, NOW + timedelta(days=days))
    changes = changes_between(old, new)
    was, now, expected = facts_of(old), apply_changes(facts_of(old), changes), facts_of(new)

    assert now.version == expected.version
    assert now.grids == expected.grids
    assert now.members == expected.members
    stayed = was.version.keys() & expected.version.keys()
    if old.archived is not None and new.archived is not None:
        assert now.archived & stayed == expected.archived & stayed
    usual = usual_move(
        (was.stars[key], expected.stars[key])  # type: ignore[misc] # known, as is asked below
        for key in stayed
        if was.stars[key] is not None and expected.stars[key] is not None
    )
    for key in stayed:
        stars, figure = was.stars[key], expected.stars[key]
        if stars is not None and figure is not None and now.stars[key] != figure:
            # What is not told is no more than usual.
            assert abs(figure - stars) < 10 or rules._move(stars, figure) <= usual
        rows = old.package(key), new.package(key)
        if all(row is not None and row.last_commit for row in rows):
            assert now.rest[key] == expected.rest[key]


@given(_walks, _walks)
def test_every_change_is_one_and_in_its_place(before: Any, after: Any) -> None:
    changes = changes_between(_made(before, NOW), _made(after, LATER))
    assert len(set(map(repr, changes))) == len(changes)
    assert [it.kind for it in changes] == sorted((it.kind for it in changes), key=list(Kind).index)
    assert {it.seen_at for it in changes} <= {LATER}


# History


def weeks(number: int) -> Any:
    return NOW + timedelta(weeks=number)


def week(number: int, **facts: Any) -> Catalog:
    """The catalog of the n-th week, in which package 3 has the version of that number."""
    return catalog(
        package(3, pypi_version=str(number), grids=()), generation=walk(weeks(number)), **facts
    )


def test_a_history_has_the_newest_walk_first() -> None:
    history = History(since=NOW)
    for number in (1, 2):
        history = followed(history, week(number - 1), week(number))
    assert [(it.seen_at, it.before, it.after) for it in history.changes] == [
        (weeks(2), "1", "2"),
        (weeks(1), "0", "1"),
    ]
    assert (history.since, history.dropped) == (NOW, 0)


def test_a_history_is_bounded_and_tells_what_it_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_AT_ONCE", 30)
    monkeypatch.setattr(rules, "MOST_KEPT", 70)
    history = History(since=NOW)
    for number in (1, 2, 3):
        old, new = (
            catalog(*many(40, pypi_version=str(at)), generation=walk(weeks(at)))
            for at in (number - 1, number)
        )
        history = followed(history, old, new)
    assert [it.seen_at for it in history.changes] == [weeks(3)] * 30 + [weeks(2)] * 30 + [
        weeks(1)
    ] * 10
    assert len(history.changes) + history.dropped == 3 * 40


def test_what_became_archived_while_the_site_did_not_say_is_told_when_it_says() -> None:
    said = [frozenset[int](), None, None, frozenset({3})]
    catalogs = [week(0, archived=archived) for archived in said]
    history = History(since=NOW)
    for old, new in pairwise(catalogs):
        history = followed(history, old, new)
    assert [it.kind for it in history.changes] == [Kind.ARCHIVED]
    assert history.archived is None


def test_a_history_of_another_directory_ends() -> None:
    history = followed(History(since=NOW), week(0), week(1))
    elsewhere = msgspec.structs.replace(walk(LATER), site_url="https://other.example")
    begun = followed(history, week(1), catalog(generation=elsewhere))
    assert begun == History(since=LATER)

"""What a person watches, what they note, and what they are told has changed since they looked."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.tui.harness import (
    NARROW,
    SAMPLE_DAY,
    Viewer,
    settings_in,
    viewing_kept,
    viewing_sample,
)

from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import Change, Kind
from pkgtui.models.personal import MOST_KEPT, Personal, Watched
from pkgtui.paths import data_dir, sample_file
from pkgtui.personal import PersonalFile
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import decode

MONDAY, TODAY = SAMPLE_DAY, SAMPLE_DAY + timedelta(days=7)
viewing_today = partial(viewing_kept, now=TODAY)


def sample() -> Catalog:
    return decode(sample_file().read_bytes())


def sync(folder: Path, at: datetime, leave_out: str = "", **versions: str) -> None:
    """Leave in the cache what a sync at that time would: the sample's directory, changed so."""
    catalog = sample()
    packages = tuple(
        msgspec.structs.replace(
            it, pypi_version=versions.get(it.slug.replace("-", "_"), it.pypi_version)
        )
        for it in catalog.packages
        if it.slug != leave_out
    )
    generation = msgspec.structs.replace(catalog.generation, sample=False, synced_at=at)
    with closing(CatalogStore.open(settings_in(folder).site_cache)) as store:
        store.commit(msgspec.structs.replace(catalog, packages=packages, generation=generation))


def kept() -> Personal:
    return PersonalFile(data_dir(os.environ)).read()


def keep(**parts: Any) -> None:
    PersonalFile(data_dir(os.environ)).edit(lambda it: msgspec.structs.replace(it, **parts))


def told(viewer: Viewer) -> list[tuple[Kind, str]]:
    """The changes on the screen in view: what, and of which package or grid."""
    found: list[Change] = viewer.rows("#changes Table")
    return [(it.kind, (it.package or it.grid).slug) for it in found if it.package or it.grid]  # type: ignore[union-attr] # one of them is there


def table_of(viewer: Viewer) -> list[str]:
    return [package.slug for package in viewer.rows("PackageList Table")]


# The watchlist


async def test_a_package_is_watched_from_any_list_and_comes_back(tmp_path: Path) -> None:
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path) as viewer:
        await viewer.press("4")
        await viewer.sees("Nothing is watched yet: w on any package watches it")
        await viewer.press("3")
        await viewer.opens("PackagesScreen")
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        first = viewer.current().slug
        await viewer.press("w")
        assert "is watched. 4 lists what is, 5 tells what changes." in viewer.notices
        await viewer.sees("▸ ◎")
        await viewer.press("4")
        await viewer.until(lambda: table_of(viewer) == [first])
    assert kept().watched == (Watched(first),)
    async with viewing_today(tmp_path) as viewer:
        await viewer.until(lambda: table_of(viewer) == [first])
        await viewer.press("w")
        await viewer.sees("Nothing is watched yet")
        assert "is watched no longer." in viewer.notices
    assert kept().watched == ()


async def test_a_search_hit_is_watched_behind_tab(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("slash", *"procrastinate")
        await viewer.until(lambda: viewer.rows("#hits"))
        await viewer.press("tab", "w")
        await viewer.sees("◎ Procrastinate")
        assert viewer.app.state.personal.watched == (Watched("procrastinate"),)
        # The same key as anywhere leads back to the words.
        await viewer.press("slash", "x")
        assert viewer.widget("Input").value == "procrastinatex"  # type: ignore[attr-defined] # an input
        assert len(viewer.app.screen_stack) == 2


async def test_a_package_screen_tells_that_it_is_watched_and_what_is_noted(tmp_path: Path) -> None:
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path, NARROW) as viewer:
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.opens("PackageScreen")
        assert "◎ watched" not in viewer.text
        await viewer.press("n", *"for the mails", "enter")
        await viewer.sees("◎ watched: for the mails")
        await viewer.press("n", *" of May", "escape")
        await viewer.opens("PackageScreen")
        assert "◎ watched: for the mails" in viewer.text
        await viewer.press("escape", "escape", "4")
        await viewer.sees("Watched · 1 package")
        await viewer.until(lambda: viewer.text.count("for the mails") == 2)
        await viewer.press("n", *" of May", "enter")
        await viewer.until(lambda: "for the mails of May" in viewer.text)
    assert kept().watched == (Watched("procrastinate", "for the mails of May"),)


async def test_a_note_is_not_lost_for_one_wrong_key(tmp_path: Path) -> None:
    keep(watched=(Watched("procrastinate", "good\nindeed"),))
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path) as viewer:
        await viewer.press("4")
        await viewer.until(lambda: table_of(viewer) == ["procrastinate"])
        await viewer.sees("good indeed")
        await viewer.press("w")
        await viewer.sees("There is a note on Procrastinate")
        await viewer.press("enter")
        await viewer.until(lambda: table_of(viewer) == ["procrastinate"])
        # Looked at and left, a note of several lines stays one.
        await viewer.press("n", "enter")
        assert viewer.app.state.personal.watched == (Watched("procrastinate", "good\nindeed"),)
        await viewer.press("w", "down", "enter")
        await viewer.sees("Nothing is watched yet")
    assert kept().watched == ()


async def test_what_is_archived_is_not_hidden_among_what_is_watched(tmp_path: Path) -> None:
    catalog = sample()
    archived = next(it for it in catalog.packages if catalog.is_archived(it))
    keep(watched=(Watched(archived.slug),))
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path) as viewer:
        await viewer.press("4")
        await viewer.until(lambda: table_of(viewer) == [archived.slug])
        await viewer.sees("✝")


async def test_watched_packages_that_have_left_are_told_and_can_be_forgotten(
    tmp_path: Path,
) -> None:
    keep(watched=(Watched("procrastinate"), Watched("no-more", "was good")))
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path, NARROW) as viewer:
        await viewer.press("4")
        await viewer.sees("No longer in the directory", "no-more", "was good")
        assert table_of(viewer) == ["procrastinate"]
        await viewer.press("tab", "w")
        await viewer.until(lambda: "was good" not in viewer.text)
        assert "no-more is watched no longer." in viewer.notices
        assert not viewer.widget("#gone").display
    assert kept().watched == (Watched("procrastinate"),)


async def test_a_full_watchlist_says_so(tmp_path: Path) -> None:
    full = tuple(Watched(f"p-{number}") for number in range(MOST_KEPT))
    keep(watched=full)
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        await viewer.press("w")
        assert "2,000 packages are watched, and more cannot be." in viewer.notices
    assert kept().watched == full


# What changed since Monday


@pytest.fixture
def since_monday(tmp_path: Path) -> Path:
    """A cache synced on Monday, and twice after that."""
    sync(tmp_path, MONDAY)
    sync(tmp_path, MONDAY + timedelta(days=3), procrastinate="3.8", django_q="1.4")
    sync(tmp_path, MONDAY + timedelta(days=6), leave_out="django-scheduler", procrastinate="3.9")
    return tmp_path


async def test_what_changed_since_monday(since_monday: Path) -> None:
    keep(visited=MONDAY, watched=(Watched("django-q"),))
    async with viewing_today(since_monday, NARROW) as viewer:
        await viewer.sees("5 Changes 5")
        await viewer.press("5")
        await viewer.sees("5 changes since 16 Feb 2026 · 2 of what is watched")
        # First what is watched, then the newest; the next sync had the old version of it again.
        assert told(viewer) == [
            (Kind.RELEASED, "django-q"),
            (Kind.RELEASED, "django-q"),
            (Kind.GONE, "django-scheduler"),
            (Kind.RELEASED, "procrastinate"),
            (Kind.RELEASED, "procrastinate"),
        ]
        await viewer.sees("◎ Django Q", "new version", "1.4 → 1.3.9", "3.8 → 3.9", "22 Feb 2026")
        await viewer.until(lambda: "5 Changes 5" not in viewer.text)

        await viewer.press("j", "j", "enter")
        await viewer.until(lambda: "django-scheduler is no longer" in viewer.notices)
        await viewer.press("j", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("Procrastinate", "3.9")
        # What was new stays in view until the program ends.
        await viewer.press("w", "escape", "1", "5")
        await viewer.sees("5 changes since 16 Feb 2026 · 4 of what is watched")
        assert told(viewer)[-1] == (Kind.GONE, "django-scheduler")
    assert kept().visited == MONDAY + timedelta(days=6)

    async with viewing_today(since_monday, NARROW) as viewer:
        await viewer.opens("ChangesScreen")
        await viewer.sees("Nothing new since the sync of 22 Feb 2026. 5 older changes: press a.")
        await viewer.press("a")
        await viewer.sees("5 changes since 16 Feb 2026")


async def test_what_nobody_has_looked_at_stays_new(since_monday: Path) -> None:
    keep(visited=MONDAY)
    for _ in range(2):
        async with viewing_today(since_monday) as viewer:
            await viewer.sees("5 Changes 5")
            await viewer.press("3", "q")
    assert kept().visited == MONDAY


async def test_changes_are_found_by_what_is_told_of_them_and_by_their_packages(
    since_monday: Path,
) -> None:
    async with viewing_today(since_monday) as viewer:
        await viewer.press("5")
        await viewer.until(lambda: len(told(viewer)) == 5)
        await viewer.press("f", *"left")
        await viewer.until(lambda: told(viewer) == [(Kind.GONE, "django-scheduler")])
        await viewer.sees("1 of 5 changes")
        await viewer.press("escape", "f", *"by:medihack", "enter")
        await viewer.until(lambda: told(viewer) == [(Kind.RELEASED, "procrastinate")] * 2)
        await viewer.sees("filter: by:medihack")
        await viewer.press("f", *" zzz")
        await viewer.sees("No change here matches 'by:medihack zzz'.")


async def test_a_sync_under_the_open_screen_brings_its_changes(since_monday: Path) -> None:
    async with viewing_today(since_monday) as viewer:
        await viewer.press("5")
        await viewer.until(lambda: len(told(viewer)) == 5)
        sync(since_monday, TODAY, leave_out="django-q", procrastinate="4.0")
        await viewer.app.refresher.look_for_newer()
        await viewer.press("u")
        await viewer.until(lambda: len(told(viewer)) == 9)
        assert {(Kind.GONE, "django-q"), (Kind.NEW, "django-scheduler")} <= set(told(viewer))
    assert kept().visited == TODAY


async def test_the_first_sync_has_nothing_to_tell_yet(tmp_path: Path) -> None:
    sync(tmp_path, MONDAY)
    async with viewing_today(tmp_path, NARROW) as viewer:
        await viewer.press("5")
        await viewer.sees("The first sync is there; what the next one finds changed is told here.")
        assert kept().visited is None
    sync(tmp_path, MONDAY + timedelta(days=1))
    async with viewing_today(tmp_path, NARROW) as viewer:
        await viewer.sees("Nothing has changed since 16 Feb 2026.")


async def test_the_sample_has_something_to_tell_and_leaves_no_trace(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.sees("5 Changes 54")
        await viewer.press("5")
        await viewer.sees("54 changes since 1 Feb 2026")
        await viewer.press("w")
        await viewer.sees("1 of what is watched")
        await viewer.press("G")
        await viewer.until(lambda: viewer.current("#changes Table").kind is Kind.GRID_GONE)
        await viewer.press("k", "enter")
        await viewer.opens("GridScreen")
    assert not data_dir(os.environ).exists()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (120, " pkgtui  1 Categories  2 Grids  3 Packages  4 Watchlist  5 Changes 54 "),
        (95, " 1 Categories  2 Grids  3 Packages  4 Watchlist  5 Changes 54 "),
        (80, " 1 Cat  2 Grids  3 Pkgs  4 Watch  5 Changes 54 "),
        (40, " 1 Cat  2  3  4  5 54 "),
    ],
)
async def test_the_places_are_named_with_the_room_there_is(
    tmp_path: Path, width: int, expected: str
) -> None:
    async with viewing_sample(tmp_path, (width, 24)) as viewer:
        await viewer.until(lambda: "54" in viewer.lines[0])
        assert viewer.lines[0].startswith(expected)
        assert "SAMPLE DATA" in viewer.lines[0]
        await viewer.pilot.click("TitleBar", offset=(len(expected) - 3, 0))
        await viewer.opens("ChangesScreen")

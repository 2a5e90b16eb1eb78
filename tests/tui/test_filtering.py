"""The filter language in the dashboard: what is typed, offered, completed and told."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from tests.tui.harness import (
    NARROW,
    WIDE,
    Viewer,
    keep_directory,
    viewing_kept,
    viewing_sample,
)

from pkgtui.models.personal import ListView, with_list
from pkgtui.models.query import match_rows, parse
from pkgtui.models.standing import GONE, marks_by_row
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.filter_input import FilterInput
from pkgtui.tui.widgets.offers import Offers


def _found(viewer: Viewer, text: str) -> set[str]:
    """Slugs of what the filter finds, those that are gone left out as the list does."""
    catalog = viewer.app.state.catalog
    assert catalog is not None
    now = viewer.app.state.now()
    rows = match_rows(catalog, catalog.all_rows, parse(text), now)
    marked = marks_by_row(catalog)
    return {catalog.packages[row].slug for row in rows if GONE.isdisjoint(marked[row][:1])}


def _shown(viewer: Viewer) -> set[str]:
    return {package.slug for package in viewer.rows()}


def _input(viewer: Viewer) -> FilterInput:
    return viewer.app.screen.query_one(FilterInput)


def _is_typed(viewer: Viewer, text: str) -> bool:
    return _input(viewer).value == text


async def _type(viewer: Viewer, text: str) -> None:
    await viewer.press(*text)
    await viewer.until(lambda: _input(viewer).value.endswith(text))


async def test_facts_filter_as_they_are_typed(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f")
        await _type(viewer, "stars:>500 commit:<1y -is:stale")
        await viewer.until(lambda: _shown(viewer) == _found(viewer, _input(viewer).value))
        assert _shown(viewer)
        await viewer.sees("filter: stars:>500 commit:<1y -is:stale")
        await viewer.press("enter")
        assert viewer.table().has_focus
        assert not viewer.app.screen.query_one(Offers).display


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_what_is_wrong_is_told_and_the_rest_goes_on_filtering(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with viewing_sample(tmp_path, size) as viewer:
        await viewer.press("3", "f")
        await _type(viewer, "stars:>500")
        await viewer.sees("filter: stars:>500")
        await _type(viewer, " forks:many")
        await viewer.sees("forks: takes a number such as >200", "not 'many'.")
        assert viewer.app.screen.query_one(FilterBar).words == "stars:>500"
        await viewer.until(lambda: _shown(viewer) == _found(viewer, "stars:>500"))
        wrong = _input(viewer)._value.spans
        assert [(it.start, it.end, str(it.style)) for it in wrong] == [(11, 21, "bold underline")]
        await viewer.press("enter")
        assert _input(viewer).has_focus
        await viewer.sees("not 'many'.")
        await viewer.press("escape")
        await viewer.until(lambda: viewer.table().has_focus)
        assert not viewer.app.screen.query_one(Offers).display
        assert viewer.app.screen.query_one(FilterBar).words == ""


async def test_tab_completes_and_goes_round_what_is_offered(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f")
        await _type(viewer, "queue tre")
        await viewer.sees("tab completes", "trend:", "whether commits become more or fewer")
        await viewer.press("tab")
        await viewer.until(lambda: _input(viewer).value == "queue trend:")
        await viewer.sees("trend:up", "trend:level", "trend:unknown")
        for value in ("up", "level", "down", "unknown", "up"):
            await viewer.press("tab")
            await viewer.until(partial(_is_typed, viewer, f"queue trend:{value}"))
        await viewer.until(lambda: _shown(viewer) == _found(viewer, "queue trend:up"))
        await _type(viewer, " ")
        await viewer.until(lambda: not viewer.app.screen.query_one(Offers).display)


async def test_tab_shows_all_keys_where_nothing_is_typed(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("3", "f")
        await viewer.sees("tab shows what can be asked for")
        await viewer.press("tab")
        await viewer.sees("stars:", "stars of the repository", "11 more")
        assert _input(viewer).value == "stars:"
        await viewer.press("tab")
        await viewer.until(lambda: _input(viewer).value == "forks:")


async def test_offers_leave_the_list_where_it_is(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("3", "f")
        table = viewer.table()
        before = table.region
        await _type(viewer, "is:")
        await viewer.sees("is:archived", "archived, deprecated or replaced")
        assert table.region == before


async def test_grids_have_keys_of_their_own(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("f")
        await _type(viewer, "members:>3")
        await viewer.sees("filter: members:>3")
        sizes = [len(grid.packages) for grid in viewer.rows("#grids Table")]
        assert sizes
        assert min(sizes) > 3
        await _type(viewer, " trend:up")
        await viewer.sees("trend: has no meaning for grids.")


async def test_a_kept_filter_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    keep_directory(tmp_path)
    kept = ListView(filter="stars:many")
    PersonalFile(data_dir(os.environ)).edit(partial(with_list, name="packages", view=kept))
    async with viewing_kept(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: "cannot be used: stars: takes a number" in viewer.notices)
        assert len(viewer.rows()) > 1


async def test_what_is_gone_is_shown_to_who_asks_for_it(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f")
        await _type(viewer, "is:archived")
        await viewer.sees("filter: is:archived")
        catalog = viewer.app.state.catalog
        assert catalog is not None
        assert len(viewer.rows()) == len(catalog.archived or ()) > 0
        await viewer.press("home", "-")
        await viewer.sees("filter: -is:archived")
        assert not any(catalog.is_archived(package) for package in viewer.rows())


async def test_the_search_takes_the_same_language(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash")
        await viewer.opens("SearchScreen")
        await viewer.press(*"procrastniate is:re", "tab")
        await viewer.sees("procrastniate is:released", "1 hit")
        assert [hit.slug for hit in viewer.rows("#hits")] == ["procrastinate"]
        await viewer.press(*" stars:x")
        await viewer.sees("stars: takes a number such as >200")
        assert [hit.slug for hit in viewer.rows("#hits")] == ["procrastinate"]
        await viewer.press("enter")
        await viewer.opens("PackageScreen")


async def test_in_a_small_window_as_much_is_offered_as_there_is_room_for(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, (40, 10)) as viewer:
        await viewer.press("3", "f", "tab")
        await viewer.sees("tab completes", "stars:", "forks:")
        offers = viewer.app.screen.query_one(Offers)
        await viewer.until(lambda: offers.region.bottom == _input(viewer).region.y)
        assert viewer.app.screen.region.contains_region(offers.region)


async def test_to_find_a_task_queue_that_is_alive(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("3", "f")
        await _type(viewer, "task queue health:good commit:<1y release:any")
        await viewer.until(lambda: _shown(viewer) == _found(viewer, _input(viewer).value))
        await viewer.press("enter")
        slugs = [package.slug for package in viewer.rows()]
        assert "procrastinate" in slugs
        assert "django-q" not in slugs
        await viewer.press(*["j"] * slugs.index("procrastinate"), "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("Procrastinate", "good")

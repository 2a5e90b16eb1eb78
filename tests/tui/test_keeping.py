"""What a person does to lists comes back at the next start, and is theirs alone."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path

import pytest
from tests.tui.harness import keep_directory, viewing_kept, viewing_sample

from pkgtui.models.personal import ListView, with_screen
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile


@pytest.fixture
def kept_directory(tmp_path: Path) -> Path:
    """A folder with the sample's directory in its cache, as if it had been synced."""
    keep_directory(tmp_path)
    return tmp_path


async def test_place_filter_order_and_what_is_hidden_come_back(kept_directory: Path) -> None:
    async with viewing_kept(kept_directory) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("f", *"queue", "enter", "S", "a")
        await viewer.sees("filter: queue", "by stars reversed")
        slugs = [package.slug for package in viewer.rows()]
    async with viewing_kept(kept_directory) as viewer:
        await viewer.opens("PackagesScreen")
        await viewer.sees("filter: queue", "by stars reversed")
        assert [package.slug for package in viewer.rows()] == slugs
        await viewer.press("f")
        await viewer.sees("queue")
        await viewer.press("escape", "S", "a", "1")
    read = PersonalFile(data_dir(os.environ)).read()
    assert (read.place, dict(read.lists)) == ("categories", {})


async def test_grids_come_back_as_they_were_looked_at(kept_directory: Path) -> None:
    async with viewing_kept(kept_directory) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("f", *"queue", "enter", "S")
        await viewer.sees("filter: queue", "by members reversed")
    async with viewing_kept(kept_directory) as viewer:
        await viewer.opens("GridsScreen")
        await viewer.sees("filter: queue", "by members reversed")


async def test_the_filter_of_a_grid_is_not_for_the_next_one(kept_directory: Path) -> None:
    async with viewing_kept(kept_directory) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        await viewer.press("f", *"zzz", "enter", "S", "q")
    assert PersonalFile(data_dir(os.environ)).read().lists["grid"] == ListView(order="-stars")


async def test_with_the_sample_nothing_is_kept(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("f", *"queue", "enter", "S")
        await viewer.sees("by stars reversed")
    assert not data_dir(os.environ).exists()


async def test_an_order_that_is_no_more_is_passed_over(kept_directory: Path) -> None:
    looks = {"packages": ListView(order="colour"), "grids": ListView(order="stars,colour")}
    PersonalFile(data_dir(os.environ)).edit(
        lambda it: type(it)(place="packages", lists=looks, theme=it.theme)
    )
    async with viewing_kept(kept_directory) as viewer:
        await viewer.opens("PackagesScreen")
        await viewer.sees("by stars")
        await viewer.press("2")
        await viewer.sees("by members")


@pytest.mark.parametrize(("keys", "screen"), [("2", "GridScreen"), ("3", "PackageScreen")])
async def test_the_last_screen_comes_back_over_its_place(
    kept_directory: Path, keys: str, screen: str
) -> None:
    async with viewing_kept(kept_directory) as viewer:
        await viewer.press(keys)
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("j", "enter")
        await viewer.opens(screen)
        shown = viewer.lines[1]
    async with viewing_kept(kept_directory) as viewer:
        await viewer.opens(screen)
        await viewer.until(lambda: viewer.lines[1:2] == [shown])
        await viewer.press("q")
        await viewer.until(lambda: len(viewer.rows()) > 5)
    async with viewing_kept(kept_directory) as viewer:
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.until(lambda: not list(viewer.app.workers))
        assert len(viewer.app.screen_stack) == 1


@pytest.mark.parametrize("screen", ["package/999999", "grid/none", "grid/", "x/y", "/", "package"])
async def test_a_last_screen_that_is_no_more_is_passed_over(
    kept_directory: Path, screen: str
) -> None:
    PersonalFile(data_dir(os.environ)).edit(lambda it: with_screen(it, screen))
    async with viewing_kept(kept_directory) as viewer:
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        await viewer.until(lambda: not list(viewer.app.workers))
        assert len(viewer.app.screen_stack) == 1
        assert not viewer.notices


async def test_leaving_loses_nothing_of_which_the_writing_waits_for_a_thread(
    kept_directory: Path,
) -> None:
    free = threading.Event()
    async with viewing_kept(kept_directory) as viewer:
        await viewer.press("3")
        busy = [asyncio.ensure_future(asyncio.to_thread(free.wait)) for _ in range(40)]
        await viewer.press("2")
        await viewer.until(viewer.app._writing.locked)
        viewer.app.workers.cancel_group(viewer.app, "personal")
        await viewer.pilot.pause()
        free.set()
        await asyncio.gather(*busy)
    assert PersonalFile(data_dir(os.environ)).read().place == "grids"

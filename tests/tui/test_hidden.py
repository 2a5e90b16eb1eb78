"""The honest counter: what a grid does not show is counted, and one key away."""

from __future__ import annotations

from pathlib import Path

from tests.tui.harness import viewing_sample


async def test_what_is_hidden_is_always_counted(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        hidden = viewer.rows("PackageList Table")
        await viewer.press("a")
        await viewer.until(lambda: len(viewer.rows("PackageList Table")) > len(hidden))
        gone = len(viewer.rows("PackageList Table")) - len(hidden)
        await viewer.press("a")
        await viewer.until(lambda: len(viewer.rows("PackageList Table")) == len(hidden))
        assert f"{len(hidden)} of {len(hidden) + gone} packages" in viewer.text
        assert "hidden" in viewer.text


async def test_what_is_hidden_is_told_in_as_many_words_as_there_is_room_for(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.pilot.resize_terminal(118, 40)
        await viewer.sees("unfollowed hidden, a shows them · 4 columns hidden")
        wide = viewer.text
        # As many columns as before, and less room to tell of what is hidden.
        await viewer.pilot.resize_terminal(107, 40)
        await viewer.sees("unfollowed hidden: a · 4 columns hidden")
        await viewer.pilot.resize_terminal(60, 40)
        await viewer.sees("42 hidden: a")
        await viewer.pilot.resize_terminal(118, 40)
        await viewer.until(lambda: viewer.text == wide)


async def test_a_turned_grid_is_filtered_sorted_and_counted_as_its_list_is(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2", "enter")
        await viewer.opens("GridScreen")
        listed = [package.title for package in viewer.rows("PackageList Table")]
        await viewer.press("t")
        await viewer.sees(f"{len(listed)} of", "hidden: a", listed[0])

        await viewer.press("a")
        await viewer.sees("gone but shown: a")
        assert len(viewer.table("#turned Table").columns) > len(listed) + 1
        await viewer.press("a", "S")
        await viewer.sees("by stars reversed")
        least = viewer.rows("PackageList Table")[0].title
        assert least != listed[0]
        assert f"{least} " in viewer.lines[4]

        await viewer.press("f", *"nothing", "enter")
        await viewer.sees("No package here matches 'nothing'")
        await viewer.press("f", "escape", "down")
        await viewer.sees(f"{len(listed)} of", least)
        assert viewer.table("#turned Table").cursor == 1

"""Lines drawn within a frame are, cell by cell, those that Textual would draw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tui.harness import NARROW, Viewer, viewing_sample
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget

from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.scrolling import LineBar
from pkgtui.tui.widgets.table import Table


def drawn(widget: Widget) -> list[Strip]:
    return [line.simplify() for line in widget.render_lines(whole(widget))]


def by_textual(widget: Widget) -> list[Strip]:
    return [line.simplify() for line in StylesCache().render_widget(widget, whole(widget))]


def whole(widget: Widget) -> Region:
    return widget.region.reset_offset


def check_bar(table: Table[Any]) -> None:
    bar = table.vertical_scrollbar
    assert isinstance(bar, LineBar)
    if bar.region:
        lines = drawn(bar)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(LineBar, "_render_content", ScrollBar._render_content)
            bar.refresh()
            assert lines == by_textual(bar)
        bar.refresh()


def check(viewer: Viewer) -> None:
    lists = viewer.app.screen.query(PackageList)
    tables = [table for table in viewer.app.screen.query(Table) if table.region]
    assert tables
    for table in tables:
        assert drawn(table) == by_textual(table)
        check_bar(table)
    for one in lists:
        ends = [1, one.region.width - 1, one.region.width]
        sides = [[line.divide(ends)[at] for at in (0, 2)] for line in drawn(one)]
        assert sides == [[line.divide(ends)[at] for at in (0, 2)] for line in by_textual(one)]
        # What lies within has no cell that one of its widgets does not draw.
        assert sum(child.region.area for child in one.displayed_children) == one.content_size.area


@pytest.mark.parametrize("keys", ["1", "2", "2 enter", "3", "3 f a", "3 down enter", "5"])
async def test_every_list_is_drawn_as_textual_would(tmp_path: Path, keys: str) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press(*keys.split())
        await viewer.pilot.pause()
        check(viewer)
        await viewer.press("tab")
        check(viewer)
        viewer.app.theme = "pkgtui-light"
        await viewer.pilot.pause()
        check(viewer)
        await viewer.pilot.resize_terminal(*NARROW)
        await viewer.pilot.pause()
        check(viewer)


async def test_a_bar_is_drawn_as_textual_would_wherever_the_list_stands(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        table = viewer.app.screen.query_one(Table)
        bar = table.vertical_scrollbar
        shown = set()
        for top in (0, 1, 2, 7, table.max_scroll_y - 1, table.max_scroll_y):
            table.scroll_to(y=top, animate=False)
            await viewer.pilot.pause()
            check_bar(table)
            shown.add(tuple(line.text for line in drawn(bar)))
        assert len(shown) > 2
        await viewer.pilot.hover(offset=bar.region.offset)
        assert bar.mouse_over
        check_bar(table)


async def test_a_click_beside_the_grip_turns_the_page(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        table = viewer.app.screen.query_one(Table)
        bar = table.vertical_scrollbar
        await viewer.pilot.click(bar, offset=(0, bar.size.height - 1))
        await viewer.pilot.pause()
        assert table.scroll_y > 0

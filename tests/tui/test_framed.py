"""Lines drawn within a frame are, cell by cell, those that Textual would draw."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.harness import NARROW, Viewer, viewing_sample
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table


def drawn(widget: Widget) -> list[Strip]:
    return [line.simplify() for line in widget.render_lines(whole(widget))]


def by_textual(widget: Widget) -> list[Strip]:
    return [line.simplify() for line in StylesCache().render_widget(widget, whole(widget))]


def whole(widget: Widget) -> Region:
    return widget.region.reset_offset


def check(viewer: Viewer) -> None:
    lists = viewer.app.screen.query(PackageList)
    tables = [table for table in viewer.app.screen.query(Table) if table.region]
    assert tables
    for table in tables:
        assert drawn(table) == by_textual(table)
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

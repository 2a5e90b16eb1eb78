"""A dashboard that nobody touches sends nothing, and what nobody sees takes little memory."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import pytest
from tests.tui.harness import Viewer, settled, viewing_sample
from textual.dom import DOMNode
from textual.strip import Strip


def clocks(viewer: Viewer) -> list[float]:
    """The intervals of all timers of what can be seen that are running and will come again."""
    nodes: list[DOMNode] = []
    for screen in viewer.app.screen_stack:
        nodes += screen.walk_children(with_self=True)
    timers: list[Any] = [timer for node in nodes if node.visible for timer in node._timers]
    return [timer._interval for timer in timers if timer._repeat != 0 and timer._active.is_set()]


@pytest.mark.parametrize(
    "keys",
    ["", "2", "3", "3 f a", "slash t a s k", "3 enter", "2 enter", "2 enter t", "colon", "s", "O"],
)
async def test_no_clock_runs_on_any_screen(tmp_path: Path, keys: str) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press(*keys.split())
        await settled(viewer.app, viewer.pilot)
        await viewer.until(lambda: not clocks(viewer))


def drawn_lines() -> int:
    """How many were drawn since the first paint, behind which the dashboard hides what there is."""
    gc.collect()
    return sum(isinstance(one, Strip) for one in gc.get_objects())


async def test_no_lines_are_kept_of_screens_that_nobody_sees(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:

        async def lines_after(places: str) -> int:
            for place in places:
                await viewer.press(place)
                await settled(viewer.app, viewer.pilot)
            return drawn_lines()

        two_seen = await lines_after("313")
        assert await lines_after("12453") < 2 * two_seen
        await viewer.press("s")
        await viewer.sees("Sort by", "django-")

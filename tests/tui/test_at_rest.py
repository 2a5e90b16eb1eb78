"""A dashboard that nobody touches sends nothing: no clock repaints it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tui.harness import Viewer, settled, viewing_sample
from textual.dom import DOMNode


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

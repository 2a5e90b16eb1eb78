"""Pictures of screens that should not change unawares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.tui.harness import NARROW, WIDE, dashboard, settled
from textual.pilot import Pilot


@pytest.mark.parametrize(
    ("keys", "theme", "size"),
    [
        pytest.param(("tab", "down"), "pkgtui-dark", WIDE, id="categories-dark-wide"),
        pytest.param(("2", "tab"), "pkgtui-light", NARROW, id="grids-light-narrow"),
        pytest.param(
            ("slash", *"procrastinate", "enter"), "pkgtui-dark", NARROW, id="package-dark-narrow"
        ),
        pytest.param(
            ("slash", *"django-cron", "enter"), "pkgtui-light", WIDE, id="package-light-wide"
        ),
    ],
)
def test_a_stable_screen_looks_as_it_did(
    tmp_path: Path, snap_compare: Any, keys: tuple[str, ...], theme: str, size: tuple[int, int]
) -> None:
    app = dashboard(tmp_path, theme=theme)

    async def browse(pilot: Pilot[None]) -> None:
        await settled(app, pilot)
        await pilot.press(*keys)
        await settled(app, pilot)

    assert snap_compare(app, terminal_size=size, run_before=browse)

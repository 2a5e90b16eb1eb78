"""A chosen theme is kept whenever it is chosen, and only when a person chooses it."""

from __future__ import annotations

import os
from pathlib import Path

from tests.tui.harness import viewing_sample

from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile


def kept() -> str:
    return PersonalFile(data_dir(os.environ)).read().theme


async def test_a_theme_chosen_just_before_the_end_is_kept(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        viewer.app.theme = "nord"
        viewer.app.exit()
    assert kept() == "nord"


async def test_nothing_is_kept_without_a_choice(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path):
        pass
    async with viewing_sample(tmp_path, theme="nord"):
        pass
    assert not data_dir(os.environ).exists()


async def test_the_last_of_many_themes_is_kept(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        for name in ("nord", "gruvbox", "dracula", "pkgtui-light"):
            viewer.app.theme = name
            await viewer.pilot.pause()
        await viewer.until(lambda: not list(viewer.app.workers))
    assert kept() == "pkgtui-light"
    async with viewing_sample(tmp_path) as viewer:
        assert viewer.app.theme == "pkgtui-light"

"""A chosen theme is kept whenever it is chosen, and only when a person chooses it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rich.color import ColorType
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


PLACES = ("1", "2 enter", "3 f", "3 s", "3 n", "3 v", "3 enter e", "3 enter i", "4", "5")
OVER_THEM = ("slash", "question_mark", "colon", "colon g r", "3 space down space c")


@pytest.mark.parametrize("theme", ["pkgtui-dark", "pkgtui-light", "nord"])
async def test_every_colour_is_one_of_the_themes_own(tmp_path: Path, theme: str) -> None:
    """What is dim, or one of a terminal's sixteen colours, looks as each terminal likes."""
    async with viewing_sample(tmp_path, theme=theme) as viewer:
        for keys in (*PLACES, *OVER_THEM):
            await viewer.press(*keys.split())
            await viewer.pilot.pause()
            strips = viewer.app.screen._compositor.render_strips(viewer.app.size)
            styles = {part.style for strip in strips for part in strip if part.style}
            colours = {it for style in styles for it in (style.color, style.bgcolor) if it}
            assert {colour.type for colour in colours} == {ColorType.TRUECOLOR}, keys
            assert not any(style.dim for style in styles), keys
            await viewer.press("escape", "escape")

"""What is told about texts that were to go to the clipboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.harness import viewing_sample

from pkgtui.tui.clipboard import MOST
from pkgtui.tui.messages import CopyText, OpenLink


@pytest.fixture(autouse=True)
def _far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_TTY", "/dev/pts/0")


async def test_what_is_too_long_for_the_clipboard_is_said_to_be(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        viewer.app.post_message(CopyText("x" * (MOST + 1)))
        await viewer.until(lambda: "This is too long for the clipboard" in viewer.notices)


async def test_far_away_a_dialog_leaves_what_lies_under_it_as_it_is(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        viewer.app.post_message(OpenLink("https://forge.example/"))
        await viewer.sees("There is no browser here")
        assert viewer.app.screen.styles.background.a == 0

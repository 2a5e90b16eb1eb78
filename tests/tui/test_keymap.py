"""The table of what is active together, held against the screens themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.harness import Viewer, viewing_sample
from textual.binding import Binding

from pkgtui.tui.keymap import TOGETHER


def ids(place: str) -> set[str]:
    tables = TOGETHER[place]
    return {one.id for table in tables for one in table if isinstance(one, Binding) and one.id}


def active(viewer: Viewer) -> set[str]:
    chain = viewer.app.screen.active_bindings.values()
    return {one.binding.id for one in chain if one.binding.id}


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        (["3"], "lists of packages"),
        (["1"], "lists of packages"),
        (["1", "tab"], "lists of packages"),
        (["2"], "the grids"),
        (["2", "enter"], "a grid"),
        (["3", "enter"], "a package"),
        (["4"], "lists of packages"),
        (["5"], "the changes"),
        (["6"], "lists of packages"),
        (["3", "space", "down", "space", "c"], "the comparison"),
        (["slash"], "the search"),
        (["3", "f"], "filters"),
        (["3", "s"], "an order"),
        (["3", "v"], "a question"),
        (["question_mark"], "the help"),
        (["3", "enter", "O"], "a choice"),
    ],
)
async def test_no_more_is_active_than_the_table_says(
    tmp_path: Path, keys: list[str], place: str
) -> None:
    async with viewing_sample(tmp_path) as viewer:
        for key in keys:
            await viewer.press(key)
        found = active(viewer)
        assert found <= ids(place)
        # The place is the one that was meant: what only it has is active.
        shared = ids("the hits of a search")
        assert found & (ids(place) - shared) or not ids(place) - shared

"""Windows of every size, and windows that change it all the time."""

from __future__ import annotations

import random
import re
from functools import partial

import pytest
from tests.terminal.driver import Start, Terminal, is_restored

PLACES = {
    "categories": ("1", "▸ Apps"),
    "grids": ("2", "grids · by members"),
    "grid": ("2\r", "Grids . "),
    "turned": ("2\rt", "left and right move"),
    "packages": ("3", "All · "),
    "package": ("3\r", "Participants"),
    "filter": ("3fdjango", "filter: django"),
    "search": ("/django", "the best"),
    "help": ("?", "Keys that work here"),
    "sort": ("3s", "Sort by"),
    "links": ("3\rO", "Open a link"),
    "palette": (":", "Search for commands"),
    "themes": ("T", "Search for themes"),
}
WIDTHS = (1, 2, 5, 20, 39, 40, 41, 60, 66, 80, 120, 300, 500)
HEIGHTS = (1, 2, 3, 5, 9, 10, 11, 19, 24, 40, 100, 200)


def at(start: Start, place: str, size: tuple[int, int] = (120, 40)) -> Terminal:
    """The sample, at a place."""
    keys, sign = PLACES[place]
    terminal = start("--demo", size=size)
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.press(keys)
    terminal.wait(sign)
    terminal.settle()
    return terminal


@pytest.mark.parametrize("place", PLACES)
def test_a_storm_of_sizes_changes_nothing(start: Start, place: str) -> None:
    terminal = at(start, place)
    # The last line is not compared: under a dialog it may name fewer keys than there are.
    before = terminal.text.rpartition("\n")[0]
    sizes = random.Random(place)
    for _ in range(40):
        terminal.resize(sizes.choice(WIDTHS), sizes.choice(HEIGHTS))
        terminal.read(0.002)
    terminal.resize(120, 40)
    terminal.wait(re.escape(before))
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert is_restored(terminal)


@pytest.mark.parametrize("size", [(1, 1), (39, 24), (120, 9), (40, 10), (500, 200)])
def test_it_starts_in_every_size(start: Start, size: tuple[int, int]) -> None:
    terminal = start("--demo", size=size)
    terminal.wait(r"\S")
    terminal.settle()
    terminal.resize(120, 40)
    terminal.wait("▸ Apps")
    terminal.wait("SAMPLE DATA")
    terminal.press("j")
    terminal.wait("▸ Projects")


def is_all(terminal: Terminal, sentence: str) -> bool:
    return " ".join(terminal.text.split()) == sentence


@pytest.mark.parametrize("place", ["packages", "sort", "palette"])
def test_without_room_it_asks_for_some_and_goes_on_where_it_was(start: Start, place: str) -> None:
    terminal = at(start, place)
    before = terminal.text.rpartition("\n")[0]
    for size in ((39, 40), (120, 9), (30, 8)):
        terminal.resize(*size)
        asked = f"Too small: pkgtui needs 40 x 10 cells, here are {size[0]} x {size[1]}."
        terminal.until(partial(is_all, terminal, asked), asked)
        terminal.resize(120, 40)
        terminal.wait(re.escape(before))
    terminal.settle()
    terminal.press("down", "enter")
    terminal.wait_gone(re.escape(before))


def test_in_a_narrow_window_it_tells_how_many_columns_are_hidden(start: Start) -> None:
    terminal = at(start, "packages", (120, 40))
    terminal.wait(r"a shows them · \d columns? hidden: right")
    terminal.resize(66, 24)
    text = terminal.wait(r"42 hidden: a · \d columns hidden: right")
    assert "health" in text
    assert "forks" not in text
    terminal.press("right", "right")
    terminal.wait("version")
    terminal.wait("commit  ")
    terminal.resize(200, 24)
    terminal.wait("category")
    terminal.press("left", "left")
    terminal.wait_gone("hidden: right")


@pytest.mark.parametrize("place", ["categories", "grids", "package", "search"])
def test_in_the_smallest_window_there_is_something_to_read(start: Start, place: str) -> None:
    terminal = at(start, place)
    terminal.resize(40, 10)
    terminal.settle()
    terminal.wait(
        {"categories": "1 Cat  2  3  4  5", "grids": "1  2 Grids  3  4  5"}.get(
            place, "1  2  3  4  5"
        )
    )
    facts = {"categories": "▸ Apps", "grids": "▸ ", "package": "★ ", "search": "▸ "}
    assert facts[place] in terminal.text
    assert "hidden" in terminal.text or place == "package"

"""A mouse over SSH, and a window that changes its size."""

from __future__ import annotations

import pytest
from tests.terminal.driver import Start, Terminal

SIZES = ((120, 40), (80, 24), (40, 10), (10, 3), (1, 1))


@pytest.fixture
def terminal(start: Start) -> Terminal:
    terminal = start("--demo")
    terminal.wait("▸ Apps")
    return terminal


def test_a_click_selects_a_row_and_two_open_it(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait("All · ")
    terminal.settle()
    terminal.click_on("Procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.click_on("Procrastinate")
    terminal.click_on("Procrastinate")
    terminal.wait("364 commits · peak 41")


def test_a_click_on_a_place_goes_there(terminal: Terminal) -> None:
    terminal.click_on("3 Packages")
    terminal.wait(r"All · [\d,]+ of [\d,]+ packages")
    terminal.click_on("Grids")
    terminal.wait(r"\d+ grids · by members")
    terminal.click_on("1 Categories")
    terminal.wait("▸ Apps")


def test_a_click_on_the_title_of_a_column_sorts(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait("All · ")
    terminal.settle()
    terminal.click_on("name  ")
    terminal.wait("· by name")


def test_a_click_on_a_key_presses_it(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait("All · ")
    terminal.settle()
    terminal.click_on("? Help")
    terminal.wait("Keys that work here")


@pytest.mark.parametrize("keys", ["1", "2", "3", "3\r", "/django", "?"])
def test_every_size_is_survived(terminal: Terminal, keys: str) -> None:
    terminal.press(*keys)
    terminal.settle()
    before = terminal.text
    for columns, rows in (*SIZES, *reversed(SIZES)):
        terminal.resize(columns, rows)
        terminal.settle()
        assert terminal.child.isalive(), terminal.text
    terminal.wait("SAMPLE DATA")
    assert [line.split("  ")[0] for line in terminal.text.split("\n")] == [
        line.split("  ")[0] for line in before.split("\n")
    ]
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before

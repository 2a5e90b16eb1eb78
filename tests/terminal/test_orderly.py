"""Keys that come faster than screens open do what they do one by one."""

from __future__ import annotations

import re

import pytest
from tests.terminal.driver import Start, Terminal

BURSTS = {
    "a filter in a place": ("3fredis", "filter: redis"),
    "a turned grid": ("2\rt", "left and right move"),
    "the links of a package": ("3\rO", "Open a link"),
    "a person of a package": ("3\r\r", "contributes to"),
    "the second order": ("3s\x1b[B\r", "by forks"),
    "a package that was searched for": ("/procrastinate\r", "Participants"),
    "there and back, and elsewhere": ("3\rq2", "grids · by members"),
}


@pytest.fixture
def opened(start: Start) -> Terminal:
    """The sample, at rest on its first screen."""
    terminal = start("--demo")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.settle()
    return terminal


@pytest.mark.parametrize("burst", BURSTS)
def test_keys_in_one_packet_are_taken_one_by_one(opened: Terminal, burst: str) -> None:
    keys, sign = BURSTS[burst]
    assert not re.search(sign, opened.text)
    opened.press(keys)
    assert opened.wait(sign)


def test_a_paste_behind_the_key_that_opens_an_input_is_taken(opened: Terminal) -> None:
    opened.press("3f\x1b[200~redis\x1b[201~")
    assert "drf-otter-redis" in opened.wait("filter: redis")


def test_ctrl_c_behind_other_keys_ends_it(opened: Terminal) -> None:
    opened.press("3\rO\x03")
    assert opened.wait_exit() == 0

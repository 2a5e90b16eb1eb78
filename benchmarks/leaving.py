"""From the key that ends the dashboard to its end, whatever is under way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager

from benchmarks.prepare import FLOOR, Ground
from benchmarks.report import Aim, Series
from benchmarks.syncing_keys import BUSY
from benchmarks.watching import press, wait_for_bytes
from tests.terminal.driver import Terminal

_Ready = Callable[[Ground], AbstractContextManager[Terminal]]
_LEFT = (0, 130)
"""Statuses of a program that was left; Ctrl+C before the dashboard takes the keys is a signal."""


def measure(ground: Ground, repeat: int) -> Iterator[Series]:
    """Leave the dashboard in each state so many times, and the one-widget program in between."""
    floor: list[float] = []
    found: Mapping[tuple[str, str], list[float]] = {case: [] for case in _CASES}
    for _ in range(repeat):
        with ground.terminal(FLOOR) as terminal:
            wait_for_bytes(terminal, "floor")
            floor.append(_leave(terminal, "q"))
        for (state, key), values in found.items():
            with _CASES[state, key](ground) as terminal:
                values.append(_leave(terminal, key))
    for (state, key), values in found.items():
        yield Series("leaving", f"{key} {state}", "ms", values, floor, [Aim(350, "most")])


@contextmanager
def _at_rest(ground: Ground) -> Iterator[Terminal]:
    with ground.terminal(ground.pkgtui()) as terminal:
        wait_for_bytes(terminal, "▆")
        yield terminal


@contextmanager
def _at_the_first_byte(ground: Ground) -> Iterator[Terminal]:
    with ground.terminal(ground.pkgtui()) as terminal:
        while not terminal.read(5.0):
            assert terminal.child.isalive()
        yield terminal


@contextmanager
def _with_the_search_open(ground: Ground) -> Iterator[Terminal]:
    with _at_rest(ground) as terminal:
        for key in "/que":
            press(terminal, key)
        yield terminal


@contextmanager
def _during_a_first_sync(ground: Ground) -> Iterator[Terminal]:
    with ExitStack() as stack:
        stack.enter_context(ground.silent_site())
        cache = stack.enter_context(ground.own_cache(empty=True))
        terminal = stack.enter_context(ground.terminal(ground.pkgtui(cache=cache)))
        ground.site.wait_for_requests()
        terminal.settle()
        yield terminal


@contextmanager
def _during_a_refresh(ground: Ground) -> Iterator[Terminal]:
    with ExitStack() as stack:
        cache = stack.enter_context(ground.own_cache())
        terminal = stack.enter_context(ground.terminal(ground.pkgtui(cache=cache)))
        wait_for_bytes(terminal, "▆")
        stack.enter_context(ground.silent_site())
        terminal.press("R")
        terminal.wait(BUSY.pattern)
        ground.site.wait_for_requests()
        yield terminal


_CASES: Mapping[tuple[str, str], _Ready] = {
    (state, key): ready
    for state, keys, ready in (
        ("at rest", ("q", "ctrl+c"), _at_rest),
        ("at the first byte", ("q", "ctrl+c"), _at_the_first_byte),
        ("with the search open", ("ctrl+c",), _with_the_search_open),
        ("during a first sync", ("q", "ctrl+c"), _during_a_first_sync),
        ("during a refresh", ("q", "ctrl+c"), _during_a_refresh),
    )
    for key in keys
}


def _leave(terminal: Terminal, key: str) -> float:
    began = time.perf_counter()
    terminal.press(key)
    status = terminal.wait_exit()
    assert status in _LEFT, f"it ended with {status}:\n{terminal.text}"
    return (time.perf_counter() - began) * 1e3

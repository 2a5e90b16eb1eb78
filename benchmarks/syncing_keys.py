"""From Down to the moved cursor while a sync from a slow site runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.keys import go_to_packages
from benchmarks.prepare import Ground
from benchmarks.report import Aim, Series
from benchmarks.watching import CURSOR, Answer, press, wait_for_bytes
from tests.terminal.driver import Terminal

DELAY = 1.0
"""Seconds that the slowed site waits before each answer: a walk takes some seconds."""
BUSY = re.compile(r"sync starting|syncing|saving the catalog")
_SYNCED = re.compile(r"synced just now")


def measure(ground: Ground, repeat: int) -> Iterable[Series]:
    """Press Down for as long as a sync runs, so many refreshes and so many first syncs."""
    refreshing: list[Answer] = []
    first: list[Answer] = []
    with ground.slow_site(DELAY):
        for _ in range(repeat):
            with ground.own_cache() as cache:
                refreshing += _press_during_refresh(ground, cache)
            with ground.own_cache(empty=True) as cache:
                first += _press_during_first(ground, cache)
    return [
        *_answers("Down during a refresh", refreshing),
        *_answers("Down during a first sync", first),
    ]


def _press_during_refresh(ground: Ground, cache: Path) -> Iterable[Answer]:
    with ground.terminal(ground.pkgtui(cache=cache)) as terminal:
        wait_for_bytes(terminal, "▆")
        go_to_packages(terminal)
        terminal.press("R")
        terminal.wait(BUSY.pattern)
        return _press_until_synced(terminal)


def _press_during_first(ground: Ground, cache: Path) -> Iterable[Answer]:
    with ground.terminal(ground.pkgtui(cache=cache)) as terminal:
        wait_for_bytes(terminal, "▆")
        go_to_packages(terminal)
        return _press_until_synced(terminal)


def _press_until_synced(terminal: Terminal) -> Iterable[Answer]:
    answers = []
    while not _SYNCED.search(terminal.text):
        answers.append(press(terminal, "down", sign=CURSOR))
    assert answers, "the sync was over before a key was pressed: the site is too small"
    return answers


def _answers(what: str, found: Sequence[Answer]) -> Iterable[Series]:
    answered = [one.first for one in found]
    yield Series("sync-keys", f"{what}: answered", "ms", answered, (), [Aim(50, "p95")])
    yield Series("sync-keys", f"{what}: at rest", "ms", [one.settled for one in found])

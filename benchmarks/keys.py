"""From a key to a screen at rest: in lists, in the search, and while a sync runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.prepare import FLOOR, Ground
from benchmarks.report import Aim, Series
from benchmarks.watching import CURSOR, Answer, press, wait_for_bytes
from tests.terminal.driver import Terminal

_SEARCH = "a letter in the search"
_TYPED = ("procrastinate", "task queue")
_ROWS = re.compile(r"▸ .*[·▁▂▃▄▅▆▇█]{13}")
_DELAY = 1.0
"""Seconds that the slowed site waits before each answer: a walk takes some seconds."""
_BUSY = re.compile(r"sync starting|syncing|saving the catalog")
_SYNCED = re.compile(r"synced just now")


def measure(ground: Ground, repeat: int) -> Iterator[Series]:
    """Press each key so many times, or five times as often where it only moves the cursor."""
    with ground.terminal(FLOOR) as terminal:
        wait_for_bytes(terminal, "floor")
        floor = [press(terminal, "x") for _ in range(5 * repeat)]
    with ground.terminal(ground.pkgtui("--offline")) as terminal:
        wait_for_bytes(terminal, "▆")
        found = press_keys(terminal, repeat, ground.packages)
    floor_settled = [one.settled for one in floor]
    aims = {_SEARCH: Aim(50, "p95")}
    for what, answers in found.items():
        settled = [one.settled for one in answers]
        yield Series("keys", what, "ms", settled, floor_settled, aims.get(what))
    for what, answers in found.items():
        yield Series("sent for a key", what, "kB", [one.size / 1e3 for one in answers])


def press_keys(terminal: Terminal, repeat: int, packages: int) -> dict[str, list[Answer]]:
    """Press each key on the running program, which stands among the categories."""
    found: dict[str, list[Answer]] = {}
    # The pane beside the categories follows when the cursor has rested.
    found["Down in categories, the pane follows"] = [
        press(terminal, key, quiet=0.25) for key in ("down", "up") * repeat
    ]
    _go_to_packages(terminal)
    for what, keys, times in (
        ("Down in packages", ("down", "down", "up"), 2 * repeat),
        ("PageDown in packages", ("pagedown",), 5 * repeat),
        ("Down at the lower end, the list scrolls", ("down",), 5 * repeat),
    ):
        found[what] = [press(terminal, key, sign=CURSOR) for key in keys * times]
        press(terminal, "pagedown")
    found[f"S, {packages:,} packages turned round"] = [press(terminal, "S") for _ in range(repeat)]
    found |= _open_and_close(terminal, repeat)
    found["a letter in the filter"] = _type_in_filter(terminal, repeat)
    found[_SEARCH] = _type_in_search(terminal, repeat)
    return found


def measure_during_sync(ground: Ground, repeat: int) -> Iterable[Series]:
    """Press Down for as long as a sync from a slow site runs, so many syncs."""
    refreshing: list[Answer] = []
    first: list[Answer] = []
    ground.site.fault("/api/v4/", times=None, delay=_DELAY)
    try:
        for _ in range(max(1, repeat // 5)):
            with ground.own_cache() as cache:
                refreshing += _press_during_refresh(ground, cache)
            with ground.own_cache(empty=True) as cache:
                first += _press_during_first(ground, cache)
    finally:
        ground.site.reset()
    aim = Aim(100, "p95")
    return [
        *_answers("sync-keys", "Down during a refresh", refreshing, aim),
        *_answers("sync-keys", "Down during a first sync", first, aim),
    ]


def _press_during_refresh(ground: Ground, cache: Path) -> Iterable[Answer]:
    with ground.terminal(ground.pkgtui(cache=cache)) as terminal:
        wait_for_bytes(terminal, "▆")
        _go_to_packages(terminal)
        terminal.press("R")
        terminal.wait(_BUSY.pattern)
        return _press_until_synced(terminal)


def _press_during_first(ground: Ground, cache: Path) -> Iterable[Answer]:
    with ground.terminal(ground.pkgtui(cache=cache)) as terminal:
        wait_for_bytes(terminal, "▆")
        _go_to_packages(terminal)
        return _press_until_synced(terminal)


def _press_until_synced(terminal: Terminal) -> Iterable[Answer]:
    answers = []
    while not _SYNCED.search(terminal.text):
        answers.append(press(terminal, "down", sign=CURSOR))
    assert answers, "the sync was over before a key was pressed: the site is too small"
    return answers


def _go_to_packages(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait("All · ")
    terminal.wait(_ROWS.pattern)
    terminal.settle()


def _open_and_close(terminal: Terminal, repeat: int) -> dict[str, list[Answer]]:
    opened, closed = [], []
    # The first screen of a kind brings its code and its stylesheet with it.
    first = [press(terminal, "enter")]
    press(terminal, "q")
    for _ in range(repeat):
        opened.append(press(terminal, "enter"))
        closed.append(press(terminal, "q"))
        press(terminal, "down")
    return {
        "Enter on a package, the first time": first,
        "Enter on a package": opened,
        "q, back to the list": closed,
    }


def _type_in_filter(terminal: Terminal, repeat: int) -> list[Answer]:
    answers = []
    for _ in range(max(1, repeat // 5)):
        press(terminal, "f")
        answers += [press(terminal, letter) for letter in "task queue"]
        press(terminal, "escape")
    return answers


def _type_in_search(terminal: Terminal, repeat: int) -> list[Answer]:
    answers = []
    press(terminal, "/")
    for _ in range(max(1, repeat // 5)):
        for words in _TYPED:
            answers += [press(terminal, letter) for letter in words]
            press(terminal, "ctrl+u")
    return answers


def _answers(group: str, what: str, found: Sequence[Answer], aim: Aim) -> Iterable[Series]:
    yield Series(group, f"{what}: answered", "ms", [one.first for one in found], aim=aim)
    yield Series(group, f"{what}: at rest", "ms", [one.settled for one in found])

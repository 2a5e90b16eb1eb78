"""What is kept in memory: after every screen was seen, and after many syncs of one dashboard."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import linear_regression

import psutil
from benchmarks.prepare import FLOOR, Ground, prepared
from benchmarks.report import Aim, Series
from benchmarks.syncing_keys import BUSY
from benchmarks.tour import PROJECT, see_all
from benchmarks.watching import press, wait_for_bytes
from tests.terminal.driver import Terminal

_KINDS = ("rss", "pss", "uss")
"""All that is resident; with what is shared split among its users; what no other program has."""
_SMALL = 300
_WARM = 0.3
"""The share of the syncs after which what they use for the first time is there."""
_MANY = 300
"""From so many syncs on a slope says something of the program."""


def measure(ground: Ground, repeat: int, syncs: int) -> Iterator[Series]:
    """See every screen so many times, each in a dashboard of its own; then sync so often in one."""
    floors, seen = [], []
    for _ in range(repeat):
        with ground.terminal(FLOOR) as terminal:
            wait_for_bytes(terminal, "floor")
            press(terminal, "x")
            floors.append(_megabytes(terminal))
        with ground.terminal(ground.pkgtui("--offline", *PROJECT)) as terminal:
            wait_for_bytes(terminal, "▆")
            see_all(terminal)
            seen.append(_megabytes(terminal))
    for at, kind in enumerate(_KINDS):
        aims = [Aim(60, "most")] if kind == "rss" else []
        values, floor = [one[at] for one in seen], [one[at] for one in floors]
        yield Series("memory, every screen seen", kind.upper(), "MB", values, floor, aims)
    yield from _after_syncs(syncs)


def _after_syncs(syncs: int) -> Iterator[Series]:
    with (
        prepared(_SMALL) as small,
        small.own_cache() as cache,
        small.terminal(small.pkgtui(cache=cache)) as terminal,
    ):
        wait_for_bytes(terminal, "▆")
        found = []
        for _ in range(syncs):
            _sync(small, terminal)
            found.append(_megabytes(terminal)[0])
    yield Series("memory, many syncs", f"RSS after each of {syncs}", "MB", found)
    first = int(syncs * _WARM)
    slope = linear_regression(range(first, syncs), found[first:]).slope * 100
    aims = [Aim(0.1, "median")] if syncs >= _MANY else []
    note = f"{_SMALL} packages; the slope leaves out the first {first} syncs"
    yield Series("memory, many syncs", "growth", "MB/100 syncs", [slope], (), aims, note)


def _sync(ground: Ground, terminal: Terminal) -> None:
    """Refresh everything and wait until the new catalog is kept and shown."""
    ground.site.clear()
    before = _asked(ground)
    terminal.press("R")
    deadline = time.monotonic() + 20
    while _asked(ground) == before:
        assert time.monotonic() < deadline, f"R asked for nothing:\n{terminal.text}"
        terminal.read(0.01)
    terminal.wait_gone(BUSY.pattern)
    terminal.settle(0.1)


def _asked(ground: Ground) -> int:
    return len(ground.site.requests())


def _megabytes(terminal: Terminal) -> tuple[float, ...]:
    """Return what the program in a terminal takes, in the order of `_KINDS`."""
    kept = psutil.Process(terminal.child.pid).memory_full_info()
    return tuple(getattr(kept, kind) / 1e6 for kind in _KINDS)

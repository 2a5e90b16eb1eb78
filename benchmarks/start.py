"""From the command to a filled list: the dashboard and the one-widget program, in turns."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import psutil
from benchmarks.prepare import FLOOR, Ground, children_cpu
from benchmarks.report import Aim, Series
from benchmarks.watching import FULL, ROW, moment, wait_for_bytes
from tests.terminal.driver import PROGRAM, Terminal

_SOMETHING = re.compile(r"\S")
_FLOOR_TEXT = re.compile(r"floor 0")


@dataclass(frozen=True)
class Start:
    """One start, left with `q`: milliseconds, CPU seconds, megabytes, kilobytes."""

    painted: float
    filled: float
    settled: float
    left: float
    cpu: float
    memory: float
    size: float


def measure(ground: Ground, repeat: int) -> Iterable[Series]:
    """Start both so many times."""
    floors, starts = [], []
    for _ in range(repeat + 1):
        floors.append(start_floor(ground))
        starts.append(start_pkgtui(ground))
    # The first of each found cold files.
    floors, starts = floors[1:], starts[1:]
    aim = Aim(1.35, "ratio")

    def series(what: str, unit: str, name: str, *aims: Aim) -> Series:
        values = [getattr(one, name) for one in starts]
        return Series("start", what, unit, values, [getattr(one, name) for one in floors], aims)

    return [
        series("first paint", "ms", "painted"),
        series("filled list", "ms", "filled", aim),
        series("at rest", "ms", "settled"),
        series("bytes until at rest", "kB", "size"),
        series("memory at rest", "MB", "memory"),
        series("leaving with q", "ms", "left", Aim(350, "most")),
        series("processor, start and leave", "s", "cpu", aim),
    ]


def start_floor(ground: Ground, **env: str) -> Start:
    """Start and leave the one-widget program, with this addition to the environment."""
    return _start(ground, FLOOR, "floor", _FLOOR_TEXT, 1, env)


def start_pkgtui(ground: Ground, **env: str) -> Start:
    """Start and leave the dashboard on the cache of `ground`, likewise.

    As people start it: with one word, and what they have chosen in the environment.
    """
    return _start(ground, (PROGRAM,), "▆", ROW, FULL, {**ground.chosen, **env})


def _start(  # noqa: PLR0913, PLR0917 - what is started, and how it is known to stand
    ground: Ground,
    command: Sequence[str],
    sign: str,
    full: re.Pattern[str],
    count: int,
    env: dict[str, str],
) -> Start:
    spent = children_cpu()
    with ground.terminal(command, **env) as terminal:
        wait_for_bytes(terminal, sign)
        settled = (terminal.stamps[-1][0] - terminal.started) * 1e3
        size = len(terminal.raw)
        memory = psutil.Process(terminal.child.pid).memory_info().rss
        left = leave(terminal)
    return Start(
        painted=moment(terminal, _SOMETHING),
        filled=moment(terminal, full, count),
        settled=settled,
        left=left,
        cpu=children_cpu() - spent,
        memory=memory / 1e6,
        size=size / 1e3,
    )


def leave(terminal: Terminal, key: str = "q") -> float:
    """Press the key that ends the program; return the milliseconds until it is gone."""
    began = time.perf_counter()
    terminal.press(key)
    status = terminal.wait_exit()
    assert status == 0, f"it ended with {status}"
    return (time.perf_counter() - began) * 1e3

"""What programs do while nobody touches them, all at the same time, each in its own terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import psutil
from benchmarks.prepare import FLOOR, Ground
from benchmarks.report import Aim, Series
from benchmarks.watching import wait_for_bytes
from tests.terminal.driver import Terminal

_CALM = 3.0
"""Seconds after the start in which a program still prepares what it needs later."""
_PACKAGE = "a package"
_SCREENS: Mapping[str, Sequence[str]] = {
    "the first screen": (),
    "all packages": ("3",),
    _PACKAGE: ("3", "enter"),
    "the search": ("/",),
}
"""Where the dashboard rests, and the keys that lead there."""


@dataclass(frozen=True)
class Rest:
    """What a program did while nobody touched it: bytes a second, per cent of a core."""

    size: float
    cpu: float


def measure(ground: Ground, seconds: float) -> Iterator[Series]:
    """Leave the dashboard alone on several screens, and the one-widget program, for so long."""
    with ExitStack() as open_terminals:
        floor = open_terminals.enter_context(ground.terminal(FLOOR))
        wait_for_bytes(floor, "floor")
        terminals = {}
        for name, keys in _SCREENS.items():
            terminal = open_terminals.enter_context(ground.terminal(ground.pkgtui()))
            wait_for_bytes(terminal, "▆")
            for key in keys:
                terminal.press(key)
                terminal.settle()
            terminals[name] = terminal
        for terminal in (floor, *terminals.values()):
            terminal.settle(_CALM)
        rests = rest([floor, *terminals.values()], seconds)
    floor_rest, *others = rests
    group = f"idle for {seconds:g} s"
    for name, found in zip(terminals, others, strict=True):
        yield Series(group, name, "B/s", [found.size], [floor_rest.size], [Aim(0, "most")])
    for name, found in zip(terminals, others, strict=True):
        yield Series(group, name, "%", [found.cpu], [floor_rest.cpu], [Aim(0.2, "most")])


def rest(terminals: Sequence[Terminal], seconds: float) -> Sequence[Rest]:
    """Read whatever the programs send for so many seconds; return what each did.

    Args:
        terminals: Each at rest.
        seconds: The kernel counts hundredths of a second: of 60 s that is a 60th of a per cent.
    """
    before = [(len(one.raw), _spent(one)) for one in terminals]
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        for terminal in terminals:
            terminal.read(min(0.5, seconds - passed) / len(terminals))
    return [
        Rest((len(one.raw) - size) / passed, (_spent(one) - spent) / passed * 100)
        for one, (size, spent) in zip(terminals, before, strict=True)
    ]


def _spent(terminal: Terminal) -> float:
    """Return the processor seconds of the program in a terminal and of those it has started."""
    program = psutil.Process(terminal.child.pid)
    spent = 0.0
    for one in (program, *program.children(recursive=True)):
        times = one.cpu_times()
        spent += times.user + times.system
    return spent

"""What programs do while nobody touches them, all at the same time, each in its own terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.prepare import FLOOR, Ground
from benchmarks.report import Aim, Series
from benchmarks.watching import processor_time, wait_for_bytes, wait_for_calm
from tests.terminal.driver import Terminal

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
            wait_for_calm(terminal)
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
    before = [(len(one.raw), processor_time(one)) for one in terminals]
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        for terminal in terminals:
            terminal.read(min(0.5, seconds - passed) / len(terminals))
    return [
        Rest((len(one.raw) - size) / passed, (processor_time(one) - spent) / passed * 100)
        for one, (size, spent) in zip(terminals, before, strict=True)
    ]

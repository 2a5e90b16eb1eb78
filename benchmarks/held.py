"""A key held down: pressed at the rate of a keyboard's repeat, whether it was answered or not."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tests.terminal.driver import Terminal

RATE = 30.0
"""Keys a second."""
_QUIET = 0.1


@dataclass(frozen=True)
class Held:
    """How a held key was answered.

    Attributes:
        waits: Milliseconds from each key to the first bytes after it, if any came.
        lag: Milliseconds from the last key until the terminal was at rest: what was piled up.
        size: Bytes sent.
    """

    waits: Sequence[float]
    lag: float
    size: int


def hold(terminal: Terminal, key: str, seconds: float, *, quiet: float = _QUIET) -> Held:
    """Press `key` `RATE` times a second for so many seconds, and read until all is at rest.

    Args:
        terminal: At rest.
        key: A key's name.
        seconds: How long it is held.
        quiet: Seconds without a byte that make rest.
    """
    before, stamped = len(terminal.raw), len(terminal.stamps)
    began = time.perf_counter()
    pressed = []
    for number in range(round(seconds * RATE)):
        while (left := began + number / RATE - time.perf_counter()) > 0:
            terminal.read(left)
        pressed.append(time.perf_counter())
        terminal.press(key)
    terminal.settle(quiet)
    came = [at for at, _ in terminal.stamps[stamped:]]
    assert came, f"{key} held down was never answered"
    waits = [
        (came[at] - key_at) * 1e3
        for key_at in pressed
        if (at := bisect_right(came, key_at)) < len(came)
    ]
    lag = max(0.0, came[-1] - pressed[-1]) * 1e3
    return Held(waits, lag, len(terminal.raw) - before)

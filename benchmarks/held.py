"""Keys pressed at a rate, answered or not, as the repeat of a keyboard or a typist presses them."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tests.terminal.driver import Terminal

RATE = 30.0
"""Keys a second of a key held down."""
_LONG = 300.0
"""Seconds after which nobody waits any more."""


@dataclass(frozen=True)
class Held:
    """How keys were answered that did not wait for their answers.

    Attributes:
        pressed: How many.
        waits: Milliseconds from each key to the first bytes after it, if any came.
        lag: Milliseconds from the last key until the terminal was at rest: what was piled up.
        size: Bytes sent.
    """

    pressed: int
    waits: Sequence[float]
    lag: float
    size: int


def press_in_time(
    terminal: Terminal, keys: Sequence[str], rate: float = RATE, *, quiet: float = 0.1
) -> Held:
    """Press `keys` one after the other, `rate` a second, and read until all is at rest.

    Args:
        terminal: At rest.
        keys: Names of keys.
        rate: Keys a second.
        quiet: Seconds without a byte that make rest.
    """
    before, stamped = len(terminal.raw), len(terminal.stamps)
    began = time.perf_counter()
    pressed = []
    for number, key in enumerate(keys):
        while (left := began + number / rate - time.perf_counter()) > 0:
            terminal.read(left)
        pressed.append(time.perf_counter())
        terminal.press(key)
    terminal.settle(quiet, _LONG)
    came = [at for at, _ in terminal.stamps[stamped:]]
    assert came, f"{keys[0]} held down was never answered"
    waits = [
        (came[at] - key_at) * 1e3
        for key_at in pressed
        if (at := bisect_right(came, key_at)) < len(came)
    ]
    lag = max(0.0, came[-1] - pressed[-1]) * 1e3
    return Held(len(keys), waits, lag, len(terminal.raw) - before)

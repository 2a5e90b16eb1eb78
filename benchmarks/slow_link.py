"""The list at the far end of a line of 19.2 kbit/s and 150 ms: when a person has seen the answer.

The floor is what the line alone takes for the bytes of the answer: 300 ms for the way there and
back, and a second for each 1,920 bytes. The list is usable if a key takes hardly longer than that,
and if no more than the frame under way and the last one are still to come when a held key is let go
or a word is typed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from benchmarks.held import RATE as REPEAT
from benchmarks.held import Held, press_in_time
from benchmarks.link import DELAY, RATE
from benchmarks.prepare import Ground
from benchmarks.report import Aim, Series
from benchmarks.watching import CURSOR, Answer, press, wait_for_bytes
from tests.terminal.driver import Terminal

_QUIET = 0.6
"""Seconds without a byte that make rest: more than the program itself ever waits."""
_MODES: Mapping[str, Mapping[str, str]] = {
    "as over SSH": {"SSH_CONNECTION": "192.0.2.1 50000 192.0.2.2 22"},
    "as at hand": {},
}
_HELD = 3.0
_TYPED = "queue"
_TYPIST = 6.0
"""Letters a second."""
_TWO_FRAMES = 12_000
"""Bytes of the frame under way when a key is let go, and of the last one."""

_Answers = Mapping[str, Sequence[Answer]]
_Bursts = Mapping[str, Held]


def measure(ground: Ground, repeat: int) -> Iterator[Series]:
    """Browse through the line so many times, told of SSH and not."""
    for mode, env in _MODES.items():
        command = [sys.executable, "-m", "benchmarks.link", *ground.pkgtui("--offline")]
        group = f"19.2 kbit/s, {mode}"
        with ground.terminal(command, **env) as terminal:
            wait_for_bytes(terminal, "▆", _QUIET)
            start = (terminal.stamps[-1][0] - terminal.started) * 1e3
            size = len(terminal.raw)
            yield Series(group, "start, the list whole", "ms", [start], [_alone(size)])
            yield Series(group, "start: sent", "B", [size])
            yield from _series(group, *_browse(terminal, repeat))


def _series(group: str, answers: _Answers, bursts: _Bursts) -> Iterator[Series]:
    for what, found in answers.items():
        seen, floor = [one.settled for one in found], [_alone(one.size) for one in found]
        yield Series(group, what, "ms", seen, floor, [Aim(1.1, "ratio")])
    for what, held in bursts.items():
        yield Series(
            group, what, "ms", [held.lag], [_alone(0)], [Aim(round(_alone(_TWO_FRAMES)), "most")]
        )
    for what, found in answers.items():
        yield Series(group, f"{what}: sent", "B", [one.size for one in found])
    for what, held in bursts.items():
        yield Series(group, f"{what}: sent", "B", [held.size])


def _alone(size: float) -> float:
    """Return the milliseconds that the line takes for a key and an answer of so many bytes."""
    return (2 * DELAY + size / RATE) * 1e3


def _browse(terminal: Terminal, repeat: int) -> tuple[_Answers, _Bursts]:
    found: dict[str, list[Answer]] = {
        "3, all packages": [_press(terminal, "3")],
        "Down": [_press(terminal, "down", CURSOR) for _ in range(2 * repeat)],
        "PageDown": [_press(terminal, "pagedown", CURSOR) for _ in range(2 * repeat)],
        "Enter on a package": [],
        "q, back to the list": [],
    }
    for _ in range(repeat):
        found["Enter on a package"].append(_press(terminal, "enter"))
        found["q, back to the list"].append(_press(terminal, "q"))
    _press(terminal, "g")
    held = press_in_time(terminal, ["down"] * round(_HELD * REPEAT), quiet=_QUIET)
    _press(terminal, "/")
    typed = press_in_time(terminal, list(_TYPED), _TYPIST, quiet=_QUIET)
    bursts = {f"Down held for {_HELD:g} s": held, f"{_TYPED!r} typed in the search": typed}
    return found, {f"{what}, after the last key": burst for what, burst in bursts.items()}


def _press(terminal: Terminal, key: str, sign: str = "") -> Answer:
    return press(terminal, key, sign=sign, quiet=_QUIET)

"""Other terminal programs with a list, each in an environment of its own, in the same run.

Those on the package index are installed into ``benchmarks/.peers`` when they are first measured;
what cannot be installed or is not on the machine is said and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import psutil
from benchmarks.idle import rest
from benchmarks.peer_programs import PEERS, Ready
from benchmarks.prepare import FLOOR, Ground
from benchmarks.report import Series
from benchmarks.watching import Answer, moment, press, processor_time, wait_for_bytes
from tests.terminal.driver import Terminal, UnseenError, environment

_QUIET = 0.45
"""Seconds without a byte that make rest; a cursor blinks twice a second."""
_KEYS = (("Down", ("down", "down", "up")), ("PageDown", ("pagedown",)))
_FLOOR = "Textual, one widget"


@dataclass(frozen=True)
class _Start:
    """One start: milliseconds until first paint and rest, processor seconds, megabytes."""

    painted: float
    settled: float
    cpu: float
    memory: float


def measure(ground: Ground, repeat: int, seconds: float) -> Iterator[Series]:
    """Start each program so many times, press the keys of a list, and leave all alone for so long.

    The programs take turns, and rest at the same time.
    """
    programs = dict(_programs(ground))
    starts: Mapping[str, list[_Start]] = {name: [] for name in programs}
    for _ in range(repeat):
        for name, ready in programs.items():
            with _terminal(ready, ground) as terminal:
                starts[name].append(_started(terminal, ready))
    yield from _of_starts(starts)
    pressed: dict[str, Mapping[str, list[Answer]]] = {}
    with ExitStack() as open_terminals:
        resting: dict[str, Terminal] = {}
        for name, ready in programs.items():
            terminal = open_terminals.enter_context(_terminal(ready, ground))
            _started(terminal, ready)
            if ready.is_list:
                pressed[name] = _pressed(terminal, ready, repeat)
            resting[name] = terminal
        rests = dict(zip(resting, rest(list(resting.values()), seconds), strict=True))
    yield from _of_keys(pressed)
    for name, idle in rests.items():
        yield Series(f"peers: idle for {seconds:g} s, sent", name, "B/s", [idle.size])
    for name, idle in rests.items():
        yield Series(f"peers: idle for {seconds:g} s, processor", name, "%", [idle.cpu])


def _programs(ground: Ground) -> Iterator[tuple[str, Ready]]:
    """Start each program once, which finds cold files; yield those that do."""
    yield _FLOOR, Ready(FLOOR, "floor", is_list=False)
    yield "pkgtui", Ready(ground.pkgtui("--offline"), "▆", ("3",))
    for peer in PEERS:
        try:
            ready = peer.prepare(Path(mkdtemp(dir=ground.folder)))
            with _terminal(ready, ground) as terminal:
                _started(terminal, ready)
        except (OSError, RuntimeError, UnseenError) as error:
            print(f"left out: {peer.name}: {str(error).splitlines()[0]}")
        else:
            yield ready.told, ready


def _terminal(ready: Ready, ground: Ground) -> Terminal:
    home = ready.home or Path(mkdtemp(dir=ground.folder))
    return Terminal(ready.command, environment(home), cwd=home)


def _started(terminal: Terminal, ready: Ready) -> _Start:
    wait_for_bytes(terminal, ready.sign, _QUIET)
    program = psutil.Process(terminal.child.pid)
    every = (program, *program.children(recursive=True))
    return _Start(
        painted=moment(terminal, re.compile(r"\S")),
        settled=(terminal.stamps[-1][0] - terminal.started) * 1e3,
        cpu=processor_time(terminal),
        memory=sum(one.memory_info().rss for one in every) / 1e6,
    )


def _pressed(terminal: Terminal, ready: Ready, repeat: int) -> Mapping[str, list[Answer]]:
    for key in ready.first:
        terminal.press(key)
        terminal.settle(_QUIET)
    return {what: [press(terminal, key) for key in keys * (2 * repeat)] for what, keys in _KEYS}


def _of_starts(starts: Mapping[str, Sequence[_Start]]) -> Iterator[Series]:
    for what, unit, part in (
        ("first paint", "ms", "painted"),
        ("settled", "ms", "settled"),
        ("processor until settled", "s", "cpu"),
        ("memory", "MB", "memory"),
    ):
        values = {name: [getattr(one, part) for one in found] for name, found in starts.items()}
        for name, found in values.items():
            floor = () if name == _FLOOR else values[_FLOOR]
            yield Series(f"peers: {what}", name, unit, found, floor)


def _of_keys(pressed: Mapping[str, Mapping[str, Sequence[Answer]]]) -> Iterator[Series]:
    for key, _ in _KEYS:
        for name, answers in pressed.items():
            settled = [one.settled for one in answers[key]]
            yield Series(f"peers: {key} settled", name, "ms", settled)
        for name, answers in pressed.items():
            yield Series(f"peers: {key} sent", name, "B", [one.size for one in answers[key]])

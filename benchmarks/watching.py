"""When something was seen on a terminal: by replaying, afterwards, what came at which time.

Interpreting the bytes takes longer than they take to arrive, so it never happens in between.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

import psutil
import pyte
from tests.terminal.driver import Terminal, UnseenError
from textual.color import Color

from pkgtui.tui import themes

CURSOR = "48;2;" + ";".join(str(part) for part in Color.parse(themes.DARK.primary).rgb)
"""How the row under the cursor is coloured; its sign is not sent again where it stays."""
ROW = re.compile(r"\S +[\d.,k?]+ +[·▁▂▃▄▅▆▇█]{13}", re.MULTILINE)
"""A package in a list: a name, the stars, a sparkline."""
FULL = 20
"""So many rows make a filled list."""

_PATIENCE = 20.0
_QUIET = 0.1
_CALM = 1.0


@dataclass(frozen=True)
class Answer:
    """How a key was answered.

    Attributes:
        first: Milliseconds until the first byte, or until the first that showed the answer.
        settled: Milliseconds until the last byte before the terminal was quiet.
        size: Bytes sent.
    """

    first: float
    settled: float
    size: int


def press(terminal: Terminal, key: str, *, sign: str = "", quiet: float = _QUIET) -> Answer:
    """Press a key and read until nothing has come for `quiet` seconds.

    Args:
        terminal: At rest, or busy with other things than keys.
        key: A key's name, or what is typed.
        sign: Text without which nothing that comes is the answer.
        quiet: Seconds.

    Raises:
        UnseenError: No answer came.
    """
    before, stamped = len(terminal.raw), len(terminal.stamps)
    wanted = sign.encode()
    began = time.perf_counter()
    terminal.press(key)
    first = 0.0
    while not first:
        _read_some(terminal, began, f"an answer to {key!r}")
        if wanted in terminal.raw[before:] and len(terminal.raw) > before:
            first = terminal.stamps[-1][0]
    terminal.settle(quiet)
    if not wanted:
        first = terminal.stamps[stamped][0]
    last = terminal.stamps[-1][0]
    return Answer((first - began) * 1e3, (last - began) * 1e3, len(terminal.raw) - before)


def wait_for_bytes(terminal: Terminal, text: str, quiet: float = 0.25) -> None:
    """Read until `text` has been sent, and whatever comes until nothing has for `quiet` seconds.

    Raises:
        UnseenError: It never came.
    """
    began = time.perf_counter()
    while text.encode() not in terminal.raw:
        _read_some(terminal, began, repr(text))
    terminal.settle(quiet)


def wait_for_calm(terminal: Terminal) -> None:
    """Read until the program prepares nothing more: it takes a twentieth of a core, or less.

    Raises:
        UnseenError: It was busy for too long.
    """
    began = time.perf_counter()
    before = -1.0
    while (spent := processor_time(terminal)) - before > _CALM * 0.05:
        before = spent
        end = time.perf_counter() + _CALM
        while (left := end - time.perf_counter()) > 0:
            terminal.read(left)
        if end - began > _PATIENCE:
            raise UnseenError(f"it is still busy:\n{terminal.text}")


def processor_time(terminal: Terminal) -> float:
    """Return the processor seconds of the program in a terminal and of those it has started."""
    program = psutil.Process(terminal.child.pid)
    spent = 0.0
    for one in (program, *program.children(recursive=True)):
        times = one.cpu_times()
        spent += times.user + times.system
    return spent


def moment(terminal: Terminal, pattern: re.Pattern[str], count: int = 1) -> float:
    """Return the milliseconds from the start until `pattern` stood `count` times on the screen."""
    screen = pyte.Screen(120, 40)
    stream = pyte.ByteStream(screen)
    read = 0
    for at, size in terminal.stamps:
        stream.feed(bytes(terminal.raw[read:size]))
        read = size
        if len(pattern.findall("\n".join(screen.display))) >= count:
            return (at - terminal.started) * 1e3
    raise UnseenError(f"{pattern.pattern} never stood {count} times on:\n{terminal.text}")


def _read_some(terminal: Terminal, began: float, what: str) -> None:
    has_ended = not terminal.read(0.5) and not terminal.child.isalive()
    if has_ended or time.perf_counter() - began > _PATIENCE:
        raise UnseenError(f"{what} never came, but:\n{terminal.text}")

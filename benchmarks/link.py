"""Runs a program in a terminal at the far end of a slow line.

``python -m benchmarks.link pkgtui --demo`` shows how that feels. The line takes 19.2 kbit/s, ten
bits for a byte, and 150 ms in each direction. What the program sends waits in front of it: 16 kB,
as much as a TCP connection takes at first, before the program itself has to wait.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import sys
import termios
import time
import tty
from collections.abc import Sequence
from typing import NoReturn

from benchmarks.line import Line

RATE = 1_920
"""Bytes a second."""
DELAY = 0.150
"""Seconds that a byte travels."""
_ROOM = 16_384
_STDIN, _STDOUT = 0, 1


def run(command: Sequence[str]) -> int:
    """Run `command` behind the line until it ends; return its status, 128 and more for a signal."""
    child, far = pty.fork()
    if child == 0:
        _become(command)
    _pass_on_size(far)
    signal.signal(signal.SIGWINCH, lambda _number, _frame: _pass_on_size(far))
    before = termios.tcgetattr(_STDIN)
    tty.setraw(_STDIN)
    try:
        _relay(far)
    finally:
        termios.tcsetattr(_STDIN, termios.TCSADRAIN, before)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return 128 - code if code < 0 else code


def _become(command: Sequence[str]) -> NoReturn:
    try:
        os.execvp(command[0], list(command))  # noqa: S606 - what was named on the command line
    except OSError as error:
        print(f"{command[0]} cannot be started: {error.strerror}", flush=True)
    os._exit(127)


def _relay(far: int) -> None:
    """Carry bytes both ways until the program has closed its terminal and all has arrived."""
    to_program, to_person = Line(RATE, DELAY), Line(RATE, DELAY)
    is_open = True
    while is_open or to_person.next_at() is not None:
        now = time.monotonic()
        if is_open:
            _write(far, to_program.take(now))
        _write(_STDOUT, to_person.take(now))
        sources = [_STDIN] if is_open else []
        if is_open and to_person.waiting(now) < _ROOM:
            sources.append(far)
        for source in select.select(sources, [], [], _until_next(now, to_program, to_person))[0]:
            data = _read(source)
            if source == far:
                is_open = bool(data)
            (to_program if source == _STDIN else to_person).put(data, time.monotonic())


def _until_next(now: float, *lines: Line) -> float:
    """Return the seconds until something arrives, or until there may be room again."""
    times = [at for line in lines if (at := line.next_at()) is not None]
    return max(0.0, min(times, default=now + 0.5) - now)


def _read(source: int) -> bytes:
    try:
        return os.read(source, 4096)
    except OSError:  # How Linux tells that the other side of a terminal is closed.
        return b""


def _write(target: int, data: bytes) -> None:
    try:
        while data:
            data = data[os.write(target, data) :]
    except OSError:  # The program or the person has gone; what is left is for nobody.
        return


def _pass_on_size(far: int) -> None:
    size = fcntl.ioctl(_STDIN, termios.TIOCGWINSZ, bytes(8))
    fcntl.ioctl(far, termios.TIOCSWINSZ, size)


if __name__ == "__main__":
    if not sys.argv[1:] or not sys.stdin.isatty():
        sys.exit("usage, on a terminal: python -m benchmarks.link PROGRAM [WORD ...]")
    sys.exit(run(sys.argv[1:]))

"""The same keys over a real SSH connection: what they send, and what it sends at rest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.keys import press_keys
from benchmarks.prepare import Ground
from benchmarks.report import Series
from benchmarks.watching import press, wait_for_bytes
from tests.terminal.sshd import running_sshd, why_not


def measure(ground: Ground, repeat: int, seconds: float) -> Iterator[Series]:
    """Press each key as often as without a line in between, then none for so long."""
    if reason := why_not():
        print(f"left out: {reason}")
        return
    env = {name: value for name, value in ground.env.items() if name != "TERM"}
    with TemporaryDirectory() as folder, running_sshd(Path(folder)) as server:
        argv = server.argv(ground.pkgtui("--offline"), env)
        with ground.terminal(argv) as terminal:
            wait_for_bytes(terminal, "▆")
            start = len(terminal.raw)
            found = press_keys(terminal, repeat)
            press(terminal, "escape")
            found["? and esc, the help and back"] = [
                press(terminal, key) for key in ("?", "escape") * repeat
            ]
            before = len(terminal.raw)
            end = time.monotonic() + seconds
            while (left := end - time.monotonic()) > 0:
                terminal.read(left)
            rest = len(terminal.raw) - before
    for what, answers in found.items():
        yield Series("keys over SSH", what, "ms", [one.settled for one in answers])
    yield Series("sent over SSH", "the start", "kB", [start / 1e3])
    for what, answers in found.items():
        yield Series("sent over SSH", what, "kB", [one.size / 1e3 for one in answers])
    yield Series("sent over SSH", f"{seconds:g} s without a key", "kB", [rest / 1e3])

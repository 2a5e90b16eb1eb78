"""The slow line takes as long as it says and loses nothing; the program behind it is unharmed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from benchmarks.line import Line
from benchmarks.link import DELAY, RATE
from hypothesis import given
from hypothesis import strategies as st
from tests.terminal.driver import Terminal, environment

ROOT = Path(__file__).resolve().parents[2]


def when_all_came(line: Line) -> tuple[bytes, float]:
    """What comes out, taken as early as it can be, and when the last of it does."""
    came, last = b"", 0.0
    while (at := line.next_at()) is not None:
        assert line.take(at - 1e-6) == b""
        came += line.take(at)
        last = at
    return came, last


def test_a_byte_takes_its_time_to_go_in_and_to_travel() -> None:
    line = Line(rate=100, delay=0.5)
    line.put(b"x" * 200, now=10.0)
    assert line.waiting(10.0) == 200
    assert line.waiting(11.0) == 100
    assert line.take(10.5) == b""
    assert 90 <= len(line.take(11.5)) <= 100
    line.put(b"y", now=11.5)
    came, last = when_all_came(line)
    assert came.endswith(b"xy")
    assert last == pytest.approx(10.0 + 2.01 + 0.5)
    assert line.waiting(last) == 0


def test_a_line_that_rested_owes_nothing() -> None:
    line = Line(rate=100, delay=0.5)
    line.put(b"x" * 100, now=0.0)
    line.put(b"z", now=60.0)
    assert when_all_came(line)[1] == pytest.approx(60.0 + 0.01 + 0.5)


@given(st.lists(st.tuples(st.binary(max_size=100), st.floats(0, 3)), max_size=20))
def test_everything_comes_out_in_order_and_never_quicker_than_the_rate(
    puts: list[tuple[bytes, float]],
) -> None:
    line = Line(rate=50, delay=0.2)
    now, sent = 0.0, b""
    for data, pause in puts:
        now += pause
        line.put(data, now)
        sent += data
    came, last = when_all_came(line)
    assert came == sent
    if sent:
        assert len(sent) / 50 + 0.2 <= last + 1e-6
        assert last <= now + len(sent) / 50 + 0.2 + 1e-6


def behind_the_line(home: Path, code: str) -> Terminal:
    command = [sys.executable, "-m", "benchmarks.link", sys.executable, "-c", code]
    return Terminal(command, environment(home), cwd=ROOT, columns=90, rows=20)


def test_a_program_behind_the_line_gets_keys_late_and_is_seen_late(tmp_path: Path) -> None:
    code = "print('ready'); input(); print('x' * 600); raise SystemExit(7)"
    with behind_the_line(tmp_path, code) as terminal:
        terminal.wait("ready")
        terminal.settle()
        began = time.perf_counter()
        terminal.press("enter")
        assert terminal.wait_exit() == 7
        last, _ = terminal.stamps[-1]
        assert last - began >= 2 * DELAY + 600 / RATE - 0.02
        assert terminal.raw.count(b"x") == 600


def test_a_program_behind_the_line_knows_the_size_and_how_it_changes(tmp_path: Path) -> None:
    code = (
        "import os, signal; show = lambda *_: print(os.get_terminal_size()); show();"
        "signal.signal(signal.SIGWINCH, show); input()"
    )
    with behind_the_line(tmp_path, code) as terminal:
        terminal.wait("columns=90, lines=20")
        terminal.resize(70, 15)
        terminal.wait("columns=70, lines=15")
        terminal.press("enter")
        assert terminal.wait_exit() == 0


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.link", "no-such-program"]
    with Terminal(command, environment(tmp_path), cwd=ROOT) as terminal:
        assert terminal.wait_exit() == 127
        assert "no-such-program cannot be started: No such file" in terminal.text

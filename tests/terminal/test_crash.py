"""Exceptions that nobody expected: a line on a restored terminal, the details in a log."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest
from tests.terminal.driver import PROGRAM, Start, Terminal, environment, is_restored, patched

RENDER = """
from pkgtui.tui.widgets.chart import CommitChart

def render(chart):
    raise RuntimeError("it broke \\x1b]0;title\\x07 here")

CommitChart.render = render
"""
WORKER = """
from pkgtui.tui.state import State

def make_index(state):
    raise RuntimeError("it broke here")

State.make_index = make_index
"""
START = """
from pkgtui.tui.app import Dashboard

async def on_load(app):
    raise RuntimeError("it broke here")

Dashboard.on_load = on_load
"""
STYLES = """
from pkgtui import paths

def styles_dir():
    raise RuntimeError("it broke here")

paths.styles_dir = styles_dir
"""
INPUT = """
from textual._xterm_parser import XTermParser

def feed(parser, data):
    raise RuntimeError("it broke here")

XTermParser.feed = feed
"""
UNMOUNT = """
from pkgtui.tui.refresher import Refresher

async def close(refresher):
    raise RuntimeError("it broke here")

Refresher.close = close
"""
COMMAND = """
from pkgtui.store import codec

def decode(data):
    raise RuntimeError("it broke\\nhere \\x1b[31m" + "x" * 1_000_000)

codec.decode = decode
"""


def log_of(home: Path) -> Path:
    return home / ".local" / "state" / "pkgtui" / "crash.log"


def last_line(terminal: Terminal) -> str:
    """What was sent after the terminal had been given back."""
    _, _, rest = bytes(terminal.raw).rpartition(b"\x1b[?1004l")
    return rest.decode().replace("\r\n", "\n")


def search(home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command that crashes."""
    return subprocess.run(
        [PROGRAM, "--demo", "search", "x"],
        env=environment(home, **env),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_widget_that_crashes(start: Start, home: Path) -> None:
    terminal = start("--demo", PYTHONPATH=patched(home, RENDER))
    terminal.wait("▸ Apps")
    terminal.press("3\r")
    assert terminal.wait_exit() == 1
    assert is_restored(terminal)
    words = "RuntimeError: it broke ]0;title here"
    told = f"pkgtui crashed: {words}; the details are in {log_of(home)}.\n"
    assert last_line(terminal) == told
    log = log_of(home).read_text()
    assert "Traceback (most recent call last)" in log
    assert 'sitecustomize.py", line 5, in render' in log
    assert "\x1b" not in log
    assert stat.S_IMODE(log_of(home).stat().st_mode) == 0o600
    assert stat.S_IMODE(log_of(home).parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("code", "keys"),
    [(WORKER, ""), (START, ""), (STYLES, ""), (INPUT, "j"), (UNMOUNT, "q")],
    ids=["worker", "start", "import", "input", "end"],
)
def test_a_crash_anywhere_is_told_in_a_line(start: Start, home: Path, code: str, keys: str) -> None:
    terminal = start("--demo", PYTHONPATH=patched(home, code), size=(200, 24))
    if keys:
        terminal.wait("▸ Apps")
        terminal.press(keys)
    assert terminal.wait_exit() == 1
    assert b"\x1b[?1049h" not in terminal.raw or is_restored(terminal)
    told = f"pkgtui crashed: RuntimeError: it broke here; the details are in {log_of(home)}.\n"
    assert last_line(terminal) == told
    assert "sitecustomize.py" in log_of(home).read_text()


def test_a_command_that_crashes_tells_one_short_line(home: Path) -> None:
    done = search(home, PYTHONPATH=patched(home, COMMAND))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("pkgtui crashed: RuntimeError: it broke here [31mxxx")
    assert done.stderr.count("\n") == 1
    assert len(done.stderr) < 500


def test_the_log_stays_small_and_keeps_the_latest(home: Path) -> None:
    path = patched(home, COMMAND)
    for _ in range(2):
        search(home, PYTHONPATH=path)
    first = log_of(home).stat().st_size
    assert first > 100_000
    log_of(home).write_text("old\n" * 100_000)
    log_of(home).chmod(0o644)
    search(home, PYTHONPATH=path)
    assert log_of(home).stat().st_size <= 256 * 1024
    assert log_of(home).read_text().startswith("old")
    assert log_of(home).read_text().rstrip().endswith("xxx")
    assert stat.S_IMODE(log_of(home).stat().st_mode) == 0o600


@pytest.mark.parametrize("place", ["folder", "pipe", "link"])
def test_a_log_that_cannot_be_written_is_told_with_the_details(home: Path, place: str) -> None:
    log_of(home).parent.mkdir(parents=True)
    if place == "folder":
        log_of(home).mkdir()
    elif place == "pipe":
        os.mkfifo(log_of(home))
    else:
        log_of(home).symlink_to(home / "elsewhere")
    done = search(home, PYTHONPATH=patched(home, COMMAND))
    assert done.returncode == 1
    assert f"; {log_of(home)} could not be written (" in done.stderr
    assert "Traceback (most recent call last)" in done.stderr
    assert "\x1b" not in done.stderr
    assert not (home / "elsewhere").exists()

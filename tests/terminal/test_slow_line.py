"""Over a line that carries less than is drawn: what is shown is soon what was last."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.terminal.driver import PROGRAM, Start, Terminal, environment, patched

FAR_AWAY = "192.0.2.1 50000 192.0.2.2 22"
_PRESSED = 60


def _in_the_packages(start: Start, connection: str) -> Terminal:
    terminal = start("--demo", SSH_CONNECTION=connection)
    _go_to_packages(terminal)
    return terminal


def _go_to_packages(terminal: Terminal) -> None:
    terminal.press("3")
    terminal.wait("All · ")
    terminal.settle(0.3)


def _hold_down(terminal: Terminal) -> int:
    """Press Down many times, each drawn by itself; return the bytes that came."""
    before = len(terminal.raw)
    for _ in range(_PRESSED):
        terminal.press("down")
        terminal.settle(0.06)
    return len(terminal.raw) - before


def test_while_the_terminal_has_not_come_so_far_frames_are_kept_back(start: Start) -> None:
    terminal = _in_the_packages(start, FAR_AWAY)
    terminal.answers = False
    assert _hold_down(terminal) < 24_000
    held_back = terminal.text
    assert terminal.answer()
    terminal.answers = True
    # The list was scrolled meanwhile: all of it is drawn at once, with the cursor where it is.
    terminal.until(lambda: terminal.text != held_back, "the last state of the list")
    terminal.settle(0.3)
    shown = terminal.text
    terminal.press("\x0c")
    terminal.settle(0.3)
    assert terminal.text == shown


def test_a_terminal_that_keeps_up_is_sent_every_frame(start: Start) -> None:
    terminal = _in_the_packages(start, FAR_AWAY)
    assert _hold_down(terminal) > 40_000


def test_a_terminal_that_never_answers_is_sent_every_frame(start: Start) -> None:
    terminal = start("--demo", SSH_CONNECTION=FAR_AWAY)
    terminal.answers = False
    terminal.press("3")
    terminal.wait("All · ")
    terminal.settle(0.3)
    assert _hold_down(terminal) > 40_000


def test_a_serial_line_is_asked_without_ssh(start: Start, home: Path) -> None:
    serial = "import os\nos.ttyname = lambda _: '/dev/ttyUSB0'"
    terminal = start("--demo", PYTHONPATH=patched(home, serial))
    _go_to_packages(terminal)
    assert b"\x1b[6n" in terminal.raw


def test_at_hand_nothing_is_asked(start: Start) -> None:
    terminal = _in_the_packages(start, "")
    _hold_down(terminal)
    assert b"\x1b[6n" not in terminal.raw


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
def test_no_answer_is_left_to_whoever_reads_next(home: Path) -> None:
    script = f'{PROGRAM} --demo; read -r -t 1 -n 1 left; printf "left=%s." "${{left:+much}}"'
    env = environment(home, SSH_CONNECTION=FAR_AWAY)
    with Terminal(["bash", "-c", script], env, cwd=home) as terminal:
        _go_to_packages(terminal)
        terminal.answers = False
        terminal.press("pagedown")
        terminal.settle(0.1)
        terminal.press("q")
        # The answer comes when the program would have ended.
        terminal.settle(0.35)
        assert terminal.answer()
        terminal.wait(r"left=\w*\.")
        assert "left=." in terminal.text

"""Every way in which a session can end or pause: the terminal is left well, and soon."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, Terminal, environment, is_restored, modes, patched
from tests.terminal.test_session import started, status

SOON = 5.0
"""Seconds: the promise is 2, the rest is for a busy machine."""
ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT]
Shell = Callable[..., Terminal]


@contextmanager
def ends_soon() -> Iterator[None]:
    """What happens inside is over soon."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < SOON


@pytest.fixture
def demo(start: Start) -> Terminal:
    terminal = start("--demo")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    return terminal


@pytest.fixture
def shell(home: Path) -> Iterator[Shell]:
    """An interactive shell in a terminal, with `pkgtui` on its path."""
    opened: list[Terminal] = []

    def begin(**env: str) -> Terminal:
        path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
        environ = environment(home, **{"PATH": path, "PS1": "ready> ", **env})
        argv = ["bash", "--norc", "--noprofile", "--noediting", "-i"]
        opened.append(Terminal(argv, environ, cwd=home, echo=True))
        opened[-1].wait("ready>")
        return opened[-1]

    yield begin
    for terminal in opened:
        for child in psutil.Process(terminal.child.pid).children(recursive=True):
            child.kill()
        terminal.child.close(force=True)


def run_in(shell: Terminal, line: str, answer: str) -> None:
    """Type a line and wait for its answer; pyte keeps no second screen, so in what was sent."""
    shell.settle(0.1)
    sent = len(shell.raw)
    shell.press(line)
    until(lambda: shell.read(0.05) and answer in shell.raw[sent:].decode(errors="replace"))


def child_of(terminal: Terminal) -> psutil.Process:
    """The program that runs in the shell."""
    return next(
        child
        for child in psutil.Process(terminal.child.pid).children(recursive=True)
        if "pkgtui" in " ".join(child.cmdline())
    )


def until(condition: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait for `condition`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


# Signals


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_ends_it_with_the_status_of_the_signal(
    demo: Terminal, number: signal.Signals
) -> None:
    with ends_soon():
        demo.kill(number)
        assert demo.wait_exit() == 128 + number
    assert is_restored(demo)
    assert "Traceback" not in demo.text


def test_the_shell_sees_the_status_and_has_its_echo(shell: Shell) -> None:
    terminal = shell()
    terminal.press("pkgtui --demo\r")
    terminal.wait("▸ Apps")
    program = child_of(terminal)
    program.terminate()
    until(lambda: not program.is_running())
    run_in(terminal, "echo status $?\r", "\nstatus 143")


def test_modes_that_a_modern_terminal_offers_are_taken_back(demo: Terminal) -> None:
    demo.press("\x1b[?2048;2$y", "\x1b[?2026;2$y")  # It can tell its size, and frame a paint.
    until(lambda: demo.read(0.05) and b"\x1b[?1016h" in demo.raw)
    demo.press("j")
    demo.kill(signal.SIGTERM)
    assert demo.wait_exit() == 143
    assert is_restored(demo)
    assert modes(demo.raw)[2048] is False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_a_sync_keeps_the_old_catalog(
    start: Start, home: Path, small_site: SiteServer, number: signal.Signals
) -> None:
    terminal = started(start, small_site)
    terminal.wait("online")
    before = status(home, small_site)
    small_site.add_packages(3)
    small_site.clear()
    small_site.fault("/packages/", times=None, hold=True)
    terminal.press("R")
    small_site.wait_for_requests(1, "/api/v4/packages/")
    terminal.wait("syncing")
    with ends_soon():
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
    small_site.release()
    assert is_restored(terminal)
    assert status(home, small_site) == before


# A connection that is lost


def test_a_lost_connection_ends_it(demo: Terminal) -> None:
    with ends_soon():
        demo.hang_up()
        assert demo.child.wait() == 129


def test_a_lost_connection_ends_it_under_nohup_without_burning_time(home: Path) -> None:
    line = f"trap '' HUP; {shlex.quote(PROGRAM)} --demo; echo $? >code"
    with Terminal(["sh", "-c", line], environment(home), cwd=home) as terminal:
        terminal.wait("▸ Apps")
        terminal.settle()
        program = child_of(terminal)
        terminal.hang_up()
        with ends_soon():
            until(lambda: not program.is_running() or program.status() == "zombie")
        until(lambda: (home / "code").exists() and (home / "code").read_text())
        assert (home / "code").read_text() == "129\n"


# Pauses


def test_ctrl_z_gives_the_terminal_to_the_shell_and_fg_brings_it_back(shell: Shell) -> None:
    terminal = shell()
    terminal.press("pkgtui --demo\r")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.press("j")
    terminal.wait("▸ Projects")
    for _ in range(2):
        run_in(terminal, "\x1a", "Stopped")
        assert is_restored_for_the_shell(terminal)
        run_in(terminal, "echo typed\r", "\ntyped")
        terminal.press("clear; fg\r")
        terminal.wait("▸ Projects")
        terminal.wait("/ Search")
    assert modes(terminal.raw)[1000]
    terminal.press("k")
    terminal.wait("▸ Apps")
    leave(terminal)
    run_in(terminal, "echo status $?\r", "\nstatus 0")
    assert is_restored_for_the_shell(terminal)


def leave(shell: Terminal) -> None:
    """Leave the program and see the shell again."""
    program = child_of(shell)
    shell.press("q")
    until(lambda: not (shell.read(0.05) or program.is_running()))
    shell.settle(0.1)


def is_restored_for_the_shell(terminal: Terminal) -> bool:
    """Whether modes are as the shell had them, and the terminal echoes whole lines."""
    terminal.settle(0.1)
    changed = {mode for mode, is_set in modes(terminal.raw).items() if is_set} - {2004}
    flags = termios.tcgetattr(terminal.child.child_fd)[3]
    line_mode = termios.ICANON | termios.ECHO | termios.ISIG
    return changed == {7, 25} and flags & line_mode == line_mode


def test_ctrl_z_stops_the_whole_job_that_it_is_a_part_of(shell: Shell) -> None:
    terminal = shell()
    terminal.press("sh -c 'pkgtui --demo; echo left'\r")
    terminal.wait("▸ Apps")
    run_in(terminal, "\x1a", "Stopped")
    terminal.press("fg\r")
    terminal.wait("▸ Apps")
    run_in(terminal, "q", "left")


def test_ctrl_z_where_no_shell_could_go_on_changes_nothing(demo: Terminal) -> None:
    demo.press("\x1a", "j")
    demo.wait("▸ Projects")
    demo.press("q")
    assert demo.wait_exit() == 0
    assert is_restored(demo)


def test_in_the_background_it_waits_for_the_terminal(shell: Shell) -> None:
    terminal = shell()
    terminal.press("pkgtui --demo\r")
    terminal.wait("▸ Apps")
    run_in(terminal, "\x1a", "Stopped")
    run_in(terminal, "bg\r", "pkgtui --demo &")
    run_in(terminal, "echo typed\r", "\ntyped")
    until(lambda: child_of(terminal).status() == "stopped")
    terminal.press("fg\r")
    terminal.wait("▸ Apps")
    leave(terminal)
    assert is_restored_for_the_shell(terminal)


def test_a_paused_program_ends_at_a_signal_and_leaves_the_shell_its_terminal(shell: Shell) -> None:
    terminal = shell()
    terminal.press("pkgtui --demo\r")
    terminal.wait("▸ Apps")
    run_in(terminal, "\x1a", "Stopped")
    program = child_of(terminal)
    sent = len(terminal.raw)
    run_in(terminal, "kill %1\r", "ready>")
    until(lambda: not program.is_running())
    run_in(terminal, "\r", "Exit 143")
    assert b"\x1b[?1049" not in terminal.raw[sent:]
    assert is_restored_for_the_shell(terminal)


def test_what_was_stopped_without_notice_paints_and_sets_its_modes_again(shell: Shell) -> None:
    terminal = shell()
    terminal.press("pkgtui --demo\r")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.settle()
    child_of(terminal).send_signal(signal.SIGSTOP)
    terminal.wait("Stopped")
    run_in(terminal, "clear\r", "\x1b[H")
    sent = len(terminal.raw)
    terminal.press("fg\r")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.wait("SAMPLE DATA")
    again = modes(bytes(terminal.raw[sent:]))
    assert again[1049]
    assert again[1000]
    assert again[2004]
    assert not again[25]
    for row in ("Projects", "Frameworks"):  # Each key is read once, not by two.
        terminal.press("j")
        terminal.wait(f"▸ {row}")
    leave(terminal)
    assert is_restored_for_the_shell(terminal)
    run_in(terminal, "echo typed\r", "\ntyped")


# Threads that hang


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_thread_that_hangs_keeps_nothing_from_ending(
    start: Start, home: Path, number: signal.Signals
) -> None:
    terminal = start("--demo", PYTHONPATH=patched(home, STUCK_THREAD))
    terminal.wait("▸ Apps")
    until((home / "hangs").exists)
    with ends_soon():
        terminal.kill(number)
        assert terminal.wait_exit() == 128 + number
    assert is_restored(terminal)


def test_leaving_with_a_thread_that_hangs_takes_no_longer(start: Start, home: Path) -> None:
    terminal = start("--demo", PYTHONPATH=patched(home, STUCK_THREAD))
    terminal.wait("▸ Apps")
    until((home / "hangs").exists)
    with ends_soon():
        terminal.press("q")
        assert terminal.wait_exit() == 0
    assert is_restored(terminal)


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 143), ("ctrl+c", 130)])
def test_a_program_that_is_frozen_ends_all_the_same(
    start: Start, home: Path, how: signal.Signals | str, code: int
) -> None:
    terminal = start("--demo", PYTHONPATH=patched(home, FROZEN))
    terminal.wait("▸ Apps")
    terminal.press("?")
    until((home / "hangs").exists)
    if isinstance(how, signal.Signals):
        with ends_soon():
            terminal.kill(how)
            assert terminal.wait_exit() == code
    else:
        terminal.press(how)
        assert terminal.wait_exit() == code
    assert is_restored(terminal)


STUCK_THREAD = """
import os, threading
from pathlib import Path

from pkgtui.tui.state import State

def hang(state):
    os.mkfifo("pipe")
    Path("hangs").touch()
    open("pipe").read()  # nobody writes to it

State.make_index = hang
"""
FROZEN = """
import os
from pathlib import Path

from pkgtui.tui.app import Dashboard

def hang(app):
    os.mkfifo("pipe")
    Path("hangs").touch()
    open("pipe").read()

Dashboard.action_help = hang
"""


# Commands


def test_ctrl_c_in_a_command_says_nothing_and_has_its_status(
    shell: Shell, small_site: SiteServer
) -> None:
    small_site.fault(times=None, hold=True)
    terminal = shell(PKGTUI_SITE_URL=small_site.url)
    terminal.press("pkgtui search x\r")
    small_site.wait_for_requests(1)
    with ends_soon():
        run_in(terminal, "\x03", "ready>")
    run_in(terminal, "echo status $?\r", "\nstatus 130")
    small_site.release()
    assert "Traceback" not in terminal.text


SLOW_IMPORT = """
import sys, time
from pathlib import Path

class Slow:
    def find_spec(self, name, path=None, target=None):
        if name == "{name}":
            Path("hangs").touch()
            time.sleep(60)

sys.meta_path.insert(0, Slow())
"""


@pytest.mark.parametrize("name", ["click", "pkgtui.settings", "textual.app", "pkgtui.tui.app"])
def test_ctrl_c_at_the_very_start_leaves_no_traceback(start: Start, home: Path, name: str) -> None:
    terminal = start("--demo", PYTHONPATH=patched(home, SLOW_IMPORT.replace("{name}", name)))
    terminal.until((home / "hangs").exists, f"the import of {name}")
    with ends_soon():
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 130
    assert terminal.text.strip() in ("^C", "")
    assert b"\x1b" not in terminal.raw


def test_output_that_nobody_reads_is_no_failure(home: Path) -> None:
    line = f"{shlex.quote(PROGRAM)} --demo search django | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", line], env=environment(home), capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("141\n", "")


def test_output_on_a_full_disk_is_told(home: Path) -> None:
    line = f"{shlex.quote(PROGRAM)} --demo search django >/dev/full"
    done = subprocess.run(
        ["sh", "-c", line], env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "pkgtui: The output could not be written. No space left on device.\n"


NAME_SERVER = """
import os, socket
from pathlib import Path

def getaddrinfo(*names, **options):
    os.mkfifo("pipe")
    Path("hangs").touch()
    open("pipe").read()

socket.getaddrinfo = getaddrinfo
"""


@pytest.mark.parametrize(("line", "number"), [("search x", 2), ("sync", 2), ("sync", 15)])
def test_a_command_whose_name_server_never_answers_ends_at_a_signal(
    start: Start, home: Path, line: str, number: int
) -> None:
    site = "http://index.example"
    terminal = start(*line.split(), PYTHONPATH=patched(home, NAME_SERVER), PKGTUI_SITE_URL=site)
    until((home / "hangs").exists)
    with ends_soon():
        terminal.kill(signal.Signals(number))
        assert terminal.wait_exit() == 128 + number
    assert "Traceback" not in terminal.text
    assert modes(terminal.raw).get(25, True)


def test_ctrl_c_ends_a_start_that_hangs_on_its_configuration(start: Start, home: Path) -> None:
    folder = home / "config" / "pkgtui"
    folder.mkdir(parents=True)
    os.mkfifo(folder / "config.toml")
    terminal = start("--demo")
    program = psutil.Process(terminal.child.pid)
    until(lambda: program.status() == "sleeping" and terminal.read(1.0) is False)
    with ends_soon():
        terminal.press("ctrl+c")
        assert terminal.wait_exit() == 130
    assert "Traceback" not in terminal.text


IN_A_TASK = """
import asyncio, os, signal

async def getaddrinfo(*names, **options):
    for number in (signal.SIGTERM, signal.SIGHUP):
        os.kill(os.getpid(), number)
    await asyncio.Event().wait()

asyncio.BaseEventLoop.getaddrinfo = getaddrinfo
"""


def test_a_sync_that_is_ended_in_the_midst_of_a_task_tells_of_no_crash(
    start: Start, home: Path
) -> None:
    site = "http://index.example"
    terminal = start("sync", PYTHONPATH=patched(home, IN_A_TASK), PKGTUI_SITE_URL=site)
    with ends_soon():
        assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert b"Traceback" not in terminal.raw
    assert modes(terminal.raw).get(25, True)

"""The dashboard over a real SSH connection: what it sends, and that it sends nothing at rest."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from tests.terminal import sshd
from tests.terminal.driver import PROGRAM, Terminal, environment
from tests.terminal.kept import keep_directory

from pkgtui.settings import Settings

pytestmark = pytest.mark.skipif(sshd.why_not() is not None, reason=str(sshd.why_not()))
Visit = Callable[..., Terminal]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sshd.SshServer]:
    """A running sshd."""
    with sshd.running_sshd(tmp_path_factory.mktemp("sshd")) as running:
        refusal = running.refusal()
        if refusal and os.geteuid() != 0:
            pytest.skip(f"sshd gives no terminal to this user: {refusal}")
        assert refusal is None
        yield running


@pytest.fixture(scope="module")
def far_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home at the far end, with the whole directory in its cache."""
    home = tmp_path_factory.mktemp("far")
    keep_directory(Settings(cache_dir=home / "cache" / "pkgtui"))
    return home


@pytest.fixture
def visit(server: sshd.SshServer, far_home: Path, home: Path) -> Iterator[Visit]:
    """Start the program at the far end, in a terminal of 120 by 40 with true colour."""
    opened: list[Terminal] = []

    def begin(*command: str, **env: str) -> Terminal:
        there = environment(far_home, **{"XDG_DATA_HOME": str(home / "far data"), **env})
        del there["TERM"]  # It goes over the line by itself.
        argv = server.argv(command or (PROGRAM, "--offline"), there)
        opened.append(Terminal(argv, environment(home), cwd=home))
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.child.close(force=True)


def sent_for(terminal: Terminal, key: str, shown: str) -> int:
    """Press a key; return how many bytes came until `shown` was there and all was at rest."""
    before = len(terminal.raw)
    terminal.press(key)
    terminal.wait(shown)
    terminal.settle()
    return len(terminal.raw) - before


def test_browsing_sends_what_changes_once_and_nothing_at_rest(visit: Visit) -> None:
    terminal = visit()
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.settle()
    assert len(terminal.raw) < 18_000
    # Half as many bytes again as it takes; a new screen that a busy machine paints in two steps
    # takes twice as many, and 36,000 if what the terminal shows already were sent again.
    assert sent_for(terminal, "3", r"All · .* of 5,400 packages") < 24_000
    assert sent_for(terminal, "down", r"\n│  .*\n│▸") < 750
    assert sent_for(terminal, "pagedown", r"│▸ .*\n╰") < 12_000
    assert sent_for(terminal, "enter", r"Participants") < 24_000
    assert sent_for(terminal, "q", r"All · .* of 5,400 packages") < 24_000
    assert sent_for(terminal, "/", "Type to search 5,400 packages") < 10_000
    assert sent_for(terminal, "p", r"hits") < 10_000
    assert sent_for(terminal, "y", r"hits") < 10_000
    assert not terminal.read(5), "it sent something without being asked"


def test_far_away_links_are_shown_and_dialogs_are_cheap(visit: Visit) -> None:
    terminal = visit(BROWSER="false")
    terminal.wait("/ Search")
    terminal.settle()
    assert sent_for(terminal, "o", "was sent to your terminal's clipboard") < 2_000
    assert b"\x1b]52;c;" in terminal.raw
    assert sent_for(terminal, "escape", "▸ Apps") < 4_000
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before


def test_a_lost_connection_ends_the_program(visit: Visit, home: Path) -> None:
    pid_file = home / "pid"
    terminal = visit("sh", "-c", f"echo $$ > '{pid_file}'; exec {PROGRAM} --offline")
    terminal.wait("/ Search")
    program = psutil.Process(int(pid_file.read_text()))
    assert program.name().startswith("pkgtui")
    os.kill(terminal.child.pid, signal.SIGKILL)
    program.wait(20)


SEEN = """
import atexit
from pkgtui.cli import main
def tell():
    from textual import constants
    print(constants.MAX_FPS, constants.TEXTUAL_ANIMATIONS, constants.SMOOTH_SCROLL)
atexit.register(tell)
main()
"""


@pytest.mark.parametrize(
    ("chosen", "seen"),
    [
        ({}, "20 none False"),
        ({"TEXTUAL_FPS": "31"}, "31 none False"),
        ({"TEXTUAL_ANIMATIONS": "basic"}, "20 basic False"),
        ({"TEXTUAL_SMOOTH_SCROLL": "1"}, "20 none True"),
    ],
)
def test_the_line_is_spared_unless_the_person_chose_otherwise(
    visit: Visit, chosen: dict[str, str], seen: str
) -> None:
    terminal = visit(sys.executable, "-c", SEEN, "--demo", **chosen)
    terminal.wait("SAMPLE DATA")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.raw.strip().endswith(seen.encode())

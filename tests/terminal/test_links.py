"""Links and the clipboard with a browser and without, and through what lies between."""

from __future__ import annotations

import re
import shutil
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, Terminal, environment

PROCRASTINATE = 5924
REPOSITORY = "https://github.com/procrastinate-org/procrastinate"
LONG = "https://forge.example/" + "/".join(f"step{number:04}" for number in range(150))
FAR_AWAY = "192.0.2.1 50000 192.0.2.2 22"
SENT = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def sent(terminal: Terminal) -> list[str]:
    """What the terminal was asked to put on its clipboard."""
    return [b64decode(found).decode() for found in SENT.findall(terminal.raw)]


def open_package(terminal: Terminal) -> None:
    terminal.wait("/ Search")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.press("enter")
    terminal.wait("364 commits · peak 41")


@pytest.fixture
def browser(home: Path) -> Path:
    """A browser that writes its arguments into `opened`, and much more onto the terminal."""
    script = home / "browser"
    lines = ("#!/bin/sh", f"printf '%s\\n' \"$#\" \"$@\" > '{home}/opened'", "echo NOISE")
    script.write_text("\n".join((*lines, "echo NOISE >&2", "echo NOISE > /dev/tty", "")))
    script.chmod(0o700)
    return script


def test_with_a_display_the_browser_gets_the_address_and_nothing_of_the_terminal(
    start: Start, home: Path, browser: Path
) -> None:
    terminal = start("--demo", DISPLAY=":0", BROWSER=str(browser))
    open_package(terminal)
    terminal.press("o")
    terminal.until(lambda: (home / "opened").exists() and (home / "opened").read_text())
    terminal.settle()
    assert (home / "opened").read_text() == f"1\n{REPOSITORY}\n"
    assert b"NOISE" not in terminal.raw
    assert "There is no browser here" not in terminal.text


def test_far_away_no_browser_starts_and_the_address_is_shown_and_sent(
    start: Start, home: Path, browser: Path
) -> None:
    terminal = start("--demo", BROWSER=str(browser), SSH_CONNECTION=FAR_AWAY)
    open_package(terminal)
    terminal.press("o")
    terminal.wait("There is no browser here. The address was sent to your terminal's clipboard.")
    assert sent(terminal) == [REPOSITORY]
    assert REPOSITORY in terminal.text.splitlines()  # with nothing beside it
    terminal.press("escape")
    terminal.wait_gone("There is no browser here")
    terminal.press("y")
    terminal.wait("Sent to your terminal's clipboard")
    assert sent(terminal)[1:] == ["procrastinate"]
    assert not (home / "opened").exists()
    assert "opied" not in terminal.text


def test_a_long_address_is_shown_whole(start: Start, small_site: SiteServer) -> None:
    small_site.spoil(PROCRASTINATE, repo_url=LONG)
    terminal = start(PKGTUI_SITE_URL=small_site.url, SSH_CONNECTION=FAR_AWAY)
    terminal.wait("online")
    open_package(terminal)
    terminal.press("o")
    terminal.wait("The address was sent to")
    shown = terminal.wait("To select it")
    lines = shown[shown.index("There is no browser") : shown.index("To select it")].splitlines()
    assert "".join(lines[1:]) == LONG
    assert sent(terminal) == [LONG]


# Through a multiplexer


@contextmanager
def multiplexed(
    home: Path, program: str, words: str, env: Mapping[str, str]
) -> Iterator[tuple[Terminal, list[str]]]:
    """Run the dashboard in a multiplexer of its own; yield it with how to talk to it."""
    (home / "sockets").mkdir(mode=0o700)
    environ = environment(home, SSH_CONNECTION=FAR_AWAY, **env) | {
        "SCREENDIR": str(home / "sockets"),
        "TMUX_TMPDIR": str(home / "sockets"),
        "SHELL": "/bin/sh",
    }
    (home / "configuration").write_text(words)
    command = PROGRAM if "PKGTUI_SITE_URL" in env else f"{PROGRAM} --demo"
    if program == "tmux":
        talk = ["tmux", "-L", "pkgtui", "-f", str(home / "configuration")]
        argv = [*talk, "new-session", command]
        end = [*talk, "kill-server"]
    else:
        talk = ["screen", "-S", "pkgtui", "-c", str(home / "configuration"), "-U"]
        argv = [*talk, *command.split()]
        end = ["screen", "-S", "pkgtui", "-X", "quit"]
    with Terminal(argv, environ, cwd=home) as terminal:
        try:
            yield terminal, talk
        finally:
            subprocess.run(end, env=environ, capture_output=True, check=False)


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


@needs("tmux")
def test_tmux_takes_the_address_where_it_may(home: Path) -> None:
    with multiplexed(home, "tmux", "set -s set-clipboard on\n", {}) as (terminal, talk):
        open_package(terminal)
        terminal.press("o")
        terminal.wait("was sent to your terminal's clipboard")
        env = environment(home, TMUX_TMPDIR=str(home / "sockets"))
        done = subprocess.run([*talk, "show-buffer"], env=env, capture_output=True, check=True)
        assert done.stdout.decode() == REPOSITORY
        assert terminal.text.count("52;c;") == 0


@needs("tmux")
def test_tmux_hands_the_address_on_where_it_may(home: Path) -> None:
    words = "set -s set-clipboard off\nset -g allow-passthrough on\n"
    with multiplexed(home, "tmux", words, {}) as (terminal, _):
        open_package(terminal)
        terminal.press("o")
        terminal.wait("was sent to your terminal's clipboard")
        terminal.until(lambda: sent(terminal))
        assert set(sent(terminal)) == {REPOSITORY}


@needs("screen")
def test_screen_hands_the_address_on(home: Path, small_site: SiteServer) -> None:
    small_site.spoil(PROCRASTINATE, repo_url=LONG)
    words = "startup_message off\ndefutf8 on\n"
    env = {"PKGTUI_SITE_URL": small_site.url}
    with multiplexed(home, "screen", words, env) as (terminal, _):
        terminal.wait("online")
        open_package(terminal)
        terminal.press("o")
        terminal.until(lambda: sent(terminal))
        terminal.wait("To select it")
        assert set(sent(terminal)) == {LONG}
        assert b64encode(LONG.encode()).decode()[-80:-60] not in terminal.text  # nor printed

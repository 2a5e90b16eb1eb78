"""The installed program in a terminal: it starts, answers keys, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, Terminal, environment, files

WIDE, NARROW = (120, 40), (80, 24)


def configure(home: Path, text: str) -> Path:
    """Write the person's configuration file."""
    file = home / "config" / "pkgtui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    return file


# The sample


@pytest.mark.parametrize(("size", "key"), [(NARROW, "q"), (WIDE, "ctrl+c")])
def test_the_sample_is_shown_and_left(start: Start, size: tuple[int, int], key: str) -> None:
    terminal = start("--demo", size=size)
    terminal.wait(r"SAMPLE DATA · \d+ packages")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.press("j")
    terminal.wait("▸ Projects")
    terminal.press("up")
    terminal.wait("▸ Apps")
    terminal.press(key)
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before


def test_the_sample_asks_no_network_and_leaves_no_trace(
    start: Start, home: Path, small_site: SiteServer
) -> None:
    terminal = start("--demo", PKGTUI_SITE_URL=small_site.url, PKGTUI_FRESH_HOURS="0")
    terminal.wait("SAMPLE DATA")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.press("enter")
    terminal.wait("364 commits · peak 41")
    terminal.press("r", "R")
    terminal.wait("This is the built-in sample")
    terminal.press("q")
    terminal.wait("▸ Procrastinate")
    terminal.press("escape")
    terminal.wait_gone("Procrastinate +package")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert files(home) == []
    assert small_site.requests() == []


def test_a_key_pressed_before_anything_is_drawn_counts(start: Start) -> None:
    terminal = start("--demo")
    terminal.press("q")
    assert terminal.wait_exit() == 0


# The first start


def test_the_first_start_without_a_network_offers_the_sample(start: Start, nowhere: str) -> None:
    terminal = start("--site-url", nowhere)
    terminal.wait("There is no catalog on this machine yet, and fetching one failed")
    terminal.wait("There is no connection to 127.0.0.1")
    terminal.press("d")
    terminal.wait("SAMPLE DATA")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before


def test_the_first_start_offline_offers_the_sample(start: Start, small_site: SiteServer) -> None:
    terminal = start("--offline", PKGTUI_SITE_URL=small_site.url)
    terminal.wait("pkgtui was told to stay offline")
    terminal.press("d")
    terminal.wait("SAMPLE DATA")
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert small_site.requests() == []


# What the person configured


def test_theme_and_keys_are_taken_from_the_file(start: Start, home: Path) -> None:
    configure(home, 'theme = "pkgtui-light"\n[keys]\n"go.grids" = "z"\n')
    terminal = start("--demo")
    terminal.wait("SAMPLE DATA")
    terminal.press("z")
    terminal.wait(r"\d+ grids · by members")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert b"48;2;251;253;251" in terminal.raw  # the light theme's background
    assert b"48;2;15;22;20" not in terminal.raw  # the dark one's


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('theme = "nope"', "config.toml:1: there is no theme 'nope'; there are"),
        ('[keys]\n"go.nowhere" = "z"', 'config.toml:2: keys."go.nowhere": there is no binding'),
        ('[keys]\n"list.filter" = "s"', "s is also the key of list.sort on lists of packages"),
        ("fresh_hours = 'soon'", "fresh_hours must be a number"),
        ("colour = 'red'", "colour is not a setting"),
        ("theme = ", "it is not valid TOML"),
    ],
)
def test_a_bad_configuration_is_told_in_a_sentence(
    start: Start, home: Path, text: str, sentence: str
) -> None:
    configure(home, text)
    terminal = start("--demo", size=(400, 24))
    assert terminal.wait_exit() == 2
    assert terminal.text.startswith("pkgtui: ")
    assert sentence in terminal.text
    assert "Traceback" not in terminal.text


# Where there is no terminal


@pytest.mark.parametrize("elsewhere", ["</dev/null", ">out", "2>out", "<&-", "| cat"])
def test_without_a_terminal_other_commands_are_named(home: Path, elsewhere: str) -> None:
    out = home / "out"
    line = f'"{PROGRAM}" --demo {elsewhere}; echo "status $?"'
    with Terminal(["sh", "-c", line], environment(home), cwd=home) as terminal:
        assert terminal.wait_exit() == 0
    told = terminal.text + (out.read_text() if out.exists() else "")
    assert "The dashboard needs a terminal" in told
    assert "`pkgtui search`" in told
    assert "status 2" in told or elsewhere == "| cat"  # a pipe has the status of its end
    assert b"\x1b" not in terminal.raw


@pytest.mark.parametrize("name", ["dumb", ""])
def test_a_terminal_that_can_do_nothing_is_refused(start: Start, name: str) -> None:
    terminal = start("--demo", TERM=name)
    assert terminal.wait_exit() == 2
    assert "The dashboard needs a terminal" in terminal.text


def test_cron_is_told_what_to_use_instead_and_within_a_second(home: Path) -> None:
    began = time.monotonic()
    done = subprocess.run(
        [PROGRAM],
        stdin=subprocess.DEVNULL,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"},
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    assert time.monotonic() - began < 5  # The promise is one; the rest is for a busy machine.
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "pkgtui: The dashboard needs a terminal. `pkgtui search`, `pkgtui show`, `pkgtui status`"
        " and `pkgtui sync` do without.\n"
    )
    assert files(home) == []


def test_a_pipe_on_both_sides_ends_at_once(home: Path) -> None:
    done = subprocess.run(
        [PROGRAM],
        input="q\n",
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pkgtui: The dashboard needs a terminal. `pkgtui search`")
    assert files(home) == []


def test_what_is_typed_at_once_behind_the_search_key_is_searched_for(start: Start) -> None:
    terminal = start("--demo")
    terminal.wait("/ Search")
    terminal.press("/procrastinate\r")
    terminal.wait("364 commits · peak 41")
    terminal.press("\x1b")
    terminal.wait("▸ Procrastinate")

"""Terminals with few colours, none, other encodings or poor fonts: everything stays readable."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.terminal.driver import PROGRAM, Start, Terminal, environment

COLOURS = {
    "true colour": {},
    "light theme": {"PKGTUI_THEME": "pkgtui-light"},
    "256": {"COLORTERM": ""},
    "16": {"TERM": "xterm", "COLORTERM": ""},
    "16, light theme": {"TERM": "xterm", "COLORTERM": "", "PKGTUI_THEME": "pkgtui-light"},
    "screen": {"TERM": "screen", "COLORTERM": ""},
    "console": {"TERM": "linux", "COLORTERM": ""},
    "none": {"NO_COLOR": "1"},
}
PLAIN = {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
LOCALES = {
    "C": {"LC_ALL": "C"},
    "POSIX": {"LANG": "POSIX"},
    "C, as Python takes it": {"LC_ALL": "C", **PLAIN},
    "Latin 1": {"LANG": "de_DE.ISO-8859-1"},
}


def tour(terminal: Terminal) -> Iterator[str]:
    """Go through screens and dialogs; yield the name of each when it is there."""
    for keys, sign in (
        ("", "/ Search"),
        ("2", "grids . by members"),
        ("3", "All . "),
        ("s", "Sort by"),
        ("j", "Sort by"),
        ("\x1b", "a Hidden"),
        ("\r", "Participants"),
        ("O", "Open a link"),
        ("\x1b", "/ Search"),
        ("?", "Keys that work here"),
        ("q", "/ Search"),
        (":", "Search for commands"),
        ("\x1b", "/ Search"),
        ("/", "Type to search"),
        ("procr", "1 hit"),
    ):
        terminal.press(keys)
        terminal.wait(sign)
        terminal.settle(0.15)
        yield f"{sign} after {keys!r}"


def unseen_words(terminal: Terminal) -> str:
    """What is drawn in the colour behind it; lines that lie dimmed under a dialog may be."""
    unseen = [cell.data for cell in terminal.cells if cell.fg == cell.bg != "default"]
    return "".join(sign for sign in unseen if sign.isalnum())


@pytest.mark.parametrize("colours", COLOURS)
def test_nothing_is_drawn_in_the_colour_behind_it(start: Start, colours: str) -> None:
    terminal = start("--demo", size=(80, 24), **COLOURS[colours])
    terminal.wait("Apps")
    for place in tour(terminal):
        terminal.until(lambda: not unseen_words(terminal), f"nothing unseen: {place}")


@pytest.mark.parametrize("locale", LOCALES)
def test_another_encoding_gets_its_own_signs(start: Start, locale: str) -> None:
    terminal = start("--demo", size=(80, 24), **LOCALES[locale])
    text = terminal.wait("> Apps")
    assert re.search(r"\+- Categories -+\+\+- Apps - ", text)
    assert re.search(r"Wagtail Tern C\S*~", terminal.wait("Wagtail Tern"))
    for place in tour(terminal):
        # The help is the key, and a question mark, that nothing else has.
        assert "?" not in re.sub(r"\? +(Help|This|Keys)", "", terminal.text), place
        assert terminal.raw.isascii(), place


def test_the_console_gets_signs_that_its_font_has(start: Start) -> None:
    terminal = start("--demo", size=(80, 24), TERM="linux", COLORTERM="")
    terminal.wait("> Apps")
    for place in tour(terminal):
        strange = {sign for sign in terminal.text if sign != "\n"} - set(
            bytes(range(32, 256)).decode("cp437")
        )
        assert strange == set(), place


def test_without_colours_there_are_none_and_the_cursor_is_seen(start: Start) -> None:
    terminal = start("--demo", size=(80, 24), NO_COLOR="1")
    terminal.wait("▸ Apps")
    for _ in tour(terminal):
        pass
    styles = re.findall(rb"\x1b\[([\d;]*)m", terminal.raw)
    codes = {int(code) for style in styles for code in style.split(b";") if code}
    assert codes & {*range(30, 39), *range(40, 49), *range(90, 108)} == set()


def test_without_colours_one_sees_where_the_keys_go(start: Start) -> None:
    terminal = start("--demo", size=(80, 24), NO_COLOR="1")
    terminal.wait("▸ Apps")
    terminal.wait("/ Search")
    terminal.settle()
    left, right = "▸ Apps", "▸ ☾ django-hazel"
    assert all(cell.reverse for cell in terminal.drawn(left))
    assert not any(cell.reverse for cell in terminal.drawn(right))
    assert all(cell.reverse for cell in terminal.drawn(" Categories ─")[:-1])
    terminal.press("\t")
    terminal.settle()
    assert not any(cell.reverse for cell in terminal.drawn(left))
    assert all(cell.reverse for cell in terminal.drawn(right))
    assert all(cell.reverse for cell in terminal.drawn(" Apps · "))
    terminal.press("s")
    terminal.wait("Sort by")
    terminal.press("j")
    terminal.settle()
    marked = [name for name in ("name", "stars", "forks") if is_marked(terminal, f" {name} ")]
    assert len(marked) == 1
    terminal.press("\x1b")
    terminal.wait_gone("Sort by")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("x")
    terminal.settle()
    assert any(cell.reverse for cell in terminal.drawn("x ")[1:])


def is_marked(terminal: Terminal, option: str) -> bool:
    """Whether an option stands out from the others."""
    last = terminal.text.rindex(option)
    before = terminal.text[:last]
    y, x = before.count("\n"), last - (before.rfind("\n") + 1)
    cell = terminal.cells[y * 80 + x + 1]
    return bool(cell.underscore and cell.bold)


@pytest.mark.parametrize("line", ["show 1412", "search django", "status"])
def test_commands_speak_the_terminal_s_encoding(start: Start, line: str) -> None:
    terminal = start("--demo", *line.split(), LC_ALL="C")
    assert terminal.wait_exit() == 0
    assert terminal.raw.isascii()
    assert b"?" not in terminal.raw


def test_what_goes_into_a_file_keeps_its_signs(home: Path) -> None:
    line = [PROGRAM, "--demo", "show", "1412"]
    env = environment(home, LC_ALL="C")
    done = subprocess.run(line, env=env, capture_output=True, check=True)
    assert done.stdout.decode()


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_it_is_whole_inside_tmux(home: Path) -> None:
    socket = str(home / "tmux")
    env = {**environment(home), "TERM": "screen-256color"}

    def tmux(*words: str) -> str:
        argv = ["tmux", "-S", socket, "-f", "/dev/null", *words]
        return subprocess.run(argv, env=env, capture_output=True, text=True, check=True).stdout

    tmux("new-session", "-d", "-x", "100", "-y", "30", f"{shlex.quote(PROGRAM)} --demo; read x")
    try:
        screen = seen(tmux, "▸ Apps")
        assert "╭─ Categories ─" in screen
        tmux("send-keys", "3", "Enter")
        assert "Participants" in seen(tmux, "Participants")
        tmux("send-keys", "C-c")
        assert "╭" not in seen(tmux, "^\n*$")
    finally:
        tmux("kill-server")


def seen(tmux: Callable[..., str], pattern: str) -> str:
    """What the pane shows, once it matches `pattern`."""
    deadline = time.monotonic() + 20
    while True:
        screen = tmux("capture-pane", "-p")
        if re.search(pattern, screen):
            return screen
        assert time.monotonic() < deadline, screen
        time.sleep(0.05)

"""The theme that a person chose is there at the next start, whatever befell the file it is in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.rights import rights, unprivileged
from tests.terminal.driver import PROGRAM, Start, Terminal, environment

NORD, DARK = b"48;2;46;52;64", b"48;2;15;22;20"
"""The backgrounds of the theme that is chosen here and of the one without a choice."""


@pytest.fixture
def file(home: Path) -> Path:
    return home / "data" / "pkgtui" / "personal.json"


def choose(terminal: Terminal, name: str) -> None:
    terminal.wait("SAMPLE DATA")
    terminal.press("T")
    terminal.wait("Search for themes")
    terminal.press(name)
    terminal.wait(f"{name}\\s")
    terminal.settle()
    terminal.press("enter")
    terminal.wait_gone("Search for themes")


def left(terminal: Terminal) -> bool:
    terminal.press("q")
    return terminal.wait_exit() == 0 and terminal.is_as_before


def test_the_chosen_theme_is_there_at_the_next_start(start: Start, file: Path) -> None:
    terminal = start("--demo")
    choose(terminal, "nord")
    assert left(terminal)
    assert json.loads(file.read_text()) == {"theme": "nord"}
    terminal = start("--demo")
    terminal.wait("SAMPLE DATA")
    assert left(terminal)
    assert NORD in terminal.raw
    assert DARK not in terminal.raw


def test_a_configured_theme_goes_before_the_chosen_one(start: Start, file: Path) -> None:
    terminal = start("--demo", PKGTUI_THEME="pkgtui-dark")
    choose(terminal, "nord")
    terminal.wait_told("The next start shows pkgtui-dark again")
    assert left(terminal)
    assert not file.exists()
    file.parent.mkdir(parents=True)
    file.write_text('{"theme": "nord"}')
    terminal = start("--demo", PKGTUI_THEME="pkgtui-dark")
    terminal.wait("SAMPLE DATA")
    assert left(terminal)
    assert NORD not in terminal.raw


@pytest.mark.parametrize("text", ["", "{", '{"theme": 1}', "[1]"])
def test_a_damaged_file_is_told_and_kept_aside(start: Start, file: Path, text: str) -> None:
    file.parent.mkdir(parents=True)
    file.write_text(text)
    terminal = start("--demo", size=(200, 40))
    terminal.wait_told("is damaged.")
    assert file.read_text() == text
    choose(terminal, "nord")
    terminal.wait_told("it was moved aside to")
    assert left(terminal)
    assert json.loads(file.read_text()) == {"theme": "nord"}
    (copy,) = file.parent.glob("personal.json.damaged-*")
    assert copy.read_text() == text


def test_an_unknown_theme_is_passed_over(start: Start, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text('{"theme": "gone"}')
    terminal = start("--demo")
    terminal.wait("SAMPLE DATA")
    assert left(terminal)
    assert DARK in terminal.raw


def test_where_nothing_can_be_kept_this_is_said_and_the_theme_is_shown(
    home: Path, file: Path
) -> None:
    before = unprivileged()
    file.parent.mkdir(parents=True)
    argv = [*before, PROGRAM, "--demo"]
    with (
        rights(file.parent, 0o500),
        Terminal(argv, environment(home), cwd=home, columns=200) as terminal,
    ):
        choose(terminal, "nord")
        terminal.wait_told("cannot be written: Permission denied.")
        assert NORD in terminal.raw
        assert left(terminal)
    assert list(file.parent.iterdir()) == []

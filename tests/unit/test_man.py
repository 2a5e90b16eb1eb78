"""The manual page: as the program is now, whole, and to the liking of what reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from tools.make_man import PAGE, VARIABLES, exit_codes, page

from pkgtui.cli.group import cli
from pkgtui.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        path = f"{above} {name}"
        if isinstance(command, click.Group):
            yield from commands(command, path)
        else:
            yield path, command


EVERY = list(commands(cli, "pkgtui"))


def rendered() -> str:
    """The page, its signs as they are shown."""
    return page().replace("\\-", "-").replace("\\(ti", "~")


def test_the_page_is_as_the_program_is_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make man`"


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[path for path, _ in EVERY])
def test_every_command_and_option_is_told(path: str, command: click.Command) -> None:
    text = rendered()
    _, found, section = text.partition(f".SS {path}")
    assert found
    section = section.split("\n.S", 1)[0]
    general = text.split(".SH COMMANDS")[0]
    for option in command.params:
        if isinstance(option, click.Option):
            for name in option.opts:
                assert name in section or name in general, name


def test_every_variable_is_told() -> None:
    settings = set(Settings.__struct_fields__) - {"keys", "config_file"}
    told = {name for names in VARIABLES for name in names.split(", ")}
    assert {f"PKGTUI_{name.upper()}" for name in settings} | {"PKGTUI_CONFIG"} == {
        name for name in told if name.startswith("PKGTUI_")
    }


def test_every_exit_code_is_told_as_in_the_readme() -> None:
    codes = set(exit_codes())
    assert {0, 1, 2, 3, 4, 130} == codes
    in_readme = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert in_readme <= codes


@pytest.mark.parametrize(
    "checker", [["mandoc", "-T", "lint", "-W", "style"], ["man", "--warnings", "-E", "UTF-8", "-l"]]
)
def test_what_reads_manuals_finds_no_fault(checker: list[str]) -> None:
    if shutil.which(checker[0]) is None:
        pytest.skip(f"{checker[0]} cannot be found: install mandoc and man-db")
    done = subprocess.run([*checker, str(PAGE)], capture_output=True, text=True, check=False)
    told = (done.stdout if checker[0] == "mandoc" else done.stderr).splitlines()
    # Without a date the page is the same whenever it is made.
    assert [line for line in told if "missing date" not in line] == []

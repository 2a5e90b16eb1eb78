"""``pkgtui config``: where the settings come from, what they are, what is wrong with them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pkgtui.cli.group import cli

Run = Callable[..., Result]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def run(file: Path) -> Run:
    runner = CliRunner(env={"PKGTUI_CONFIG": str(file)})
    return lambda *words, **env: runner.invoke(cli, ["config", *words], env=env)


def test_the_path_is_printed_whether_it_is_there_or_not(run: Run, file: Path) -> None:
    assert run("path").stdout == f"{file}\n"
    file.write_text("colour = 1")
    assert run("path").stdout == f"{file}\n"
    assert run("path", PKGTUI_CONFIG="").stdout.endswith("pkgtui/config.toml\n")


def test_every_setting_is_shown_with_what_decides_it(run: Run, file: Path) -> None:
    file.write_text('fresh_hours = 12\noffline = false\n[keys]\n"go.grids" = "z"\n')
    source = "https://share.example/catalog.pkgtui?signature=secret"
    variables = {"PKGTUI_THEME": "nord", "PKGTUI_SYNC_FROM": source}
    variables["PKGTUI_SYSTEM_CATALOG"] = "/shared.pkgtui"
    result = run("show", "--offline", "--cache-dir", "/c", **variables)
    assert result.exit_code == 0, result.output
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["site_url", "https://djangopackages.org", "default"],
        ["cache_dir", "/c", "--cache-dir"],
        ["offline", "true", "--offline"],
        ["sync_from", "https://share.example/catalog.pkgtui", "PKGTUI_SYNC_FROM"],
        ["system_catalog", "/shared.pkgtui", "PKGTUI_SYSTEM_CATALOG"],
        ["fresh_hours", "12", f"{file}:1"],
        ["theme", "nord", "PKGTUI_THEME"],
        ['keys."go.grids"', "z", f"{file}:4"],
    ]


def test_what_cannot_be_followed_is_not_shown(run: Run, file: Path) -> None:
    file.write_text("\noffline = 1")
    result = run("show")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"pkgtui: {file}:2: offline must be true or false.\n"


def test_every_fault_is_told_by_its_line(run: Run, file: Path) -> None:
    file.write_text(
        'theme = "nope"\ncolour = 1\n[keys]\n"list.filter" = "s"\n"go.nowhere" = "x"\n'
        '"program.quit" = "Q"\n"go.back" = 1\n'
    )
    result = run("check")
    assert result.exit_code == 2
    assert result.stderr == "pkgtui: 6 faults.\n"
    told = result.stdout.splitlines()
    assert told[0].startswith(f"{file}:1: there is no theme 'nope'; there are ")
    assert told[1].startswith(f"{file}:2: colour is not a setting")
    assert told[2] == (
        f'{file}:4: keys."list.filter": s is also the key of list.sort on lists of packages'
    )
    assert told[3].startswith(f"{file}:5: keys.\"go.nowhere\": there is no binding 'go.nowhere'")
    assert told[4] == f'{file}:6: keys."program.quit": an input needs Q for itself'
    assert told[5].startswith(f'{file}:7: keys."go.back" must be names of keys in a text')
    assert len(told) == 6


def test_a_sound_file_is_told_so_and_a_missing_one(run: Run, file: Path) -> None:
    file.write_text('theme = "nord"\n[keys]\n"go.grids" = "z"\n')
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, f"{file}: nothing is wrong with it\n")
    file.unlink()
    assert run("check").exit_code == 2  # It was named.
    result = run("check", PKGTUI_CONFIG="")
    assert result.exit_code == 0
    assert result.stdout.endswith("config.toml: there is no such file, and the defaults hold\n")


@pytest.mark.parametrize("text", ["theme = ", "theme = 'a", "[keys\n", "\x00"])
def test_what_is_no_toml_is_a_fault(run: Run, file: Path, text: str) -> None:
    file.write_text(f"# A comment\n{text}")
    result = run("check")
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{file}:2: it is not valid TOML: ")


def test_hostile_text_is_told_without_what_a_terminal_obeys(run: Run, file: Path) -> None:
    file.write_text('"\\u001b[2Jname" = 1\n[keys]\n"\\u001b]0;x\\u0007" = "\\u0085"\n')
    result = run("check")
    assert result.exit_code == 2
    assert all(line.isprintable() for line in result.stdout.splitlines())


def test_textual_is_imported_only_for_a_theme_or_keys(file: Path) -> None:
    script = (
        "import sys\nfrom pkgtui.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('textual' in sys.modules)\n"
    )

    def imports(text: str, *words: str) -> bool:
        file.write_text(text)
        command = [sys.executable, "-c", script, "--config", str(file), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[-1] == "True"

    chosen = 'theme = "nord"\n[keys]\n"go.grids" = "z"\n'
    assert not imports("offline = true", "config", "check")
    assert not imports(chosen, "config", "show")
    assert not imports(chosen, "status")
    assert imports(chosen, "config", "check")

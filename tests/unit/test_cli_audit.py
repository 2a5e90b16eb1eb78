"""``pkgtui audit`` on projects of each format, with the sample as the directory."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.rights import unprivileged

from pkgtui.cli.group import cli

PROJECTS = Path(__file__).parents[1] / "projects"
FORMATS = sorted(folder.name for folder in PROJECTS.iterdir())
PROGRAM = str(Path(sysconfig.get_path("scripts"), "pkgtui"))
ITEM = {
    "name", "listed", "used", "specifier", "direct", "where", "latest", "behind", "marks",
    "health", "alternatives", "matched_by", "rivals", "slug", "title", "pypi_version", "grids",
}  # fmt: skip


def run(*words: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["--demo", "audit", *words], input=stdin)


def items(*words: str) -> list[dict[str, Any]]:
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    found: list[dict[str, Any]] = json.loads(done.stdout)["items"]
    return found


def facts(found: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    names = ("slug", "name", "used", "latest", "behind", "marks", "close")
    return [tuple(it.get(name) for name in names) for it in found]


# The same project in each format


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_project_gives_the_same_findings(name: str) -> None:
    assert facts(items(str(PROJECTS / name))) == [
        ("django-robin-images", "django-robin-images", "1.12", "1.13.11", "minor",
         ["archived", "dormant"], None),
        ("django_cron", "django-cron", "0.5.0", "0.6.0", "minor", ["dormant"], None),
        ("django-q", "django-q", "1.3.9", "1.3.9", None, ["dormant"], None),
        ("django-organizations", "django-organizations", "1.1.2", "2.5.0", "major", [], None),
        ("procrastinate", "procrastinate", "2.1.0", "3.7.2", "major", [], None),
        (None, "django-schedulr", "0.10", None, None, None, ["django-scheduler"]),
    ]  # fmt: skip


def test_what_is_not_listed_is_only_counted_until_asked_for() -> None:
    done = run(str(PROJECTS / "uv"))
    assert "requests" not in done.stdout
    assert "3 others not in it; --all lists them" in done.stderr
    assert facts(items(str(PROJECTS / "uv"), "--all"))[-2:] == [
        (None, "django", "4.2.16", None, None, None, []),
        (None, "requests", "2.32.3", None, None, None, []),
    ]


def test_json_tells_all_there_is_to_know() -> None:
    done = run(str(PROJECTS / "uv"), "--json", "--limit", "1")
    told = json.loads(done.stdout)
    assert (told["count"], told["total"], told["unlisted"]) == (1, 8, 3)
    assert done.stderr == ""
    assert [Path(file).name for file in told["files"]] == ["pyproject.toml", "uv.lock"]
    (one,) = told["items"]
    assert set(one) >= ITEM
    assert [(Path(it["file"]).name, it["line"], it["direct"]) for it in one["where"]] == [
        ("pyproject.toml", 14, True),
        ("uv.lock", 36, True),
    ]
    assert one["health"]["verdict"] == "poor"
    assert one["health"]["signals"]
    assert one["alternatives"]
    for other in one["alternatives"]:
        assert set(other) == {"slug", "title", "health", "grids", "reason"}
        assert set(other["grids"]) <= {grid["slug"] for grid in one["grids"]}
        assert other["health"] != "poor"


def test_plain_lines_have_tabs_and_csv_names() -> None:
    done = run(str(PROJECTS / "pylock"))
    first = done.stdout.splitlines()[0].split("\t")
    assert first[:6] == [
        "django-robin-images", "1.12", "1.13.11", "minor", "archived; dormant", "poor",
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(run(str(PROJECTS / "pylock"), "--csv").stdout)))
    assert list(rows[0]) == ["package", "used", "latest", "behind", "marks", "health", "where"]
    table = run(str(PROJECTS / "pylock"), "--markdown", "--columns", "package,why,instead").stdout
    assert table.startswith("| package | why | instead of it |\n")


def test_the_place_where_a_change_begins_is_told_first(tmp_path: Path) -> None:
    (tmp_path / "limits.txt").write_text("django-q<2\n")
    (tmp_path / "requirements.txt").write_text("-c limits.txt\ndjango-q\n")
    (one,) = items(str(tmp_path))
    assert [Path(it["file"]).name for it in one["where"]] == ["requirements.txt", "limits.txt"]
    poetry = PROJECTS / "poetry"
    first = items(str(poetry / "poetry.lock"), str(poetry / "pyproject.toml"))[0]
    assert [Path(it["file"]).name for it in first["where"]] == ["pyproject.toml", "poetry.lock"]


# Annotations


def test_github_is_told_what_is_where() -> None:
    done = run("--format", "github", "--fail-on", "archived", str(PROJECTS / "pip"))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert all(re.match(r"::(error|warning|notice) file=[^:]+,line=\d+,title=", it) for it in lines)
    assert [line.split(" ")[0] for line in lines] == [
        "::error", "::warning", "::warning", "::notice", "::notice", "::warning",
    ]  # fmt: skip
    # Where the project itself asks for it, it is to be changed.
    assert "requirements.in,line=7,title=django_cron 0.5.0::" in lines[1]
    assert "dormant for" in lines[1]
    assert "instead of it" in lines[1]
    assert "did you mean django-scheduler?" in lines[-1]


def test_no_text_ends_an_annotation(tmp_path: Path) -> None:
    folder = tmp_path / "a,b:c%d"
    folder.mkdir()
    file = folder / "requirements.txt"
    file.write_text("django-q>=1,<1.3\n")
    (line,) = run("--format", "github", str(file)).stdout.splitlines()
    assert (
        f"file={tmp_path}/a%2Cb%3Ac%25d/requirements.txt,line=1,title=django-q >=1%2C<1.3::" in line
    )
    assert line.count("::") == 2


# Status


@pytest.mark.parametrize(
    ("failing", "status"),
    [
        ("archived", 1),
        ("dormant", 1),
        ("poor", 1),
        ("outdated", 1),
        ("quiet", 0),
        ("unfollowed,quiet", 0),
        ("quiet, Poor", 1),
    ],
)
def test_fail_on_decides_the_status(failing: str, status: int) -> None:
    done = run(str(PROJECTS / "uv"), "--fail-on", failing, "--limit", "1")
    assert done.exit_code == status
    assert ("Failed on " in done.stderr) == bool(status)


def test_without_fail_on_the_status_is_0() -> None:
    assert run(str(PROJECTS / "uv")).exit_code == 0


def test_what_fail_on_does_not_know_is_wrong_usage() -> None:
    done = run(str(PROJECTS / "uv"), "--fail-on", "archived,old")
    assert done.exit_code == 2
    assert "--fail-on knows no 'old'. It knows archived, unfollowed, dormant" in done.stderr


def test_two_forms_at_once_are_wrong_usage() -> None:
    assert run("--format", "github", "--json").exit_code == 2


# Files


def test_standard_input_is_read() -> None:
    done = run("-", "--json", stdin=b"django-q==1.0\n-r nowhere.txt # \xc3\xa4\n")
    assert done.exit_code == 4
    assert "<stdin>, line 2: it includes what is not there" in done.stderr
    assert (
        facts(json.loads(run("-", "--json", stdin=b"django-q==1.0").stdout)["items"])[0][2] == "1.0"
    )


def test_the_current_folder_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run()
    assert done.exit_code == 2
    assert "In . lies neither a requirements file nor a pyproject.toml" in done.stderr
    (tmp_path / "requirements-dev.txt").write_text("django-q\n")
    done = run()
    assert done.exit_code == 0
    assert "Read requirements-dev.txt. 1 package in the directory of 15 Feb 2026" in done.stderr
    assert done.stdout.startswith("django-q\tany\t1.3.9\t\tdormant\tpoor\trequirements-dev.txt:1")


def test_a_project_without_django_packages_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("requests\n")
    done = run(str(file))
    assert (done.exit_code, done.stdout) == (0, "")
    assert "It uses no package of the directory" in done.stderr
    assert "0 packages in the directory" in done.stderr
    assert json.loads(run(str(file), "--json").stdout)["items"] == []


def test_without_a_catalog_there_is_nothing_to_say(tmp_path: Path) -> None:
    done = CliRunner(env={"PKGTUI_CACHE_DIR": str(tmp_path)}).invoke(
        cli, ["audit", "--offline", str(PROJECTS / "uv")]
    )
    assert done.exit_code == 3


def test_a_broken_file_ends_with_its_line_and_4(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("django-q\n\x1b[31mevil\u202e==1\n")
    done = run(str(file))
    assert done.exit_code == 4
    assert "requirements.txt, line 2: this is no requirement" in done.stderr
    assert "\x1b" not in done.stderr


def test_a_file_that_may_not_be_read_ends_with_2(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("django-q\n")
    file.chmod(0)
    done = subprocess.run(
        [*unprivileged(), PROGRAM, "--demo", "audit", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "requirements.txt cannot be read: Permission denied." in done.stderr


def test_a_hostile_project_reaches_no_terminal(tmp_path: Path) -> None:
    file = tmp_path / "Pipfile"
    file.write_text('[packages]\ndjango-q = "\\u001b[31m<\\u202e2"\n"django-cron" = "==\\u009b1"\n')
    for words in ([], ["--csv"], ["--markdown"], ["--json"], ["--format", "github"]):
        done = run(str(file), *words)
        assert done.exit_code == 0
        assert not re.search("[\x1b\x9b\u202e]", done.stdout + done.stderr)


# The program


def test_a_pipe_that_closes_is_no_error() -> None:
    audit = [PROGRAM, "--demo", "audit", "--all", "--json", str(PROJECTS / "uv")]
    with subprocess.Popen(audit, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout
        assert program.stderr
        program.stdout.read(10)
        program.stdout.close()
        told = program.stderr.read()
    assert b"Traceback" not in told
    assert program.returncode in (0, 141)


def test_the_dashboard_is_not_imported() -> None:
    words = ["--demo", "audit", str(PROJECTS / "uv")]
    code = (
        "import sys; from pkgtui.cli.group import cli;"
        f"cli.main({words}, standalone_mode=False);"
        "print('textual' in sys.modules, 'httpx' in sys.modules)"
    )
    python = str(Path(PROGRAM).with_name("python"))
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False False"

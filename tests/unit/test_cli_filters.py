"""The commands that take filters."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.records import made_grid
from tests.unit.catalogs import catalog, package

from pkgtui.cli.group import cli
from pkgtui.models.personal import with_mark_turned
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a command on a cache with three packages and two grids."""
    cache = str(tmp_path / "cache")
    folder = load_settings({"cache_dir": cache}, {}).site_cache
    kept = catalog(
        package(1, title="Mailer", slug="mailer", pypi_version=None),
        package(2, repo_watchers=2000),
        package(3, repo_watchers=None),
        grids=(made_grid(7, "Mail", (1, 2)), made_grid(8, "Task Queues", (3,))),
    )
    with closing(CatalogStore.open(folder)) as store:
        store.commit(kept)
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": cache, "PKGTUI_OFFLINE": "1"})
    return lambda *words: runner.invoke(cli, words)


def _data(result: Result) -> Any:
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize(
    ("words", "slugs"),
    [
        ([], ["package-2", "mailer", "package-3"]),
        (["stars:>5"], ["package-2", "mailer"]),
        (["stars:>5", "version:any"], ["package-2"]),
        (["stars:>5 -mailer"], ["package-2"]),
        (["--", "-stars:>5"], ["package-3"]),
        (["-stars:>5"], ["package-3"]),
        (["-is:archived", "stars:>5"], ["package-2"]),
        (["--sort", "-stars", "-is:archived"], ["package-2", "package-3"]),
        (["stars:>5", "--sort=-stars", "-is:archived", "--limit", "1"], ["package-2"]),
        (["is:archived"], ["mailer"]),
        (["grid:task"], ["package-3"]),
        (["--sort", "name"], ["mailer", "package-2", "package-3"]),
        (["--sort", "name,-stars"], ["mailer", "package-2", "package-3"]),
        (["--sort", "-name"], ["package-3", "package-2", "mailer"]),
        (["nowhere"], []),
    ],
)
def test_packages_are_filtered_and_sorted(run: Run, words: list[str], slugs: list[str]) -> None:
    found = _data(run("packages", "--json", *words))
    assert [item["slug"] for item in found["items"]] == slugs
    assert (found["count"], found["total"]) == (len(slugs), 3)


def test_packages_are_told_by_the_names_of_the_api(run: Run) -> None:
    found = _data(run("packages", "--json", "--limit", "1"))
    assert (found["count"], found["total"]) == (1, 3)
    (item,) = found["items"]
    assert (item["repo_watchers"], item["pypi_version"]) == (2000, "1.0")
    assert set(item["health"]) == {"verdict", "score"}
    assert item["marks"] == []


def test_packages_have_a_line_each(run: Run) -> None:
    result = run("packages", "stars:>5")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "package-2\t2000\t2026-02-14T12:00:00Z\tgood\t\t1.0",
            "mailer\t10\t2026-02-15T12:00:00Z\tpoor\tarchived\t",
        ],
    )


def test_what_is_left_out_is_counted_and_nothing_is_told(run: Run) -> None:
    cut = "pkgtui: These are 1 of {}; --limit shows more.\n"
    assert run("packages", "--limit", "1").stderr == cut.format("3 packages")
    assert run("packages", "nowhere").stderr == "pkgtui: No package matches.\n"
    assert run("grids", "--limit", "1").stderr == cut.format("2 grids")
    assert run("grids", "nowhere").stderr == "pkgtui: No grid matches.\n"


def test_grids_are_filtered_and_sorted(run: Run) -> None:
    found = _data(run("grids", "--json"))
    assert [item["slug"] for item in found["items"]] == ["mail", "task-queues"]
    (mail,) = _data(run("grids", "members:>1", "--json"))["items"]
    assert (mail["packages"], mail["stars"], mail["title"]) == (
        ["mailer", "package-2"],
        2010,
        "Mail",
    )
    assert run("grids", "task").stdout == "task-queues\t1\t\tTask Queues\n"
    ordered = _data(run("grids", "--json", "--sort", "-members"))["items"]
    assert [item["slug"] for item in ordered] == ["task-queues", "mail"]


def test_what_the_person_has_marked_is_known_to_the_command_line(run: Run) -> None:
    PersonalFile(data_dir(os.environ)).edit(partial(with_mark_turned, slug="mailer"))
    (item,) = _data(run("packages", "is:marked", "--json"))["items"]
    assert item["slug"] == "mailer"
    assert _data(run("--demo", "packages", "is:marked", "--json"))["items"] == []


def test_a_file_of_the_person_that_cannot_be_read_is_told(run: Run) -> None:
    PersonalFile(data_dir(os.environ)).edit(partial(with_mark_turned, slug="mailer"))
    (file,) = data_dir(os.environ).glob("*.json")
    file.write_text("{")
    result = run("packages", "mailer")
    assert result.exit_code == 0
    assert result.stdout.startswith("mailer")
    assert str(file) in result.stderr


@pytest.mark.parametrize("command", ["packages", "search"])
def test_a_wrong_filter_ends_with_2_and_signs_under_the_word(run: Run, command: str) -> None:
    result = run(command, "日本 cron", "stars:many")
    assert (result.exit_code, result.stdout) == (2, "")
    told, line, signs = result.stderr.splitlines()
    assert told.startswith("pkgtui: stars: takes a number such as >200")
    assert told.endswith("not 'many'.")
    assert line == "  日本 cron stars:many"
    assert signs == "            ^^^^^^^^^^"


def test_a_wrong_filter_of_grids_is_told_too(run: Run) -> None:
    result = run("grids", "trend:up")
    assert result.exit_code == 2
    assert "trend: has no meaning for grids." in result.stderr


def test_what_a_terminal_could_obey_is_not_repeated(run: Run) -> None:
    result = run("packages", "a\x1b[31m\tb", "or")
    line, signs = result.stderr.splitlines()[1:]
    assert line == "  a?[31m b or"
    assert signs == "           ^^"


def test_a_wrong_order_is_told(run: Run) -> None:
    for command in ("packages", "grids"):
        result = run(command, "--sort", "beauty")
        assert result.exit_code == 2
        assert "there is no order 'beauty'" in result.stderr


def test_a_search_takes_facts(run: Run) -> None:
    found = _data(run("search", "mialer", "is:archived", "--json"))
    assert [item["slug"] for item in found["items"]] == ["mailer"]
    assert _data(run("search", "mailer -is:archived", "--json"))["total"] == 0


@pytest.mark.parametrize("line", ["packages", "grids", "search stars:>2"])
def test_without_a_catalog_there_is_nothing_to_filter(tmp_path: Path, line: str) -> None:
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": str(tmp_path), "PKGTUI_OFFLINE": "1"})
    result = runner.invoke(cli, line.split())
    assert result.exit_code == 3
    assert "Nothing is cached" in result.stderr

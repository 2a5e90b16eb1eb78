"""The command line without a network: shapes, exit codes, what goes where, what is imported."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.unit.catalogs import NOW, catalog, package

from pkgtui import __version__
from pkgtui.cli.group import cli
from pkgtui.models.evidence import RULES
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore

Run = Callable[..., Result]


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def run(cache: Path) -> Run:
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": str(cache), "PKGTUI_OFFLINE": "1"})
    return lambda *words: runner.invoke(cli, words)


@pytest.fixture
def filled(cache: Path) -> Path:
    """Fill the cache with a small catalog; return the folder of its database."""
    folder = load_settings({"cache_dir": str(cache)}, {}).site_cache
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(package(1, title="Mailer", slug="mailer"), package(2), package(3)))
    return folder


def data(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout)


# Light on its feet


@pytest.mark.parametrize("line", ["--help", "--version", "sync --help", "show --help", "nonsense"])
def test_help_and_version_import_nothing_heavy(line: str) -> None:
    script = (
        "import sys\n"
        "from pkgtui.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'textual', 'httpx', 'diskcache', 'rich', 'rapidfuzz', 'sqlite3'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *line.split()], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "heavy: []"


def test_the_version_is_told(run: Run) -> None:
    assert run("--version").stdout == f"pkgtui {__version__}\n"


def test_the_program_is_a_module_too() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pkgtui", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"pkgtui {__version__}\n"


# Wrong usage


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "--nonsense",
        "show",
        "search",
        "search x --limit 0",
        "search x --limit many",
        "show a b",
        "status --site-url ftp://x",
        "status --config /nowhere/at/all.toml",
        "sync",
        "--demo sync",
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence_on_stderr(run: Run, line: str) -> None:
    result = run(*line.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.rstrip().endswith((".", "'", ")"))


def test_a_wrong_setting_is_told_with_its_file(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("fresh_hours = 'soon'")
    result = run("--config", str(file), "status")
    assert result.exit_code == 2
    assert result.stderr == f"pkgtui: {file}:1: fresh_hours must be a number.\n"


def test_options_stand_before_or_after_the_command_and_the_last_one_counts(
    run: Run, tmp_path: Path
) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    for line, expected in (
        (["--cache-dir", first, "status", "--json"], first),
        (["status", "--json", "--cache-dir", first], first),
        (["--cache-dir", first, "status", "--json", "--cache-dir", second], second),
    ):
        assert data(run(*line))["cache_dir"] == expected


@pytest.mark.parametrize("line", ["", "--demo"])
def test_without_a_terminal_the_dashboard_is_refused(line: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pkgtui", *line.split()],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("pkgtui: The dashboard needs a terminal.")


# Status


def test_status_of_an_empty_cache(run: Run, cache: Path) -> None:
    assert data(run("status", "--json")) == {
        "site_url": "https://djangopackages.org",
        "cache_dir": str(cache),
        "packages": 0,
        "grids": 0,
        "categories": 0,
        "refused": 0,
        "complete": False,
        "synced_at": None,
        "fresh": False,
        "notice": None,
        "shared": None,
        "sync_from": None,
        "asked_at": None,
        "version": __version__,
        "contract": 1,
    }
    assert "never" in run("status").stdout


@pytest.mark.usefixtures("filled")
def test_status_of_a_filled_cache(run: Run) -> None:
    found = data(run("status", "--json"))
    assert (found["packages"], found["grids"], found["categories"]) == (3, 1, 1)
    assert found["complete"] is True
    assert found["synced_at"] == NOW.isoformat().replace("+00:00", "Z")
    assert "3 packages, 1 grid, 1 category" in run("status").stdout


@pytest.mark.usefixtures("filled")
def test_a_catalog_is_shown_for_its_own_site_only(run: Run) -> None:
    other = "https://other.example"
    assert data(run("--site-url", other, "status", "--json"))["packages"] == 0
    assert run("--site-url", other, "show", "mailer").exit_code == 3


def test_a_damaged_cache_is_told_once(run: Run, filled: Path) -> None:
    (filled / "cache.db").write_bytes(b"garbage " * 1000)
    result = run("status", "--json")
    assert result.exit_code == 4
    assert "damaged" in json.loads(result.stdout)["notice"]
    assert "moved aside" in result.stderr
    assert run("status").exit_code == 0


@pytest.mark.parametrize("line", ["show mailer", "search mailer"])
def test_damage_without_a_network_is_bad_data(run: Run, filled: Path, line: str) -> None:
    (filled / "cache.db").write_bytes(b"garbage " * 1000)
    result = run(*line.split())
    assert result.exit_code == 4
    assert result.stdout == ""
    assert "moved aside" in result.stderr


def test_a_cache_that_cannot_be_used_is_told(run: Run, cache: Path) -> None:
    cache.write_text("a file of mine")
    result = run("status", "--json")
    assert result.exit_code == 4
    assert "cannot be used" in result.stderr
    assert cache.read_text() == "a file of mine"


# Show


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("key", ["mailer", "1"])
def test_show_prints_the_apis_names_and_values(run: Run, key: str) -> None:
    shown = data(run("show", key, "--json"))
    del shown["health"], shown["marks"]
    assert shown == {
        "category": {"id": 1, "slug": "apps", "title": "App"},
        "grids": [{"id": 7, "slug": "mail", "title": "Mail"}],
        "id": 1,
        "title": "Mailer",
        "slug": "mailer",
        "last_updated": "2026-02-15T12:00:00Z",
        "last_fetched": "2026-02-16T12:00:00Z",
        "repo_url": "https://forge.example/1",
        "pypi_version": "1.0",
        "created": "2023-08-31T12:00:00Z",
        "modified": None,
        "repo_forks": 3,
        "repo_description": "Sends mail",
        "pypi_url": "https://index.example/project/package-1/",
        "documentation_url": None,
        "repo_watchers": 10,
        "commits_over_52": [0] * 51 + [1],
        "participants": ["ada", "renovate[bot]"],
    }


@pytest.mark.usefixtures("filled")
def test_show_is_readable(run: Run) -> None:
    lines = run("show", "mailer").stdout.splitlines()
    assert lines[0] == "Mailer (mailer, 1)"
    assert lines[1] == "Sends mail"
    facts = dict(re.split("  +", line, maxsplit=1) for line in lines[3:] if line[0] != " ")
    assert facts["stars"] == "10"
    assert facts["participants"] == "1 person, 1 bot"
    assert facts["last commit"].startswith("15 Feb 2026 (")
    assert facts["commits"].startswith("1 in the 52 weeks to 16 Feb 2026, peak 1")
    assert facts["grids"] == "Mail"
    assert any(line.strip() == "·" * 51 + "█" for line in lines)
    assert facts["standing"] == "archived, deprecated or replaced"
    assert facts["health"] == "○ poor, 0 of 100"
    assert facts["instead"].startswith("package-3 ● good: in 1 grid with it")
    health = next(at for at, line in enumerate(lines) if line.startswith("health "))
    assert [line.strip() for line in lines[health + 1 : health + 4]] == [
        "Archived, deprecated or replaced: poor whatever else is the case",
        "100 x 35  last commit: 24 h before the site looked",
        "40 x 15  active weeks: 1 of 52",
    ]


@pytest.mark.usefixtures("filled")
def test_show_gives_marks_and_the_evidence_for_the_verdict(run: Run) -> None:
    alive = data(run("show", "package-2", "--json"))
    assert alive["marks"] == []
    health = alive["health"]
    assert (health["verdict"], health["score"], health["limits"]) == ("good", 81, [])
    assert [signal["name"] for signal in health["signals"]] == [rule.name for rule in RULES]
    assert health["signals"][0] == {
        "name": "last commit",
        "points": 100,
        "weight": 35,
        "value": "2 days before the site looked",
        "scale": RULES[0].scale,
        "source": "last_updated",
        "as_of": "2026-02-16",
        "reason": RULES[0].reason,
    }
    archived = data(run("show", "mailer", "--json"))
    assert archived["marks"] == ["archived"]
    assert (archived["health"]["verdict"], archived["health"]["score"]) == ("poor", 0)


def test_what_is_unknown_reads_as_unknown(run: Run, filled: Path) -> None:
    bare = package(
        5,
        category=None,
        grids=(7, 99),
        last_updated=None,
        last_fetched=None,
        repo_url=None,
        pypi_version=None,
        created=None,
        repo_forks=None,
        repo_description=None,
        pypi_url=None,
        repo_watchers=-1,
        commits_over_52=(),
        participants=(),
    )
    with closing(CatalogStore.open(filled)) as store:
        store.commit(catalog(bare))
    text = run("show", "5").stdout
    assert text.count("unknown") >= 7
    assert "-1" not in text
    found = data(run("show", "5", "--json"))
    assert found["category"] is None
    assert found["repo_watchers"] == -1
    assert found["grids"] == [
        {"id": 7, "slug": "mail", "title": "Mail"},
        {"id": 99, "slug": None, "title": None},
    ]


@pytest.mark.usefixtures("filled")
def test_an_unknown_package_is_told_with_those_close_to_it(run: Run) -> None:
    result = run("show", "maler")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "pkgtui: There is no package maler. Close to it: mailer.\n"
    assert run("show", "\x1b[31mzzz\udcff").stderr == "pkgtui: There is no package [31mzzz.\n"


@pytest.mark.parametrize("line", ["show mailer", "search mailer"])
def test_nothing_cached_and_no_network_ends_with_3(run: Run, line: str) -> None:
    result = run(*line.split())
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "Nothing is cached" in result.stderr
    assert "--demo" in result.stderr


# Search


@pytest.mark.usefixtures("filled")
def test_search_prints_hits_with_their_kind(run: Run) -> None:
    found = data(run("search", "mail", "--json"))
    assert found["count"] == found["total"] == len(found["items"])
    hits = [(item["type"], item["slug"], item["title"]) for item in found["items"]]
    assert {("package", "mailer", "Mailer"), ("grid", "mail", "Mail")} <= set(hits)
    assert all(0 < item["score"] <= 100 for item in found["items"])
    lines = run("search", "mail").stdout.splitlines()
    assert [line.split()[:2] for line in lines] == [[kind, slug] for kind, slug, _ in hits]


@pytest.mark.usefixtures("filled")
def test_a_limit_cuts_the_items_and_not_the_total(run: Run) -> None:
    found = data(run("search", "package", "--json", "--limit", "1"))
    assert (found["count"], len(found["items"])) == (1, 1)
    assert found["total"] == 2
    result = run("search", "package", "--limit", "1")
    assert len(result.stdout.splitlines()) == 1
    assert "1 of 2 hits" in result.stderr


@pytest.mark.usefixtures("filled")
def test_an_empty_result_is_no_failure(run: Run) -> None:
    assert data(run("search", "zzzz", "qqqq", "--json")) == {"count": 0, "total": 0, "items": []}
    result = run("search", "zzzz")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "pkgtui: Nothing was found.\n"


# The sample


def test_the_sample_needs_and_leaves_nothing(run: Run, cache: Path) -> None:
    found = data(run("--demo", "status", "--json"))
    assert found["packages"] > 300
    assert data(run("--demo", "show", "procrastinate", "--json"))["id"] == 5924
    assert data(run("--demo", "search", "procrastinate", "--json"))["items"][0] == {
        "type": "package",
        "slug": "procrastinate",
        "title": "Procrastinate",
        "score": 100,
    }
    assert not cache.exists()


def test_a_package_that_is_not_in_the_sample_is_told(run: Run) -> None:
    assert run("--demo", "show", "zzzz-qqqq").exit_code == 2


# Pipes and strange terminals


def test_a_reader_that_leaves_early_gets_no_complaint() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pkgtui", "--demo", "search", "django", "--limit", "9999"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_sign_that_cannot_be_encoded_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    for line in ("show 1412", "search django"):
        done = subprocess.run(
            [sys.executable, "-m", "pkgtui", "--demo", *line.split()],
            capture_output=True,
            check=True,
        )
        assert done.stdout.isascii()
        assert done.stderr == b"" or b"--limit" in done.stderr
    done = subprocess.run(
        [sys.executable, "-m", "pkgtui", "--demo", "show", "1412", "--json"],
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout.decode("utf-8"))["id"] == 1412

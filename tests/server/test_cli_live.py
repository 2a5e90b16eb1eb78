"""The command line as a program of its own, against a running site."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.server.recorded import THE_FIVE, recording
from tests.server.running import SiteServer
from tests.terminal.driver import Terminal, environment

from pkgtui.cli.group import cli

Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX knows them")
PKGTUI = [sys.executable, "-m", "pkgtui"]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("PKGTUI_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def run(small_site: SiteServer, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program against the small site, with an empty cache."""
    monkeypatch.setenv("PKGTUI_SITE_URL", small_site.url)
    assert not cache.exists()
    return lambda *words: subprocess.run(
        [*PKGTUI, *words], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.fixture(scope="session")
def _synced_once(_running_small_site: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("synced") / "cache"
    _running_small_site.reset()
    words = ["sync", "--site-url", _running_small_site.url, "--cache-dir", str(folder)]
    subprocess.run([*PKGTUI, *words], capture_output=True, check=True)
    return folder


@pytest.fixture
def synced(run: Run, _synced_once: Path, cache: Path, small_site: SiteServer) -> Run:
    """Run the program against the small site, with a cache that was synced when it was new."""
    shutil.copytree(_synced_once, cache)
    small_site.clear()
    return run


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """Run the program beside the test."""
    with subprocess.Popen(
        [*PKGTUI, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def data(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def status(run: Run) -> Any:
    return data(run("status", "--json"))


def test_a_sync_reads_everything_and_says_so(run: Run, small_site: SiteServer) -> None:
    done = run("sync")
    assert done.returncode == 0
    (summary,) = done.stdout.splitlines()
    assert summary.startswith("60 packages, 12 grids and 4 categories from http://127.0.0.1")
    stages = {line.split(":")[0] for line in done.stderr.splitlines()}
    assert stages == {"categories", "grids", "packages", "active packages", "saving"}
    found = status(run)
    assert (found["packages"], found["grids"], found["categories"]) == (60, 12, 4)
    assert (found["complete"], found["fresh"], found["refused"]) == (True, True, 0)
    assert found["site_url"] == small_site.url


def test_a_sync_asks_however_fresh_the_catalog_is(synced: Run, small_site: SiteServer) -> None:
    small_site.add_packages(2)
    small_site.clear()
    assert synced("sync").stdout.startswith("62 packages")
    assert small_site.requests("/api/v4/packages/")


def as_shown(recorded: Any, grids: dict[int, Any]) -> Any:
    """Return a recorded package as ``show --json`` prints it."""
    keys = [int(link.split("/grids/")[1].split("/")[0]) for link in recorded["grids"]]
    return recorded | {
        "category": {"id": 1, "slug": "apps", "title": "App"},
        "grids": [
            {"id": key, "slug": grids[key]["slug"], "title": grids[key]["title"]} for key in keys
        ],
    }


def check_the_five(*options: str) -> None:
    grids = {grid["id"]: grid for grid in recording("grids_of_the_five").json()["results"]}
    for key in THE_FIVE:
        expected = as_shown(recording(f"package_{key}_by_id").json(), grids)
        for name in (str(key), expected["slug"]):
            result = CliRunner().invoke(cli, ["show", name, "--json", *options])
            assert (result.exit_code, result.stderr) == (0, "")
            shown = json.loads(result.stdout)
            assert shown.pop("health")["score"] is not None
            assert "unfollowed" not in shown.pop("marks")
            assert shown == expected


@pytest.mark.usefixtures("run")
def test_the_site_shows_the_five_as_recorded(small_site: SiteServer) -> None:
    check_the_five()
    assert small_site.requests("/packages/")


@pytest.mark.usefixtures("synced")
def test_the_cache_shows_the_five_as_recorded(small_site: SiteServer) -> None:
    check_the_five("--offline")
    assert small_site.requests() == []


def test_the_facts_of_the_five_are_told_in_words(synced: Run) -> None:
    text = synced("show", "procrastinate").stdout
    for fact in ("1,197", "364 in the 52 weeks to 15 Feb 2026, peak 41", "66 against 49"):
        assert fact in text
    assert "50 people, 4 bots" in text
    assert "none in the 52 weeks to 15 Feb 2026" in synced("show", "2948").stdout
    assert ":-)" in synced("show", "django_cron").stdout
    assert "10 in the 52 weeks to" in synced("show", "1776").stdout
    assert ":couple:" not in synced("show", "1412").stdout


def test_what_is_missing_on_the_way_leaves_the_package_shown(
    run: Run, small_site: SiteServer
) -> None:
    small_site.fault("/grids/", times=None, status=403)
    small_site.fault("/categories/", times=None, status=403)
    found = data(run("show", "procrastinate", "--json"))
    assert found["category"] == {"id": 1, "slug": None, "title": None}
    assert {grid["title"] for grid in found["grids"]} == {None}
    assert found["title"] == "Procrastinate"


def test_a_package_the_catalog_lacks_is_asked_for(synced: Run, small_site: SiteServer) -> None:
    (key,) = small_site.add_packages(1)
    assert data(synced("show", str(key), "--json"))["id"] == key
    assert synced("show", str(key), "--offline").returncode == 2


def test_an_unknown_package_is_wrong_usage(run: Run) -> None:
    done = run("show", "no-such-package")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pkgtui: There is no package no-such-package.\n"


def test_those_close_to_an_unknown_package_are_told(synced: Run) -> None:
    done = synced("show", "procastinate")
    assert done.returncode == 2
    assert "Close to it: procrastinate" in done.stderr


def test_with_nothing_cached_the_site_searches(run: Run) -> None:
    found = data(run("search", "procrastinate", "--json"))
    assert found["items"][0]["slug"] == "procrastinate"
    assert found["count"] == len(found["items"]) <= found["total"]


def test_the_cache_is_searched_without_the_site(synced: Run, small_site: SiteServer) -> None:
    assert data(synced("search", "procrastinate", "--json"))["items"][0] == {
        "type": "package",
        "slug": "procrastinate",
        "title": "Procrastinate",
        "score": 100,
    }
    assert small_site.requests() == []


@pytest.mark.parametrize(
    "words",
    ["show 5924", "search django", "sync", "status", "packages", "grid mail", "people ada"],
)
def test_offline_never_asks(run: Run, small_site: SiteServer, words: str) -> None:
    codes = {"sync": 2, "status": 0}
    assert run("--offline", *words.split()).returncode == codes.get(words, 3)
    assert small_site.requests() == []


# A refresh before a look


def test_a_refresh_shows_what_the_site_has_now(synced: Run, small_site: SiteServer) -> None:
    small_site.add_packages(2)
    assert data(synced("packages", "--json", "--limit", "1"))["total"] == 60
    assert data(synced("packages", "--json", "--limit", "1", "--refresh"))["total"] == 62
    assert data(synced("packages", "--json", "--limit", "1"))["total"] == 62


@pytest.mark.parametrize("words", ["packages", "show 5924", "changes", "compare 5924"])
def test_a_refresh_that_fails_is_told_and_the_cache_is_shown(
    synced: Run, small_site: SiteServer, words: str
) -> None:
    small_site.fault("/packages/", times=None, status=403)
    done = synced(*words.split(), "--json", "--refresh")
    assert done.returncode == 0
    assert json.loads(done.stdout) == data(synced(*words.split(), "--json"))
    (told,) = [line for line in done.stderr.splitlines() if line.startswith("pkgtui: ")]
    assert "403" in told
    assert "was kept." in told


@pytest.mark.parametrize("words", ["packages", "show 5924", "search django"])
def test_a_refresh_that_fails_with_nothing_cached_ends_as_a_sync(
    run: Run, small_site: SiteServer, words: str
) -> None:
    small_site.fault("/packages/", times=None, status=403)
    done = run(*words.split(), "--refresh")
    assert (done.returncode, done.stdout) == (3, "")
    assert " Nothing is cached yet. " in done.stderr


@POSIX
def test_a_refresh_is_stopped_with_ctrl_c(synced: Run, small_site: SiteServer) -> None:
    assert synced("status").returncode == 0
    small_site.clear()
    small_site.fault("/packages/", times=None, hold=True)
    with started("packages", "--refresh") as process:
        small_site.wait_for_requests(1, "/api/v4/packages/")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    small_site.release()
    assert (process.returncode, out) == (130, "")
    assert "Stopped. The catalog of " in err


# Failures


def unused_address() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_without_a_connection_and_a_cache_nothing_can_be_shown(run: Run) -> None:
    done = run("--site-url", unused_address(), "show", "procrastinate")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no connection" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_first_sync_that_cannot_finish_leaves_nothing(run: Run, small_site: SiteServer) -> None:
    small_site.fault("/packages/", times=None, status=403)
    done = run("sync")
    assert (done.returncode, done.stdout) == (3, "")
    assert "Nothing is cached yet." in done.stderr
    assert status(run)["synced_at"] is None


def test_a_sync_that_cannot_finish_keeps_the_old_catalog(
    synced: Run, small_site: SiteServer
) -> None:
    before = status(synced)
    small_site.fault("/packages/", times=None, status=403)
    done = synced("sync")
    assert (done.returncode, done.stdout) == (3, "")
    assert "was kept." in done.stderr
    assert status(synced) == before


def test_a_catalog_that_shrank_is_refused_until_accepted(
    synced: Run, small_site: SiteServer
) -> None:
    before = status(synced)
    gone = [key for key in small_site.package_ids() if key not in THE_FIVE][:40]
    small_site.remove_packages(gone)
    done = synced("sync")
    assert (done.returncode, done.stdout) == (4, "")
    assert "--accept-smaller" in done.stderr
    assert status(synced) == before
    assert synced("sync", "--accept-smaller").stdout.startswith("20 packages")
    assert status(synced)["packages"] == 20


def test_a_sync_replaces_a_damaged_cache_and_says_so(synced: Run, cache: Path) -> None:
    (database,) = cache.glob("*/cache.db")
    database.write_bytes(b"garbage " * 999)
    done = synced("sync")
    assert done.returncode == 0
    assert "moved aside" in done.stderr
    assert status(synced)["packages"] == 60


def test_a_cache_locked_by_another_program_is_told_before_the_site_is_asked(
    synced: Run, small_site: SiteServer, cache: Path
) -> None:
    small_site.clear()
    (database,) = cache.glob("*/cache.db")
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        done = synced("sync")
        assert time.monotonic() - began < 10
    assert (done.returncode, done.stdout) == (4, "")
    assert "Another program is using the cache" in done.stderr
    assert small_site.requests() == []
    assert status(synced)["packages"] == 60


# Stopped half-way


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_sync_that_is_stopped_keeps_the_old_catalog(
    synced: Run, small_site: SiteServer, number: signal.Signals
) -> None:
    before = status(synced)
    small_site.add_packages(3)
    small_site.clear()
    small_site.fault("/packages/", times=None, hold=True)
    with started("sync") as process:
        small_site.wait_for_requests(1, "/api/v4/packages/")
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    small_site.release()
    assert out == ""
    assert "Traceback" not in err
    if number is signal.SIGINT:
        assert process.returncode == 130
        assert "Stopped. The catalog of " in err
    else:
        assert process.returncode in {-number, 128 + number}
    assert status(synced) == before


@POSIX
@pytest.mark.parametrize("way", ["ctrl+c", "sigterm"])
def test_a_terminal_gets_a_bar_and_its_cursor_back(
    small_site: SiteServer, cache: Path, tmp_path: Path, way: str
) -> None:
    small_site.fault("/packages/", times=None, hold=True)
    env = environment(tmp_path, PKGTUI_SITE_URL=small_site.url, PKGTUI_CACHE_DIR=str(cache))
    with Terminal([*PKGTUI, "sync"], env) as terminal:
        terminal.wait("grids.*12/12")
        if way == "ctrl+c":
            terminal.press("ctrl+c")
        else:
            terminal.kill(signal.SIGTERM)
        code = terminal.wait_exit()
    small_site.release()
    assert code == (130 if way == "ctrl+c" else 128 + signal.SIGTERM)
    assert terminal.raw.rfind(b"\x1b[?25h") > terminal.raw.rfind(b"\x1b[?25l") >= 0
    assert b"Traceback" not in terminal.raw
    if way == "ctrl+c":
        assert b"Nothing is cached yet." in terminal.raw

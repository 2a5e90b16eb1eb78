"""The installed program on a disk that misbehaves: it starts, says what it did, and recovers."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.rights import given_away, rights, unprivileged
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, Terminal, environment

LIMIT = 6.0
"""Seconds for what is promised within 2, on a machine that has other things to do."""
COLUMNS = 200
NOTHING = "There is no catalog on this machine yet, and pkgtui was told to stay"
Opened = Callable[..., Terminal]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def _synced_once(_running_small_site: SiteServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("synced")
    _running_small_site.reset()
    env = environment(home, PKGTUI_SITE_URL=_running_small_site.url)
    subprocess.run([PROGRAM, "sync"], env=env, capture_output=True, check=True)
    return home / "cache" / "pkgtui"


@pytest.fixture
def cache(home: Path, _synced_once: Path) -> Path:
    """The folder of a catalog that was synced when the site was new."""
    shutil.copytree(_synced_once, home / "cache" / "pkgtui")
    return folder_in(home / "cache" / "pkgtui")


@pytest.fixture
def run(home: Path, small_site: SiteServer) -> Run:
    """Run the program without a terminal."""

    def done(
        *words: str, before: Sequence[str] = (), **env: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*before, PROGRAM, *words],
            env=environment(home, PKGTUI_SITE_URL=small_site.url, **env),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return done


@pytest.fixture
def opened(start: Start, small_site: SiteServer) -> Opened:
    """Start the dashboard on the small site."""

    def begin(*words: str, **env: str) -> Terminal:
        return start(*words, size=(COLUMNS, 30), PKGTUI_SITE_URL=small_site.url, **env)

    return begin


def folder_in(cache: Path) -> Path:
    (database,) = cache.glob("*/cache.db")
    return database.parent


def copies(folder: Path) -> list[str]:
    """The damaged databases that were moved aside, without their logs."""
    return sorted(path.name for path in folder.glob("cache.db.damaged-*Z"))


@contextmanager
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    """Reach into the database behind the program's back."""
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        yield connection


def is_whole(run: Run) -> bool:
    """Whether a catalog can be searched without a network."""
    found = run("search", "--offline", "procrastinate")
    return (found.returncode, "\t1197\t" in found.stdout, found.stderr) == (0, True, "")


# Damage


class Bomb:
    """Makes a folder when it is unpickled."""

    def __init__(self, trace: str) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return os.mkdir, (self._trace,)


def garbage(folder: Path) -> None:
    (folder / "cache.db").write_bytes(b"no database at all " * 999)


def cut(folder: Path) -> None:
    os.truncate(folder / "cache.db", 30_000)


def a_flipped_value(folder: Path) -> None:
    data = bytearray((folder / "cache.db").read_bytes())
    header = data.index(b'{"schema"', data.index(b"pkgtui catalog"))
    data[data.index(b"\n", header) + 20] ^= 1  # of what is compressed
    (folder / "cache.db").write_bytes(data)


def a_flipped_header(folder: Path) -> None:
    data = bytearray((folder / "cache.db").read_bytes())
    data[17] ^= 1  # the size of a page
    (folder / "cache.db").write_bytes(data)


def a_folder(folder: Path) -> None:
    (folder / "cache.db").unlink()
    (folder / "cache.db").mkdir()


def other_tables(folder: Path) -> None:
    (folder / "cache.db").unlink()
    with database(folder) as connection:
        connection.execute("CREATE TABLE Cache (something TEXT)")


def an_endless_view(folder: Path) -> None:
    with database(folder) as connection:
        connection.executescript(
            "DROP TABLE Cache; CREATE VIEW Cache AS WITH RECURSIVE x(n) AS "
            "(SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT 'catalog' AS key, 1 AS raw, "
            "1 AS mode, NULL AS filename, n AS value FROM x;"
        )


def a_pickle(folder: Path) -> None:
    bomb = pickle.dumps(Bomb(str(folder.parent / "executed")))
    with database(folder) as connection:
        connection.execute("UPDATE Cache SET mode = 4, value = ?", (bomb,))


def a_pickled_key(folder: Path) -> None:
    bomb = pickle.dumps(Bomb(str(folder.parent / "executed")))
    with database(folder) as connection:
        connection.execute("DELETE FROM Cache WHERE key != 'catalog'")
        connection.execute("UPDATE Cache SET raw = 0, key = ?", (bomb,))


def a_file_outside(folder: Path) -> None:
    with database(folder) as connection:
        row = (None, "../../mine", 2)
        connection.execute("UPDATE Cache SET value = ?, filename = ?, mode = ?", row)


def a_form(number: int) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        with database(folder) as connection:
            blob = b'pkgtui catalog\n{"schema":%d}\nwhatever' % number
            connection.execute("UPDATE Cache SET value = ?", (blob,))

    return spoil


DAMAGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "garbage": (garbage, "The database of the cache is damaged; it was moved aside to"),
    "cut": (cut, "The database of the cache is damaged; it was moved aside to"),
    "a flipped value": (a_flipped_value, "does not match its checksum; it was moved aside to"),
    "a flipped header": (a_flipped_header, "damaged; it was moved aside to"),
    "a folder": (a_folder, "There is a folder in place of the database; it was moved aside to"),
    "other tables": (other_tables, "The database of the cache is damaged; it was moved aside to"),
    "an endless view": (an_endless_view, "is damaged; it was moved aside to"),
    "a pickle": (a_pickle, "The stored data is not a catalog; it was moved aside to"),
    "a pickled key": (a_pickled_key, "damaged; it was moved aside to"),
    "a file outside": (a_file_outside, "The stored data is not a catalog; it was moved aside to"),
    "a newer form": (a_form(99), "by a newer pkgtui; the next sync replaces it"),
    "an older form": (a_form(0), "by an older pkgtui; the next sync replaces it"),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_told_moved_aside_and_mended_by_one_sync(
    opened: Opened, run: Run, home: Path, cache: Path, kind: str
) -> None:
    spoil, told = DAMAGE[kind]
    spoil(cache)
    mine = home / "cache" / "mine"
    mine.write_text("mine")
    spoilt = home / "spoilt"
    shutil.copytree(cache.parent, spoilt)
    once = int("moved aside" in told)
    for command in (["status"], ["search", "procrastinate"]):
        one = home / command[0]
        shutil.copytree(spoilt, one)
        done = run(*command, "--offline", "--cache-dir", str(one))
        assert done.returncode == 4
        assert told in done.stderr.replace("\n", " ")
        assert len(copies(folder_in(one) if not once else next(one.iterdir()))) == once
    began = time.monotonic()
    terminal = opened("--offline")
    terminal.wait(NOTHING)
    terminal.wait_told(told)
    assert time.monotonic() - began < LIMIT
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert len(copies(cache)) == once
    assert run("sync").returncode == 0
    assert is_whole(run)
    assert len(copies(cache)) == once
    assert not (cache.parent / "executed").exists()
    assert mine.read_text() == "mine"


def test_an_empty_database_is_as_a_new_one(run: Run, cache: Path) -> None:
    (cache / "cache.db").write_bytes(b"")
    done = run("status")
    assert (done.returncode, done.stderr) == (0, "")
    assert "never: nothing is cached" in done.stdout
    assert run("sync").returncode == 0
    assert is_whole(run)


def test_planted_settings_change_nothing(run: Run, cache: Path, home: Path) -> None:
    with database(cache) as connection:
        rows = [
            ("sqlite_journal_mode", "off; ATTACH '/tmp/x' AS x"),
            ("sqlite_synchronous", "0; DROP TABLE Cache"),
            ("sqlite_temp_store_directory", f"'{home}'"),
            ("eviction_policy", "least-frequently-used"),
            ("cull_limit", "10"),
            ("disk_pickle_protocol", "2"),
            ("transact", "1"),
        ]
        connection.executemany("INSERT OR REPLACE INTO Settings VALUES (?, ?)", rows)
    assert is_whole(run)
    assert run("sync").returncode == 0
    assert is_whole(run)
    assert copies(cache) == []


def test_the_last_three_damaged_copies_are_kept_and_nothing_else_is_removed(
    run: Run, cache: Path
) -> None:
    mine = [cache / name for name in ("cache.db.damaged-mine", "cache.db.damaged-20200101.txt")]
    for place in mine:
        place.write_text("mine")
    before = cache / "cache.db.damaged-20200101T000000.000000Z"
    before.write_text("old")
    before.with_name(f"{before.name}-wal").write_text("old")
    for _ in range(4):
        garbage(cache)
        assert run("status").returncode == 4
    assert len(copies(cache)) == 3
    assert not before.exists()
    assert not before.with_name(f"{before.name}-wal").exists()
    assert all(place.read_text() == "mine" for place in mine)


# Rights


def unreadable(folder: Path) -> AbstractContextManager[None]:
    return rights(folder / "cache.db", 0)


def read_only(folder: Path) -> AbstractContextManager[None]:
    return rights(folder / "cache.db", 0o400)


def a_read_only_folder(folder: Path) -> AbstractContextManager[None]:
    return rights(folder, 0o500)


@contextmanager
def somebody_elses(folder: Path) -> Iterator[None]:
    with given_away(folder), given_away(folder / "cache.db"), rights(folder, 0o755):
        (folder / "cache.db").chmod(0o644)
        yield
    (folder / "cache.db").chmod(0o600)


@pytest.mark.parametrize("state", [unreadable, read_only, a_read_only_folder, somebody_elses])
def test_rights_that_are_wanting_are_told_and_nothing_is_moved(
    run: Run,
    home: Path,
    cache: Path,
    small_site: SiteServer,
    state: Callable[[Path], AbstractContextManager[None]],
) -> None:
    before = unprivileged()
    can_read = state is not unreadable
    (cache / "refresh.lock").unlink()
    with state(cache):
        done = run("status", before=before)
        assert done.returncode == (0 if can_read else 4)
        found = run("search", "--offline", "procrastinate", before=before)
        assert ("\t1197\t" in found.stdout) == can_read
        assert found.returncode == (0 if can_read else 4)
        synced = run("sync", before=before)
        assert synced.returncode == 4
        assert "cannot be" in synced.stderr
        assert ("The catalog of" in synced.stderr) == can_read
        env = environment(home, PKGTUI_SITE_URL=small_site.url)
        began = time.monotonic()
        with Terminal([*before, PROGRAM], env, cwd=home, columns=COLUMNS) as terminal:
            terminal.wait("60 packages")
            assert time.monotonic() - began < LIMIT
            terminal.wait("60 packages · ● online")  # Nothing is under way any more.
            small_site.add_packages(3)
            terminal.press("R")
            # It is shown although it cannot be kept.
            terminal.wait_told("What was fetched is shown until you leave.")
            terminal.wait("63 packages · ● online")
            terminal.wait("5 Changes 3")
            terminal.press("q")
            assert terminal.wait_exit() == 0
    assert {path.name for path in cache.iterdir()} <= {"cache.db", "refresh.lock"}
    assert is_whole(run)


# Room


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB of its own, where the machine lets one be made."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can make a file system, and not in every container")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> None:
    with (disk / "filling").open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1 << 16)):
                pass
        except OSError:
            return


def test_a_full_disk_is_told_and_what_was_there_is_shown(
    opened: Opened, run: Run, cache: Path, small_disk: Path, small_site: SiteServer
) -> None:
    shutil.copytree(cache.parent, small_disk / "cache")
    env = {"PKGTUI_CACHE_DIR": str(small_disk / "cache")}
    fill(small_disk)
    assert "60 packages" in run("status", **env).stdout
    assert "\t1197\t" in run("search", "--offline", "procrastinate", **env).stdout
    synced = run("sync", **env)
    assert synced.returncode == 4
    assert "The disk is full" in synced.stderr
    assert "was kept" in synced.stderr
    small_site.add_packages(3)
    terminal = opened(**env)
    terminal.wait("60 packages · ● online")
    terminal.press("R")
    terminal.wait_told("The disk is full")
    terminal.wait("63 packages · ● online")
    terminal.press("tab", "enter")
    terminal.wait("fetched just now")
    terminal.press("r")
    terminal.wait("not kept: The disk is full")
    (small_disk / "filling").unlink()
    terminal.press("r")
    terminal.wait_gone("not kept")
    terminal.press("R")
    terminal.wait("syncing|saving|sync starting")
    terminal.wait("63 packages · ● online")
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert "63 packages" in run("status", **env).stdout
    assert copies(folder_in(small_disk / "cache")) == []


def test_a_first_sync_onto_a_full_disk_is_shown_all_the_same(
    opened: Opened, run: Run, small_disk: Path
) -> None:
    fill(small_disk)
    env = {"PKGTUI_CACHE_DIR": str(small_disk / "cache")}
    assert run("status", **env).returncode in (0, 4)
    terminal = opened(**env)
    terminal.wait("60 packages · ● online")
    terminal.wait_told("What was fetched is shown until you leave.")
    terminal.press("q")
    assert terminal.wait_exit() == 0


# Locks

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1] + "/cache.db", isolation_level=None)
connection.execute("PRAGMA locking_mode = EXCLUSIVE")
connection.execute(sys.argv[2])
connection.execute("UPDATE Settings SET value = value")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def held(folder: Path, how: str, *, stopped: bool) -> Iterator[None]:
    """Let another process hold the database."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder), how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            if stopped:
                process.send_signal(signal.SIGSTOP)
            yield
        finally:
            process.kill()


@pytest.mark.parametrize("stopped", [False, True])
def test_a_lock_on_everything_is_told_in_time_and_nothing_is_moved(
    opened: Opened, run: Run, cache: Path, *, stopped: bool
) -> None:
    with held(cache, "BEGIN EXCLUSIVE", stopped=stopped):
        began = time.monotonic()
        terminal = opened("--offline")
        terminal.wait_told("Another program is using the cache")
        assert time.monotonic() - began < LIMIT
        terminal.press("q")
        assert terminal.wait_exit() == 0
        done = run("status")
        assert done.returncode == 4
        assert "Another program is using the cache" in done.stderr
        done = run("sync")
        assert done.returncode == 4
        assert "Another program is using the cache" in done.stderr
        assert "database is locked" not in done.stderr
    assert copies(cache) == []
    assert is_whole(run)


def test_a_writer_that_stopped_half_way_hides_nothing(
    opened: Opened, run: Run, cache: Path, small_site: SiteServer
) -> None:
    writing = HOLD.replace("locking_mode = EXCLUSIVE", "cache_size")
    with subprocess.Popen(
        [sys.executable, "-c", writing, str(cache), "BEGIN IMMEDIATE"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "held\n"
            process.send_signal(signal.SIGSTOP)
            small_site.add_packages(3)
            terminal = opened()
            terminal.wait("60 packages · ● online")
            terminal.press("R")
            terminal.wait_told("Another program is using the cache")
            terminal.wait("63 packages · ● online")
            terminal.press("q")
            assert terminal.wait_exit() == 0
        finally:
            process.kill()
    assert is_whole(run)


# Places


@pytest.mark.parametrize("what", ["database", "folder", "everything"])
def test_a_cache_removed_under_a_running_program_is_made_again(
    opened: Opened, run: Run, cache: Path, small_site: SiteServer, what: str
) -> None:
    terminal = opened()
    terminal.wait("60 packages · ● online")
    if what == "database":
        (cache / "cache.db").unlink()
    else:
        shutil.rmtree(cache if what == "folder" else cache.parents[1])
    small_site.add_packages(3)
    terminal.press("R")
    terminal.wait("63 packages · ● online · synced just now")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert is_whole(run)
    assert copies(cache) == []


@pytest.mark.parametrize("name", ["$HOME", "~", "~root", "a b", "two\nlines", "%TEMP%", "?x=y#z"])
def test_the_path_of_the_cache_is_taken_literally(run: Run, home: Path, name: str) -> None:
    place = home / "places" / name
    assert run("sync", "--cache-dir", str(place)).returncode == 0
    assert folder_in(place).is_dir()
    found = run("search", "--offline", "procrastinate", "--cache-dir", str(place))
    assert "\t1197\t" in found.stdout
    assert sorted(path.name for path in home.iterdir()) == ["places"]


def test_a_relative_xdg_folder_is_ignored(run: Run, home: Path) -> None:
    env = {"XDG_CACHE_HOME": "relative", "XDG_DATA_HOME": "relative", "XDG_CONFIG_HOME": "../x"}
    assert run("sync", **env).returncode == 0
    assert folder_in(home / ".cache" / "pkgtui").is_dir()
    assert sorted(path.name for path in home.iterdir()) == [".cache"]


@pytest.mark.parametrize("umask", [0, 0o77])
def test_nobody_else_can_look_into_the_cache(run: Run, home: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        assert run("sync").returncode == 0
    finally:
        os.umask(before)
    places = [home / "cache", *(home / "cache").rglob("*")]
    assert len(places) > 3
    for place in places:
        wanted = 0o700 if place.is_dir() else 0o600
        assert stat.S_IMODE(place.stat().st_mode) == wanted, place

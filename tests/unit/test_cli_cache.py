"""``pkgtui cache``: told where it lies and whether it is sound, removed when nobody needs it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.rights import rights, unprivileged
from tests.unit.catalogs import NOW, catalog, package

from pkgtui.cli.group import cli
from pkgtui.models.source import Source
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.turn import Turn

Run = Callable[..., Result]
MODULE = [sys.executable, "-m", "pkgtui"]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def run(place: Path) -> Run:
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": str(place)})
    return lambda *words: runner.invoke(cli, ["cache", *words])


@pytest.fixture
def folder(place: Path) -> Path:
    """The folder of the default site, with a catalog, a change in it and a refreshed package."""
    folder = load_settings({"cache_dir": str(place)}, {}).site_cache
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(package(1, pypi_version="1"), *map(package, range(2, 60))))
        store.commit(catalog(package(1, pypi_version="2"), *map(package, range(2, 60))))
        store.keep_package(package(3, title="Refreshed"), NOW)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    # A reader may leave the parts of a log that it looked at, without contents.
    files = (file for file in folder.iterdir() if file.is_file())
    return {file.name: data for file in files if (data := file.read_bytes())}


def told(result: Result) -> dict[str, str]:
    rows = (line.partition("  ") for line in result.stdout.splitlines())
    return {name.strip(): words.strip() for name, _, words in rows}


# path


def test_the_path_is_that_of_the_site(run: Run, folder: Path) -> None:
    assert run("path").stdout == f"{folder}\n"
    other = run("path", "--site-url", "https://other.example").stdout
    assert other.startswith(f"{folder.parent}/other.example-")
    assert not Path(other.strip()).exists()


@pytest.mark.parametrize("command", ["path", "verify", "clear"])
def test_the_sample_has_no_cache(command: str) -> None:
    result = CliRunner().invoke(cli, ["--demo", "cache", command])
    assert (result.exit_code, result.stdout) == (2, "")


# verify


def test_what_is_there_is_told_and_left_as_it_is(run: Run, folder: Path) -> None:
    (folder / "cache.db.damaged-20260101T000000.000000Z").write_bytes(b"x" * 1_500_000)
    before = contents(folder)
    result = run("verify")
    assert result.exit_code == 0, result.output
    rows = told(result)
    assert rows["folder"] == str(folder)
    assert rows["catalog"] == "59 packages, 1 grid, 1 category"
    assert rows["refreshed"] == "1 package since"
    assert rows["history"].startswith("1 change since ")
    assert rows["size"].endswith(" MB")
    assert rows["moved aside"] == "1.5 MB: cache.db.damaged-20260101T000000.000000Z"
    assert contents(folder) == before


def test_a_catalog_that_came_as_a_snapshot_is_told_with_its_server(run: Run, folder: Path) -> None:
    signed = "https://mirror.example/catalog.pkgtui?signature=s3cret"
    with closing(CatalogStore.open(folder)) as store:
        store.keep_source(Source(url=signed, asked_at=NOW))
    result = run("verify")
    assert result.exit_code == 0, result.output
    assert told(result)["snapshot"] == "from mirror.example"
    assert "s3cret" not in result.output


def test_without_a_cache_none_is_told_and_none_is_made(run: Run, place: Path) -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert told(result)["catalog"] == "none yet"
    assert not place.exists()


def test_damage_anywhere_is_told_and_nothing_is_moved(run: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sound = (folder / "cache.db").read_bytes()
    at = random.Random(1)
    codes = set()
    for offset in sorted(at.sample(range(len(sound)), 40)):
        spoilt = bytearray(sound)
        spoilt[offset] ^= 0xFF
        (folder / "cache.db").write_bytes(spoilt)
        result = run("verify")
        codes.add(result.exit_code)
        # What lies in no page that is in use is no damage.
        assert result.exit_code in (0, 4), result.output
        assert (result.exit_code == 4) == bool(result.stderr)
        assert (folder / "cache.db").read_bytes() == spoilt
    assert 4 in codes
    shutil.copy(folder / "cache.db", folder / "kept")
    (folder / "cache.db").write_bytes(sound[: len(sound) // 2])
    assert run("verify").exit_code == 4
    (folder / "cache.db").write_bytes(b"no database at all, only some text" * 100)
    result = run("verify")
    assert result.exit_code == 4
    assert "damaged" in result.stderr
    assert told(result)["catalog"] == "none that can be read"


def test_damage_is_told_that_no_reader_would_meet(run: Run, folder: Path) -> None:
    """An index that is broken stops the next sync, and no reading of rows before it."""
    with closing(sqlite3.connect(folder / "cache.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        indexes = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND rootpage > 0"
        (page,) = connection.execute(indexes).fetchone()
    data = bytearray((folder / "cache.db").read_bytes())
    start = (page - 1) * size
    data[start : start + size] = bytes(size)
    (folder / "cache.db").write_bytes(data)
    with closing(CatalogStore.open(folder)) as store:
        assert store.load() is not None
    result = run("verify")
    assert result.exit_code == 4
    assert "The database of the cache is damaged" in result.stderr


@pytest.mark.parametrize(
    ("key", "part"),
    [("catalog", "catalog"), ("catalog:changes", "changes"), ("catalog:package:3", "refreshed")],
)
def test_each_part_that_is_damaged_is_named(run: Run, folder: Path, key: str, part: str) -> None:
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        (value,) = connection.execute("SELECT value FROM Cache WHERE key = ?", [key]).fetchone()
        spoilt = bytes([*value[:-3], value[-3] ^ 1, *value[-2:]])
        connection.execute("UPDATE Cache SET value = ? WHERE key = ?", [spoilt, key])
    result = run("verify")
    assert result.exit_code == 4
    assert part in result.stderr
    assert ("packages" in told(result)["catalog"]) == (key != "catalog")


def test_where_the_catalog_came_from_is_checked_too(run: Run, folder: Path) -> None:
    source = Source(url="https://mirror.example/x", asked_at=NOW)
    with closing(CatalogStore.open(folder)) as store:
        store.keep_source(source)
    assert run("verify").exit_code == 0
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        connection.execute("UPDATE Cache SET value = x'00' WHERE key = 'catalog:source'")
    result = run("verify")
    assert (result.exit_code, "source does not match its checksum" in result.stderr) == (4, True)


def test_a_cache_that_may_not_be_read_is_told(folder: Path) -> None:
    with rights(folder / "cache.db", 0o000):
        done = subprocess.run(
            [*unprivileged(), *MODULE, "cache", "verify", "--cache-dir", str(folder.parent)],
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert "check its rights" in done.stderr


# clear


def test_everything_of_the_site_goes_and_nothing_else(run: Run, folder: Path, place: Path) -> None:
    (folder / "cache.db.damaged-20260101T000000.000000Z").write_bytes(b"x")
    (folder / "cache.db.damaged-20260101T000000.000000Z-wal").write_bytes(b"x")
    mine = {"notes.txt", "cache.db.damaged-by-me", "cache.db.bak", "personal.json"}
    for name in mine:
        (folder / name).write_text("mine")
    other = place / "other.example-01234567"
    other.mkdir()
    (other / "cache.db").write_text("another site's")
    result = run("clear", "--yes")
    assert result.exit_code == 0, result.output
    assert {file.name for file in folder.iterdir()} == mine
    assert (other / "cache.db").exists()
    result = run("clear", "--yes")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Nothing is cached" in result.stderr


def test_a_folder_with_nothing_else_goes_too(run: Run, folder: Path, place: Path) -> None:
    assert run("clear", "--yes").exit_code == 0
    assert list(place.iterdir()) == []
    assert not folder.exists()


def test_a_link_goes_and_what_it_leads_to_stays(run: Run, folder: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.db"
    (folder / "cache.db").rename(real)
    (folder / "cache.db").symlink_to(real)
    assert run("clear", "--yes").exit_code == 0
    assert real.exists()
    assert not folder.exists()


def test_a_folder_in_place_of_the_database_is_left_alone(run: Run, folder: Path) -> None:
    (folder / "cache.db").unlink()
    (folder / "cache.db").mkdir()
    run("clear", "--yes")
    assert (folder / "cache.db").is_dir()


def test_a_damaged_database_can_be_cleared(run: Run, folder: Path) -> None:
    (folder / "cache.db").write_bytes(b"no database" * 1000)
    assert run("clear", "--yes").exit_code == 0
    assert not folder.exists()


def test_without_a_terminal_it_must_be_said(run: Run, folder: Path) -> None:
    result = run("clear")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert (folder / "cache.db").exists()


def test_during_another_programs_refresh_nothing_goes(run: Run, folder: Path) -> None:
    holder = (
        "import sys, pathlib\nfrom pkgtui.store.turn import Turn\n"
        "turn = Turn(pathlib.Path(sys.argv[1]))\nprint(turn.take(), flush=True)\ninput()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        before = contents(folder)
        result = run("clear", "--yes")
        assert result.exit_code == 4
        assert f"Another pkgtui, process {other.pid}, is refreshing" in result.stderr
        assert contents(folder) == before
        other.communicate("\n")
    assert run("clear", "--yes").exit_code == 0


def test_while_another_program_writes_nothing_goes(run: Run, folder: Path) -> None:
    with closing(sqlite3.connect(folder / "cache.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = run("clear", "--yes")
        assert result.exit_code == 4
        assert "Another program is using the cache" in result.stderr
        assert (folder / "cache.db").exists()
        other.execute("ROLLBACK")
    assert Turn(folder).take(), "the turn was given back"


def test_what_may_not_be_removed_is_told(folder: Path) -> None:
    with rights(folder, 0o500):
        done = subprocess.run(
            [*unprivileged(), *MODULE, "cache", "clear", "--yes"],
            env=os.environ | {"PKGTUI_CACHE_DIR": str(folder.parent)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 4
    assert "cannot be used" in done.stderr
    assert (folder / "cache.db").exists()

"""The catalog on disk: whole or not at all, private, and never executed."""

from __future__ import annotations

import os
import pickle
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.rights import given_away, rights, unprivileged
from tests.unit.catalogs import NOW, catalog, facts_of, package

from pkgtui.models.catalog import Catalog
from pkgtui.models.health import scores
from pkgtui.models.source import Source
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import Sourced, encode_sealed
from pkgtui.store.errors import StoreLocked, StoreUnusable

LATER = NOW.replace(hour=13)
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights as POSIX knows them")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "site"


def kept(folder: Path) -> Catalog:
    """Load what a new store finds, which must be something."""
    with closing(CatalogStore.open(folder)) as store:
        found = store.load()
        assert store.notice is None
    assert found is not None
    return found


def keep(folder: Path, one: Catalog) -> None:
    with closing(CatalogStore.open(folder)) as store:
        store.commit(one)


@contextmanager
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    """Reach into the database behind the store's back."""
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        yield connection


@contextmanager
def child(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Run a script in a process of its own from the moment it prints a line; then kill it."""
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline()
            yield process
        finally:
            process.kill()


def damaged_copies(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if ".damaged-" in path.name)


def test_an_empty_store_has_nothing_and_says_nothing(folder: Path) -> None:
    with closing(CatalogStore.open(folder)) as store:
        assert store.load() is None
        assert store.header() is None
        assert store.notice is None


def test_what_is_committed_is_found_by_the_next_program(folder: Path) -> None:
    keep(folder, catalog())
    assert facts_of(kept(folder)) == facts_of(catalog())
    with closing(CatalogStore.open(folder)) as store:
        header = store.header()
    assert header is not None
    assert header.generation == catalog().generation
    assert (header.packages, header.grids, header.categories) == (3, 1, 1)


def test_a_commit_replaces_everything(folder: Path) -> None:
    keep(folder, catalog())
    with closing(CatalogStore.open(folder)) as store:
        store.keep_package(package(2, title="Refreshed"), LATER)
        store.commit(catalog(package(2), package(9)))
        found = store.load()
    assert found is not None
    assert facts_of(found) == facts_of(catalog(package(2), package(9)))


def test_the_data_stays_in_one_file(folder: Path) -> None:
    big = catalog(*(package(key, repo_description=os.urandom(99).hex()) for key in range(2000)))
    keep(folder, big)
    assert [path.name for path in folder.iterdir()] == ["cache.db"]
    assert len(kept(folder).packages) == 2000


def test_a_refreshed_package_is_laid_over_the_catalog(folder: Path) -> None:
    keep(folder, catalog())
    with closing(CatalogStore.open(folder)) as store:
        store.keep_package(package(2, title="Once"), NOW)
        store.keep_package(package(2, title="Twice"), LATER)
        store.keep_package(package(8), LATER)
    found = kept(folder)
    assert [one.id for one in found.packages] == [8, 3, 2, 1]
    assert [one.title for one in found.packages] == ["Package 8", "Package 3", "Twice", "Package 1"]
    assert found.refreshed == {2: LATER, 8: LATER}
    assert found.fetched_at(package(2)) == LATER
    assert found.fetched_at(package(3)) == NOW


def test_without_a_catalog_no_package_is_kept(folder: Path) -> None:
    with closing(CatalogStore.open(folder)) as store:
        store.keep_package(package(2), NOW)
        assert store.load() is None
    keep(folder, catalog())
    assert facts_of(kept(folder)) == facts_of(catalog())


def test_a_package_refreshed_over_another_catalog_is_not_mixed_in(folder: Path) -> None:
    keep(folder, catalog())
    with closing(CatalogStore.open(folder)) as store:
        store.keep_package(package(2, title="Refreshed"), LATER)
    with database(folder) as connection:
        (row,) = connection.execute("SELECT value FROM Cache WHERE key = 'catalog:package:2'")
    newer = msgspec.structs.replace(catalog().generation, synced_at=LATER)
    keep(folder, catalog(generation=newer))
    with database(folder) as connection:
        connection.execute(
            "INSERT INTO Cache (key, raw, mode, value) VALUES ('catalog:package:2', 1, 1, ?)",
            row,
        )
    assert facts_of(kept(folder)) == facts_of(catalog(generation=newer))


def test_a_damaged_refreshed_package_leaves_the_catalogs_own(folder: Path) -> None:
    keep(folder, catalog())
    with closing(CatalogStore.open(folder)) as store:
        store.keep_package(package(2, title="Refreshed"), LATER)
        store.keep_package(package(3, title="Refreshed"), LATER)
    with database(folder) as connection:
        connection.execute(
            "UPDATE Cache SET value = CAST(replace(CAST(value AS TEXT), 'Sends', 'Rends') AS BLOB)"
            " WHERE key = 'catalog:package:2'"
        )
    found = kept(folder)
    assert [one.title for one in found.packages] == ["Refreshed", "Package 2", "Package 1"]


@pytest.mark.parametrize("blob", [b"", b"garbage", "text", 7, None])
def test_figures_that_cannot_be_read_cost_nothing_but_time(folder: Path, blob: object) -> None:
    keep(folder, catalog())
    assert kept(folder).columns
    with database(folder) as connection:
        connection.execute("UPDATE Cache SET value = ? WHERE key = 'catalog:figures'", (blob,))
    found = kept(folder)
    assert not found.columns
    assert scores(found) == scores(catalog())


# A stranger's database


class Bomb:
    """Makes a file when it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self._trace = trace

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return os.mkdir, (str(self._trace),)


@pytest.mark.parametrize("key", ["catalog", "package:2", "else"])
@pytest.mark.parametrize("where", ["value", "key", "file", "text file"])
def test_planted_rows_are_neither_executed_nor_read_nor_deleted(
    folder: Path, tmp_path: Path, key: str, where: str
) -> None:
    keep(folder, catalog())
    trace, beside = tmp_path / "executed", tmp_path / "beside"
    bomb = pickle.dumps(Bomb(trace))
    beside.write_bytes(bomb)
    row: dict[str, tuple[Any, ...]] = {
        "value": (key, 1, 4, None, bomb),
        "key": (bomb, 0, 1, None, b"value"),
        "file": (key, 1, 4, "../../beside", None),
        "text file": (key, 1, 3, "../../beside", None),
    }
    with database(folder) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO Cache (key, raw, mode, filename, value) VALUES (?, ?, ?, ?, ?)",
            row[where],
        )
    with closing(CatalogStore.open(folder)) as store:
        found = store.load()
        store.keep_package(package(3), LATER)
        store.commit(catalog(package(5)))
        after = store.load()
    assert not trace.exists()
    assert beside.read_bytes() == bomb
    assert found is None or facts_of(found) == facts_of(catalog())
    assert (found is None) == (key == "catalog" and where != "key")
    assert after is not None
    assert facts_of(after) == facts_of(catalog(package(5)))


@pytest.mark.parametrize("name", ["disk_strange", "sqlite_x = 1; DROP TABLE Cache; --", "transact"])
def test_planted_settings_do_no_harm(folder: Path, name: str) -> None:
    keep(folder, catalog())
    with database(folder) as connection:
        connection.execute("INSERT INTO Settings VALUES (?, 1)", (name,))
        connection.execute("UPDATE Settings SET value = 'off' WHERE key = 'sqlite_journal_mode'")
        connection.execute("UPDATE Settings SET value = 1 WHERE key = 'cull_limit'")
    assert facts_of(kept(folder)) == facts_of(catalog())
    keep(folder, catalog(package(5)))
    assert facts_of(kept(folder)) == facts_of(catalog(package(5)))


# Where it lies


@pytest.mark.parametrize("name", ["$HOME", "${HOME}", "~", "~root", "a b", "%TEMP%", "?mode=ro"])
def test_the_path_is_taken_literally(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path / "cache" / name, Path(name)):
        keep(folder, catalog())
        assert facts_of(kept(folder)) == facts_of(catalog())
        assert (tmp_path / folder / "cache.db").is_file()
    assert not (tmp_path / "elsewhere").exists()


@POSIX
@pytest.mark.parametrize("umask", [0, 0o777])
def test_only_the_owner_can_enter_whatever_the_umask(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        keep(folder, catalog())
    finally:
        os.umask(before)
    for place, mode in ((folder.parent, 0o700), (folder, 0o700), (folder / "cache.db", 0o600)):
        assert stat.S_IMODE(place.stat().st_mode) == mode


@POSIX
def test_lax_rights_are_tightened_in_the_own_folder_only(folder: Path) -> None:
    keep(folder, catalog())
    folder.parent.chmod(0o755)
    folder.chmod(0o755)
    (folder / "cache.db").chmod(0o644)
    kept(folder)
    assert stat.S_IMODE(folder.parent.stat().st_mode) == 0o755
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "cache.db").stat().st_mode) == 0o600


@POSIX
def test_the_log_of_a_write_under_way_is_private_too(folder: Path) -> None:
    before = os.umask(0)
    try:
        keep(folder, catalog())
        with database(folder) as connection:
            connection.execute("UPDATE Cache SET tag = 'busy'")
            modes = [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()]
    finally:
        os.umask(before)
    assert len(modes) > 1
    assert set(modes) == {0o600}


def test_a_cache_emptied_under_the_running_program_begins_anew(folder: Path) -> None:
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog())
        (folder / "cache.db").unlink()
        folder.rmdir()
        assert store.load() is None
        store.commit(catalog())
        assert store.notice is None
    assert facts_of(kept(folder)) == facts_of(catalog())


# Damage


def spoil_with_garbage(file: Path) -> None:
    file.write_bytes(b"no database at all " * 999)


def spoil_by_cutting(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def spoil_a_value(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[data.index(b"pkgtui catalog") + 400] ^= 1
    file.write_bytes(data)


def spoil_the_tables(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE Cache (something TEXT)")


@pytest.mark.parametrize(
    "spoil", [spoil_with_garbage, spoil_by_cutting, spoil_a_value, spoil_the_tables]
)
def test_a_damaged_database_is_moved_aside_and_told_once(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    keep(folder, catalog(*(package(key) for key in range(400))))
    spoil(folder / "cache.db")
    with closing(CatalogStore.open(folder)) as store:
        assert store.load() is None
        (copy,) = damaged_copies(folder)
        assert copy.startswith("cache.db.damaged-")
        assert store.notice is not None
        assert str(folder / copy) in store.notice
        store.commit(catalog())
    assert (folder / copy).stat().st_size > 0
    assert facts_of(kept(folder)) == facts_of(catalog())
    assert damaged_copies(folder) == [copy]


@pytest.mark.parametrize("spoil", [spoil_with_garbage, spoil_by_cutting, spoil_the_tables])
def test_a_commit_succeeds_over_a_database_damaged_meanwhile(
    folder: Path, spoil: Callable[[Path], None]
) -> None:
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(*(package(key) for key in range(400))))
        spoil(folder / "cache.db")
        store.commit(catalog())
        assert store.notice is not None
    assert facts_of(kept(folder)) == facts_of(catalog())


def test_the_catalog_of_a_newer_program_is_left_until_the_next_commit(folder: Path) -> None:
    keep(folder, catalog())
    newer = b'pkgtui catalog\n{"schema":99}\n'
    with database(folder) as connection:
        connection.execute("UPDATE Cache SET value = ? WHERE key = 'catalog'", (newer,))
    with closing(CatalogStore.open(folder)) as store:
        assert store.load() is None
        assert "newer pkgtui" in (store.notice or "")
        store.keep_package(package(1), NOW)
    with database(folder) as connection:
        rows = connection.execute("SELECT value FROM Cache WHERE key NOT GLOB '*:figures'")
        assert rows.fetchall() == [(newer,)]
    assert damaged_copies(folder) == []
    keep(folder, catalog())
    assert facts_of(kept(folder)) == facts_of(catalog())


# Trouble that is no damage

HOLD = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1] + "/cache.db", isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


def test_a_locked_database_is_told_in_time_and_left_alone(folder: Path) -> None:
    keep(folder, catalog())
    with closing(CatalogStore.open(folder, deadline=0.3)) as store:
        with child(HOLD, folder):
            began = time.monotonic()
            with pytest.raises(StoreLocked, match="Another program"):
                store.commit(catalog(package(5)))
            assert time.monotonic() - began < 5
            assert facts_of(kept(folder)) == facts_of(catalog())
        store.commit(catalog(package(6)))
    assert facts_of(kept(folder)) == facts_of(catalog(package(6)))
    assert damaged_copies(folder) == []


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("mine")
    for place in (tmp_path / "cache", tmp_path / "cache" / "site"):
        with pytest.raises(StoreUnusable, match="cannot be used"):
            CatalogStore.open(place)
    assert (tmp_path / "cache").read_text() == "mine"


def test_a_folder_in_place_of_the_database_is_moved_aside(folder: Path) -> None:
    (folder / "cache.db" / "mine").mkdir(parents=True)
    with closing(CatalogStore.open(folder)) as store:
        (copy,) = damaged_copies(folder)
        assert store.notice is not None
        assert store.notice.startswith("There is a folder in place of the database; it was moved")
        assert store.load() is None
        store.commit(catalog())
    assert (folder / copy / "mine").is_dir()
    assert facts_of(kept(folder)) == facts_of(catalog())


USE = """
import sys
from contextlib import closing
from pathlib import Path
from tests.unit.catalogs import catalog, package
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.errors import StoreUnusable
try:
    with closing(CatalogStore.open(Path(sys.argv[1]))) as store:
        print("read" if store.load() else "nothing to read")
        store.commit(catalog(package(5)))
        print("written")
except StoreUnusable as error:
    print(error)
"""


def used_unprivileged(folder: Path) -> list[str]:
    """Read and write in a process that rights bind; return what it says, line by line."""
    command = [*unprivileged(), sys.executable, "-c", USE, str(folder)]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, env=env, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.splitlines()


def refusals(folder: Path) -> set[str]:
    """What is said when rights are wanting, by whether the folder or the database wants them."""
    return {
        f"The cache folder {folder} cannot be used: Permission denied",
        f"The cache folder {folder} cannot be used: Operation not permitted",
        f"The cache in {folder} cannot be opened: check its rights",
    }


@POSIX
def test_a_folder_that_may_not_be_made_is_told(tmp_path: Path) -> None:
    with rights(tmp_path, 0o500):
        told = used_unprivileged(tmp_path / "cache")
    assert told == [f"The cache folder {tmp_path / 'cache'} cannot be used: Permission denied"]
    assert list(tmp_path.iterdir()) == []


@POSIX
@pytest.mark.parametrize("name", ["", "cache.db"])
def test_what_may_not_be_written_is_read_and_left_alone(folder: Path, name: str) -> None:
    keep(folder, catalog())
    with rights(folder / name, 0o500):
        read, told = used_unprivileged(folder)
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o500
    assert read == "read"
    assert told in refusals(folder)
    assert [path.name for path in folder.iterdir()] == ["cache.db"]
    assert facts_of(kept(folder)) == facts_of(catalog())
    assert used_unprivileged(folder) == ["read", "written"]


@POSIX
@pytest.mark.parametrize("name", ["", "cache.db"])
def test_what_may_not_be_read_is_told_and_left_alone(folder: Path, name: str) -> None:
    keep(folder, catalog())
    with rights(folder / name, 0):
        (told,) = used_unprivileged(folder)
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0
    assert told in refusals(folder)
    assert facts_of(kept(folder)) == facts_of(catalog())


@POSIX
@pytest.mark.parametrize("mode", [0o700, 0o755, 0o777])
def test_a_folder_of_somebody_else_is_told_and_left_alone(folder: Path, mode: int) -> None:
    keep(folder, catalog())
    folder.chmod(mode)
    with given_away(folder):
        *read, told = used_unprivileged(folder)
        assert stat.S_IMODE(folder.stat().st_mode) == mode
    assert read == ([] if mode == 0o700 else ["read"])
    assert told in refusals(folder)
    assert [path.name for path in folder.iterdir()] == ["cache.db"]
    assert facts_of(kept(folder)) == facts_of(catalog())


FILL = """
import resource, sys
from contextlib import closing
from pathlib import Path
from tests.unit.catalogs import catalog, package
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.errors import StoreUnusable
with closing(CatalogStore.open(Path(sys.argv[1]))) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))
    try:
        store.commit(catalog(*(package(key) for key in range(20000))))
    except StoreUnusable as error:
        print(error, flush=True)
sys.stdin.read()
"""


@POSIX
def test_a_disk_without_room_keeps_the_old_catalog(folder: Path) -> None:
    keep(folder, catalog())
    with child(FILL, folder):
        pass
    assert facts_of(kept(folder)) == facts_of(catalog())
    assert damaged_copies(folder) == []


# Many at once

CHURN = """
import sys
from pathlib import Path
from tests.unit.catalogs import catalog, package
from pkgtui.store.catalog_store import CatalogStore
generations = [catalog(*(package(key) for key in range(size))) for size in (600, 900)]
store = CatalogStore.open(Path(sys.argv[1]))
store.commit(generations[0])
print("churning", flush=True)
while True:
    for generation in generations:
        store.commit(generation)
"""


def test_a_program_killed_while_writing_leaves_a_whole_catalog(folder: Path) -> None:
    for _ in range(3):
        with child(CHURN, folder) as process:
            with closing(CatalogStore.open(folder, deadline=10)) as store:
                seen = {_size(store) for _ in range(20)}
            process.kill()
            process.wait()
        assert seen <= {600, 900}
        assert len(kept(folder).packages) in {600, 900}
    assert damaged_copies(folder) == []


def _size(store: CatalogStore) -> int:
    found = store.load()
    assert found is not None
    return len(found.packages)


def test_threads_share_a_store(folder: Path) -> None:
    generations = [catalog(*(package(key) for key in range(size))) for size in (40, 60)]
    with closing(CatalogStore.open(folder, deadline=10)) as store:
        store.commit(generations[0])

        def work(turn: int) -> int:
            if turn % 4 == 0:
                store.commit(generations[turn % 8 // 4])
            elif turn % 4 == 1:
                store.keep_package(package(turn % 40, title="Refreshed"), LATER)
            return _size(store)

        with ThreadPoolExecutor(8) as pool:
            sizes = set(pool.map(work, range(80)))
    assert sizes <= {40, 60}
    assert len(kept(folder).packages) in {40, 60}


SOURCE = Source(url="https://mirror.example/x", etag='"1"', asked_at=NOW)


def test_where_a_catalog_came_from_is_kept_with_it_and_no_longer(folder: Path) -> None:
    with closing(CatalogStore.open(folder)) as store:
        store.keep_source(SOURCE)
        assert store.source() is None
        store.commit(catalog(), SOURCE)
        store.keep_package(package(2), LATER)
        assert store.source() == SOURCE
        later = msgspec.structs.replace(SOURCE, asked_at=LATER)
        store.keep_source(later)
        assert store.source() == later
        store.commit(catalog(package(1)))
        assert store.source() is None


@pytest.mark.parametrize("row", [b"", b"garbage", encode_sealed(Sourced("another", SOURCE))])
def test_a_source_that_is_damaged_or_of_another_catalog_counts_for_nothing(
    folder: Path, row: bytes
) -> None:
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(), SOURCE)
        with database(folder) as raw:
            raw.execute("UPDATE Cache SET value = ? WHERE key = 'catalog:source'", (row,))
        assert store.source() is None
        assert facts_of(kept(folder)) == facts_of(catalog())
        assert store.notice is None

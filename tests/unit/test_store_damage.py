"""A database that was changed or cut anywhere: no other catalog, always told, always mended."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.unit.catalogs import NOW, catalog, facts_of, package

from pkgtui.models.catalog import Catalog
from pkgtui.models.health import judge, scores
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.folder import MOST_COPIES

KEPT = catalog(*(package(key) for key in range(60)))
BEFORE = catalog(*(package(key, pypi_version="0.9") for key in range(60)))
NEXT = catalog(package(1), package(2))
PAGE = 4096
HEADER, PAGE_HEADER = 100, 12


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with a catalog over several pages, its changes, and a refreshed package."""
    folder = tmp_path_factory.mktemp("sound")
    with closing(CatalogStore.open(folder)) as store:
        store.commit(BEFORE)
        store.commit(KEPT)
        store.keep_package(package(3, title="Refreshed"), NOW)
    return (folder / "cache.db").read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of databases wait long for a busy disk."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it is private
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as name:
        yield Path(name)


def flipped(data: bytes, offsets: list[int], mask: int) -> Iterator[bytes]:
    for offset in offsets:
        spoilt = bytearray(data)
        spoilt[offset] ^= mask
        yield bytes(spoilt)


def is_mended(folder: Path, data: bytes) -> str:
    """Let a store find `data`; return what it said, once all that is promised was seen to hold."""
    for place in folder.iterdir():
        place.unlink()
    (folder / "cache.db").write_bytes(data)
    with closing(CatalogStore.open(folder)) as store:
        found = store.load()
        said = store.notice or ""
        if found is not None:
            assert without_refreshed(found) == without_refreshed(KEPT)
            assert list(scores(found)) == [judge(found, one) for one in found.packages]
            history = store.history()
            assert history is not None
            # All of them or none.
            assert {change.after for change in history.changes} <= {"1.0"}
            assert len(history.changes) in (0, 60)
            assert not said
        store.commit(NEXT)
        copies = [place for place in folder.iterdir() if place.name.endswith("Z")]
        assert len(copies) == int("moved aside" in (store.notice or ""))
    with closing(CatalogStore.open(folder)) as store:
        after = store.load()
        assert after is not None
        assert facts_of(after) == facts_of(NEXT)
        assert store.notice is None
    return said if found is None else "read"


def without_refreshed(one: Catalog) -> list[str]:
    """All packages but the one whose refreshed form may be the part that is damaged."""
    return [repr(package) for package in one.packages if package.id != 3]


def test_a_changed_byte_of_the_header_or_the_tables(folder: Path, sound: bytes) -> None:
    schema = range(HEADER, PAGE, 11)
    said = {is_mended(folder, data) for data in flipped(sound, [*range(HEADER), *schema], 1)}
    assert {one.partition(";")[0] for one in said} >= {
        "read",
        "The database of the cache is damaged",
    }
    assert "" not in said


@pytest.mark.parametrize("mask", [1, 255])
def test_a_changed_byte_of_the_header_of_a_page(folder: Path, sound: bytes, mask: int) -> None:
    pages = range(PAGE, len(sound), PAGE)
    offsets = [page + offset for page in pages for offset in range(PAGE_HEADER)]
    assert "" not in {is_mended(folder, data) for data in flipped(sound, offsets, mask)}


def test_a_changed_bit_anywhere(folder: Path, sound: bytes) -> None:
    chance = random.Random(9)
    for mask in (1, 4, 128):
        offsets = [chance.randrange(len(sound)) for _ in range(60)]
        assert "" not in {is_mended(folder, data) for data in flipped(sound, offsets, mask)}


def test_a_damaged_index_hides_nothing(folder: Path, sound: bytes) -> None:
    # The keys stand in the rows and in an index, whose pages begin with a 10.
    entries = [found.start() for found in re.finditer(b"catalog", sound)]
    in_index = [entry for entry in entries if sound[entry // PAGE * PAGE] == 10]
    assert len(in_index) == 4
    keys = (entry for entry in entries if sound.startswith(b"catalog:package:3", entry))
    refreshed = next(entry for entry in keys if entry not in in_index)
    for offset in (*in_index, refreshed, refreshed + 7):
        assert {is_mended(folder, data) for data in flipped(sound, [offset], 1)} == {"read"}


def test_a_table_that_takes_no_rows_any_more_is_made_anew(folder: Path, sound: bytes) -> None:
    spoilt = sound.replace(b"INTEGER PRIMARY KEY", b"INTEGER QRIMARY KEY")
    assert spoilt != sound
    assert is_mended(folder, spoilt) == "read"


def test_a_database_cut_at_any_length(folder: Path, sound: bytes) -> None:
    chance = random.Random(10)
    edges = [512, HEADER, 511, 513, PAGE - 1, PAGE, PAGE + 1, len(sound) - PAGE, len(sound) - 1]
    for length in [*edges, *(chance.randrange(HEADER, len(sound)) for _ in range(40))]:
        assert is_mended(folder, sound[:length]), length


def test_a_database_with_something_behind_it(folder: Path, sound: bytes) -> None:
    for more in (1, PAGE, 99_999):
        assert is_mended(folder, sound + os.urandom(more)) == "read"


def test_what_is_no_database(folder: Path, sound: bytes) -> None:
    for data in (os.urandom(50_000), bytes(PAGE), sound[:HEADER] + os.urandom(9999), b"x" * 600):
        assert "is damaged; it was moved aside" in is_mended(folder, data)


def test_only_the_last_copies_are_kept(folder: Path) -> None:
    for _ in range(MOST_COPIES + 2):
        (folder / "cache.db").write_bytes(os.urandom(999))
        (folder / "cache.db-wal").write_bytes(os.urandom(99))
        with closing(CatalogStore.open(folder)) as store:
            assert store.load() is None
    assert len(list(folder.glob("cache.db.damaged-*Z"))) == MOST_COPIES
    assert len(list(folder.glob("cache.db.damaged-*-wal"))) <= MOST_COPIES

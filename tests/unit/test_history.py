"""The history of changes as bytes, and beside its catalog: never without it, never in its way."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import NOW, SITE, catalog, histories, package

from pkgtui.models import changes as rules
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.changes import Change, History, Kind, Named
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import checksum_of
from pkgtui.store.errors import DamagedCatalog
from pkgtui.store.history import decode_history, encode_history
from pkgtui.store.packing import pack
from pkgtui.text import clean

RELEASED = Change(Kind.RELEASED, NOW, Named(3, "package-3", "Package 3"), before="1.0", after="2.0")
HISTORY = History(since=NOW, changes=(RELEASED,), dropped=7, archived=frozenset({1, 2}))
BLOB = encode_history("abc", HISTORY)


def sealed(packed: bytes) -> bytes:
    payload = pack(packed)
    return b"pkgtui changes 3\n" + checksum_of(payload).encode() + b"\n" + payload


@given(histories)
def test_any_history_comes_back_as_it_was(history: History) -> None:
    assert decode_history(encode_history("abc", history)) == ("abc", history)


@given(at=st.integers(0, len(BLOB) - 1), flip=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_noticed(at: int, flip: int) -> None:
    changed = bytearray(BLOB)
    changed[at] ^= flip
    with pytest.raises(DamagedCatalog):
        decode_history(bytes(changed))


@given(st.integers(0, len(BLOB) - 1), st.binary(min_size=1, max_size=9))
def test_what_is_cut_off_or_has_something_behind_it_is_noticed(length: int, more: bytes) -> None:
    for spoilt in (BLOB[:length], BLOB + more):
        with pytest.raises(DamagedCatalog):
            decode_history(spoilt)


@given(st.binary())
def test_other_data_is_no_history(data: bytes) -> None:
    for spoilt in (data, sealed(data)):
        with pytest.raises(DamagedCatalog):
            decode_history(spoilt)


def test_the_form_of_another_program_is_not_read() -> None:
    with pytest.raises(DamagedCatalog, match="no known form"):
        decode_history(BLOB.replace(b"changes 3", b"changes 4", 1))


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    with pytest.raises(DamagedCatalog, match="unpacks to more than"):
        decode_history(sealed(bytes(2**22)), limit=2**20)


def stored(**change: Any) -> bytes:
    """A history with one change, as anybody could write it."""
    plain = msgspec.to_builtins(RELEASED) | change
    plain = {key: value for key, value in plain.items() if value is not ...}
    history = {"since": NOW.isoformat(), "changes": [plain]}
    return sealed(msgspec.json.encode({"base": "abc", "history": history}))


def test_a_history_that_somebody_else_wrote_is_read_where_it_is_one() -> None:
    assert decode_history(stored())[1] == History(since=NOW, changes=(RELEASED,))


NAMED = {"id": 1, "slug": "mail", "title": "Mail"}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "unheard of"},
        {"kind": "grid new"},
        {"kind": "joined"},
        {"kind": "stars"},
        {"kind": "stars", "before": 1},
        {"kind": "uncompared"},
        {"package": ...},
        {"package": NAMED | {"title": "t" * 301}},
        {"grid": NAMED},
        {"before": 1},
        {"before": "1" * 301},
        {"seen_at": "2026-02-16T12:00:00"},
    ],
)
def test_what_can_be_no_change_is_refused_even_when_sealed(change: Any) -> None:
    with pytest.raises(DamagedCatalog):
        decode_history(stored(**change))


def test_a_history_beyond_all_bounds_is_refused_even_when_sealed() -> None:
    many = msgspec.structs.replace(HISTORY, changes=(RELEASED,) * (rules.MOST_KEPT + 1))
    with pytest.raises(DamagedCatalog):
        decode_history(encode_history("abc", many))


def test_text_in_a_sealed_history_is_cleaned_whoever_sealed_it() -> None:
    hostile = "a\x1b[2J\x9b1m\u202e\u200bb" + "\u0301" * 40
    blob = stored(package=NAMED | {"title": hostile}, after=hostile)
    (change,) = decode_history(blob)[1].changes
    assert change.package == Named(1, "mail", clean(hostile))
    assert change.after == clean(hostile)


# In the store


def week(number: int, at: datetime | None = None) -> Catalog:
    """The catalog of the n-th week, in which package 3 has the version of that number."""
    synced_at = at or NOW + timedelta(weeks=number)
    return catalog(
        package(3, pypi_version=str(number)),
        generation=Generation(site_url=SITE, synced_at=synced_at),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def kept(folder: Path) -> History:
    """What a new store finds, which must have nothing to complain of."""
    with closing(CatalogStore.open(folder)) as store:
        found = store.history()
        assert store.load() is not None
        assert store.notice is None
    assert found is not None
    return found


def keep(folder: Path, *catalogs: Catalog) -> None:
    with closing(CatalogStore.open(folder)) as store:
        for one in catalogs:
            store.commit(one)


def versions(history: History) -> list[tuple[Any, Any]]:
    return [(it.before, it.after) for it in history.changes]


def test_where_nothing_is_kept_there_is_no_history(folder: Path) -> None:
    with closing(CatalogStore.open(folder)) as store:
        assert store.history() is None


def test_the_first_catalog_begins_a_history_without_changes(folder: Path) -> None:
    keep(folder, week(0))
    assert kept(folder) == History(since=NOW)


def test_every_commit_tells_what_it_changes(folder: Path) -> None:
    keep(folder, week(0), week(1))
    assert versions(kept(folder)) == [("0", "1")]
    keep(folder, week(2))
    assert versions(kept(folder)) == [("1", "2"), ("0", "1")]
    assert kept(folder).since == NOW


def test_what_a_refreshed_package_showed_early_is_told_by_the_next_walk(folder: Path) -> None:
    keep(folder, week(0))
    with closing(CatalogStore.open(folder)) as store:
        store.keep_package(package(3, pypi_version="1"), NOW)
        store.keep_package(package(4), NOW)
    keep(folder, week(1))
    assert versions(kept(folder)) == [("0", "1")]


def set_history(folder: Path, blob: object) -> None:
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        row = (blob, "catalog:changes")
        done = connection.execute("UPDATE Cache SET value = ? WHERE key = ?", row)
        assert done.rowcount == 1


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        b"whatever",
        "no bytes",
        None,
        BLOB[:-1],
        BLOB,  # Sound, and of another catalog.
        BLOB.replace(b"changes 3", b"changes 4", 1),
        sealed(b"[" * 100_000),
    ],
)
def test_a_history_that_cannot_be_read_costs_only_itself(folder: Path, blob: object) -> None:
    keep(folder, week(0), week(1))
    set_history(folder, blob)
    assert kept(folder) == History(since=NOW + timedelta(weeks=1))
    keep(folder, week(2))
    assert versions(kept(folder)) == [("1", "2")]
    assert kept(folder).since == NOW + timedelta(weeks=1)
    assert [path.name for path in folder.iterdir()] == ["cache.db"]


def test_a_catalog_that_an_older_program_replaced_begins_a_history(folder: Path) -> None:
    keep(folder, week(0), week(1))
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        connection.execute("DELETE FROM Cache WHERE key = 'catalog:changes'")
    assert kept(folder) == History(since=NOW + timedelta(weeks=1))


def test_a_damaged_catalog_takes_its_history_with_it(folder: Path) -> None:
    keep(folder, week(0), week(1))
    with closing(sqlite3.connect(folder / "cache.db")) as connection, connection:
        connection.execute("UPDATE Cache SET value = x'00' WHERE key = 'catalog'")
    with closing(CatalogStore.open(folder)) as store:
        assert store.history() is None
        assert "moved aside" in (store.notice or "")
    keep(folder, week(2))
    assert kept(folder) == History(since=NOW + timedelta(weeks=2))


def test_a_clock_set_back_loses_no_changes(folder: Path) -> None:
    keep(folder, week(1), week(2, at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert versions(kept(folder)) == [("1", "2")]

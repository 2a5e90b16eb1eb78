"""What SQLite and the file system report, as the store's own errors."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pkgtui.store.errors import DamagedCatalog, StoreError, StoreLocked, StoreUnusable
from pkgtui.store.rows import DATABASE, NO_ROOM, PRIMARY, UNWRITABLE
from pkgtui.text import clean

_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGED = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_ERROR,  # tables of another shape
        sqlite3.SQLITE_CONSTRAINT,
        sqlite3.SQLITE_MISMATCH,
    }
)
_LEAST_ROOM = 2**16  # More than SQLite needs beside a database to open it.
_HEADER, _FORMATS, _LATEST_FORMAT = 100, slice(18, 20), 2


def told(error: sqlite3.Error, folder: Path) -> StoreError:
    """Return what an `error` of SQLite means for the database in `folder`."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = None if code is None else code & PRIMARY
    if primary in _LOCKED:
        return locked(folder)
    # Without a code: text in the database that is no UTF-8.
    if primary in _DAMAGED or (primary is None and isinstance(error, sqlite3.OperationalError)):
        return DamagedCatalog("The database of the cache is damaged")
    place = clean(str(folder))
    if primary == sqlite3.SQLITE_FULL or (primary in NO_ROOM and _is_full(folder)):
        return StoreUnusable(f"The disk is full: the cache in {place} could not be written")
    if primary == sqlite3.SQLITE_READONLY and _is_of_no_format(folder):
        return DamagedCatalog("The database of the cache is damaged")
    if primary in UNWRITABLE:
        return StoreUnusable(f"The cache in {place} cannot be opened: check its rights")
    return StoreUnusable(f"The cache in {place} cannot be used: {error}")


def _is_full(folder: Path) -> bool:
    import shutil  # noqa: PLC0415 - 2 ms that only a failure needs

    try:
        return shutil.disk_usage(folder).free < _LEAST_ROOM
    except OSError:
        return False


def _is_of_no_format(folder: Path) -> bool:
    """Say whether a database is read-only for what it holds: a format that SQLite does not know."""
    try:
        with (folder / DATABASE).open("rb") as file:
            formats = file.read(_HEADER)[_FORMATS]
    except OSError:
        return False
    return any(one > _LATEST_FORMAT for one in formats)


def locked(folder: Path) -> StoreLocked:
    """Return the error for a database in `folder` that another program holds."""
    return StoreLocked(f"Another program is using the cache in {clean(str(folder))}")


def unusable(folder: Path, error: Exception) -> StoreUnusable:
    """Return the error for a `folder` that cannot be made or changed."""
    reason = getattr(error, "strerror", None) or error
    return StoreUnusable(f"The cache folder {clean(str(folder))} cannot be used: {reason}")

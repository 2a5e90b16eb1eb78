"""The rows of the database, read in one statement by a plain connection.

diskcache cannot open without writing, which takes longer than the reading and fails where nothing
may be written; and its import takes longer still. What it wrote is plain enough to read.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from pkgtui.store.errors import DamagedCatalog

DATABASE = "cache.db"
"""The name that diskcache gives the database in its folder."""
MODE_RAW = 1
"""diskcache's mode of a row that holds its value as it is: not in a file, not pickled."""
PRIMARY = 0xFF
"""SQLite's extended result codes carry the plain one in their lowest byte."""
UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN})
"""The plain codes of a place where SQLite may not write."""
NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
"""The plain codes, among other troubles, of a disk that is full."""
# Each page is read once: to keep them takes a megabyte, and the time until that is there.
_KEEP_LITTLE = "PRAGMA cache_size = 8"


def read_rows(
    folder: Path, pattern: str, timeout: float, *, thorough: bool = False
) -> Mapping[str, bytes]:
    """Return the rows in `folder` whose keys match the GLOB `pattern`, all of one moment.

    A row that was never written here counts as empty. A `thorough` reading looks at the whole
    database first.

    Raises:
        DamagedCatalog: There are rows, but not these; or there is no telling.
        sqlite3.Error: The database cannot be read.
    """
    if not (folder / DATABASE).exists():
        return {}
    # Beside a read-only database SQLite would leave a log as read-only, which stops all writing
    # when the database may be written again.
    if os.access(folder / DATABASE, os.W_OK) or _has_log(folder):
        try:
            return _select(folder, "mode=rw", pattern, timeout, thorough)
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
            if code not in UNWRITABLE | NO_ROOM or _has_log(folder):
                raise
    # Where SQLite cannot keep its locks beside the database, nobody can write to it either.
    return _select(folder, "immutable=1", pattern, timeout, thorough)


def _select(
    folder: Path, how: str, pattern: str, timeout: float, thorough: bool
) -> Mapping[str, bytes]:
    address = f"{(folder / DATABASE).as_uri()}?{how}"
    with closing(sqlite3.connect(address, timeout=timeout, uri=True)) as connection:
        connection.execute(_KEEP_LITTLE)
        made = connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
        if thorough and not _is_sound(connection):
            raise DamagedCatalog("The database of the cache is damaged")
        if all(table == "Settings" for _, _, table in made):
            return {}  # As new, or left by a program that was ended while it made the tables.
        # A view could be one without an end.
        is_table = ("table", "Cache", "Cache") in made
        rows = rows_of(connection.execute, pattern) if is_table else {}
        if not rows and not _is_empty(connection):
            raise DamagedCatalog("The database of the cache is damaged")
        return rows


def rows_of(execute: Callable[..., sqlite3.Cursor], pattern: str) -> Mapping[str, bytes]:
    """Return the rows that `execute`, of a connection at hand, finds; otherwise as `read_rows`."""
    # An index is but one thing more that can be damaged.
    rows = "SELECT key, raw, mode, filename, value FROM Cache NOT INDEXED WHERE key GLOB ?"
    return {
        key: value if mode == MODE_RAW and filename is None and type(value) is bytes else b""
        for key, raw, mode, filename, value in execute(rows, (pattern,))
        if raw == 1 and type(key) is str
    }


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Say whether a database is sound and its table of rows indeed without any."""
    return _is_sound(connection) and connection.execute("SELECT 1 FROM Cache").fetchone() is None


def _is_sound(connection: sqlite3.Connection) -> bool:
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return bool(verdict == "ok")


def _has_log(folder: Path) -> bool:
    log = folder / f"{DATABASE}-wal"
    return log.exists() and log.stat().st_size > 0

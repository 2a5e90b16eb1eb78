"""diskcache without what makes it unsafe: no pickle, no files beside the database, no surprises."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import DEFAULT_SETTINGS, ENOVAL, METADATA, MODE_RAW

from pkgtui.store.errors import DamagedCatalog

DATABASE = diskcache.core.DBNAME
"""The name of the database in its folder."""
PRIMARY = 0xFF
"""SQLite's extended result codes carry the plain one in their lowest byte."""
UNWRITABLE = frozenset({sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN})
"""The plain codes of a place where SQLite may not write."""
NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
"""The plain codes, among other troubles, of a disk that is full."""

# All of them, so that none comes from what the database holds.
_SETTINGS = DEFAULT_SETTINGS | {
    "statistics": 0,
    "tag_index": 0,
    # What is kept is kept until it is replaced.
    "eviction_policy": "none",
    "cull_limit": 0,
    # A mapped file that another program cuts short kills the reader.
    "sqlite_mmap_size": 0,
    # Larger values would become files beside the database, outside its transactions.
    "disk_min_file_size": 2**62,
}


class PlainDisk(diskcache.Disk):  # type: ignore[misc] # diskcache ships no types
    """Rows with a text key and bytes in the database itself; every other row is refused.

    diskcache's own unpickles what it finds (CVE-2025-69872), and reads and deletes whatever
    file a row names, inside its folder or not.
    """

    def __init__(self, directory: str, **_settings: object) -> None:
        super().__init__(directory)

    def put(self, key: object) -> tuple[str, bool]:
        """Return the database's form of `key`.

        Raises:
            TypeError: It is not text.
        """
        if type(key) is not str:
            raise TypeError("Keys are text")
        return key, True

    def get(self, key: object, raw: object) -> str | None:
        """Return the key that the database holds, None for one that was never written here."""
        return key if raw == 1 and type(key) is str else None

    def store(self, value: object, read: bool, key: object = None) -> tuple[int, int, None, bytes]:
        """Return the size, mode, file name and value of a row.

        Raises:
            TypeError: The value is not bytes.
        """
        del key  # Only values that become files need it.
        if read or type(value) is not bytes:
            raise TypeError("Values are bytes")
        return 0, MODE_RAW, None, value

    def fetch(self, *_row: object, **_how: object) -> bytes:
        """Refuse: `read_rows` reads.

        Raises:
            TypeError: Always.
        """
        raise TypeError("Rows are read by `read_rows`")

    def remove(self, file_path: object) -> None:
        """Leave alone the file that a row names: no row written here names one."""


def read_rows(folder: Path, pattern: str, timeout: float) -> Mapping[str, bytes]:
    """Return the rows in `folder` whose keys match the GLOB `pattern`, all of one moment.

    A plain connection, because diskcache cannot open without writing: that takes longer than
    the reading, and fails where nothing may be written. A row that was never written here
    counts as empty.

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
            return _select(folder, "mode=rw", pattern, timeout)
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
            if code not in UNWRITABLE | NO_ROOM or _has_log(folder):
                raise
    # Where SQLite cannot keep its locks beside the database, nobody can write to it either.
    return _select(folder, "immutable=1", pattern, timeout)


def _select(folder: Path, how: str, pattern: str, timeout: float) -> Mapping[str, bytes]:
    address = f"{(folder / DATABASE).as_uri()}?{how}"
    with closing(sqlite3.connect(address, timeout=timeout, uri=True)) as connection:
        made = connection.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
        if all(table == "Settings" for _, _, table in made):
            return {}  # As new, or left by a program that was ended while it made the tables.
        # A view could be one without an end.
        is_table = ("table", "Cache", "Cache") in made
        rows = _rows(connection.execute, pattern) if is_table else {}
        if not rows and not _is_empty(connection):
            raise DamagedCatalog("The database of the cache is damaged")
        return rows


def _rows(execute: Callable[..., sqlite3.Cursor], pattern: str) -> Mapping[str, bytes]:
    # An index is but one thing more that can be damaged.
    rows = "SELECT key, raw, mode, filename, value FROM Cache NOT INDEXED WHERE key GLOB ?"
    return {
        key: value if mode == MODE_RAW and filename is None and type(value) is bytes else b""
        for key, raw, mode, filename, value in execute(rows, (pattern,))
        if raw == 1 and type(key) is str
    }


def _is_empty(connection: sqlite3.Connection) -> bool:
    """Say whether a database is sound and its table of rows indeed without any."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    return verdict == "ok" and connection.execute("SELECT 1 FROM Cache").fetchone() is None


def _has_log(folder: Path) -> bool:
    log = folder / f"{DATABASE}-wal"
    return log.exists() and log.stat().st_size > 0


class PlainCache(diskcache.Cache):  # type: ignore[misc] # diskcache ships no types
    """A `diskcache.Cache` in exactly the folder it is given, with the settings it needs."""

    def __init__(self, folder: Path, timeout: float) -> None:
        """Open the database in `folder`, which exists; SQLite waits `timeout` seconds for locks."""
        self._folder = str(folder)
        try:
            # The folder named here must exist and is not used: see `_directory`.
            super().__init__(os.sep, timeout=timeout, disk=PlainDisk, **_SETTINGS)
        except BaseException:
            # Whatever stopped it goes on its way; only the connection must not stay open.
            self.close()
            raise

    @property
    def _directory(self) -> str:
        return self._folder

    @_directory.setter
    def _directory(self, expanded: Any) -> None:
        """Ignore what diskcache makes of the path: it expands ``$NAME`` and ``~`` in it."""

    def replace_all(self, key: str, value: bytes) -> None:
        """Have this row and no other.

        Raises:
            DamagedCatalog: It was written, and is not there: the tables are not as they were made.
        """
        self.clear()
        self.set(key, value)
        if _rows(self._sql, "*") != {key: value}:
            raise DamagedCatalog("The database of the cache is damaged")

    def reset(self, key: str, value: Any = ENOVAL, update: bool = True) -> Any:
        """Take over the setting that pkgtui has for `key`, whatever `value` the database holds.

        Left to itself diskcache makes of every row an attribute or a PRAGMA.
        """
        if key in METADATA:
            return super().reset(key, value, update)
        return super().reset(key, _SETTINGS[key], update) if key in _SETTINGS else None

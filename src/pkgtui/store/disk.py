"""diskcache without what makes it unsafe: no pickle, no files beside the database, no surprises."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import diskcache
from diskcache.core import DEFAULT_SETTINGS, ENOVAL, METADATA

from pkgtui.store.errors import DamagedCatalog
from pkgtui.store.rows import MODE_RAW, rows_of

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


Timeout = diskcache.Timeout
"""What diskcache calls every failure to begin a transaction."""


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

    def replace_all(self, rows: Mapping[str, bytes]) -> None:
        """Have these rows and no other.

        Raises:
            DamagedCatalog: One was written, and is not there: the tables are not as they were made.
        """
        self.clear()
        for key, value in rows.items():
            self.set(key, value)
        if rows_of(self._sql, "*") != rows:
            raise DamagedCatalog("The database of the cache is damaged")

    def reset(self, key: str, value: Any = ENOVAL, update: bool = True) -> Any:
        """Take over the setting that pkgtui has for `key`, whatever `value` the database holds.

        Left to itself diskcache makes of every row an attribute or a PRAGMA.
        """
        if key in METADATA:
            return super().reset(key, value, update)
        return super().reset(key, _SETTINGS[key], update) if key in _SETTINGS else None

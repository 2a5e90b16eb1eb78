"""The folder of a database: made for one person alone, damaged files moved aside in it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from errno import EACCES
from pathlib import Path

from pkgtui.paths import make_folder
from pkgtui.store.faults import unusable
from pkgtui.store.rows import DATABASE

# A write-ahead log belongs to its database and moves first: left behind, it would be
# replayed into the next one.
_FILES = (f"{DATABASE}-wal", f"{DATABASE}-shm", DATABASE)
_COPY = re.compile(re.escape(DATABASE) + r"\.damaged-(?P<time>\d{8}T\d{6}\.\d{6}Z)(-wal|-shm)?")

MOST_COPIES = 3
"""How many damaged databases are kept for whoever wants to look at them."""


def make_private(folder: Path) -> None:
    """Make `folder` and an empty database in it, for the owner alone whatever the umask.

    Raises:
        StoreUnusable: It cannot be made or written, or belongs to somebody else.
    """
    try:
        make_folder(folder)
        _keep_others_out(folder)
        # SQLite gives its other files the rights of the database.
        database = folder / DATABASE
        if not database.is_file():
            os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))
            database.chmod(0o600)
        elif not os.access(database, os.W_OK):
            # SQLite would try, and leave a log as read-only as the database in the way.
            raise PermissionError(EACCES, os.strerror(EACCES))
        for name in _FILES:
            with suppress(FileNotFoundError):
                _keep_others_out(folder / name)
    except (OSError, ValueError) as error:
        raise unusable(folder, error) from error


def _keep_others_out(place: Path) -> None:
    mode = place.stat().st_mode
    if mode & 0o077:
        place.chmod(mode & 0o700)


def last_written(folder: Path) -> object:
    """Return what is another after every write to the database in `folder`."""
    found = []
    for name in _FILES:
        with suppress(OSError):
            file = (folder / name).stat()
            # A log without contents is but the trace of a reader.
            if file.st_size:
                found.append((name, file.st_ino, file.st_size, file.st_mtime_ns))
    return found


def move_aside(folder: Path) -> Path:
    """Rename the database in `folder` to ``<name>.damaged-<time>`` and return its new place.

    Raises:
        StoreUnusable: It cannot be renamed.
    """
    kept = f"{DATABASE}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    try:
        for name in _FILES:
            # Another program that found the same damage may be the quicker one.
            with suppress(FileNotFoundError):
                (folder / name).rename(folder / name.replace(DATABASE, kept))
        _remove_old_copies(folder)
    except OSError as error:
        raise unusable(folder, error) from error
    return folder / kept


def damaged_copies(folder: Path) -> Mapping[str, Sequence[Path]]:
    """Return the databases in `folder` that were moved aside, by time, the oldest first."""
    found: dict[str, list[Path]] = {}
    for place in sorted(folder.iterdir()):
        if copy := _COPY.fullmatch(place.name):
            found.setdefault(copy["time"], []).append(place)
    return found


def database_files(folder: Path) -> Sequence[Path]:
    """Return the files of the database that are in `folder`, in the order in which they may go."""
    return [folder / name for name in _FILES if os.path.lexists(folder / name)]


def _remove_old_copies(folder: Path) -> None:
    for files in list(damaged_copies(folder).values())[:-MOST_COPIES]:
        for place in files:
            # A folder that lay in place of the database is the person's to remove.
            if not place.is_dir():
                place.unlink(missing_ok=True)

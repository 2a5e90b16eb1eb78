"""Removes what is kept for one site, and nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pkgtui.store.errors import TurnTaken
from pkgtui.store.faults import told, unusable
from pkgtui.store.folder import damaged_copies, database_files
from pkgtui.store.rows import DATABASE, PRIMARY
from pkgtui.store.turn import Turn

_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})


def kept_files(folder: Path) -> Sequence[Path]:
    """Return the files that `clear_cache` would remove from `folder`, which need not exist.

    Raises:
        StoreUnusable: The folder cannot be read.
    """
    try:
        copies = damaged_copies(folder).values()
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise unusable(folder, error) from error
    # A folder in place of a file is not ours.
    every = [place for files in copies for place in files] + list(database_files(folder))
    return [place for place in every if place.is_symlink() or not place.is_dir()]


def clear_cache(folder: Path, *, deadline: float = 1.5) -> None:
    """Remove the catalog in `folder` and what belongs to it; the folder too, if nothing is left.

    Raises:
        TurnTaken: Another program is refreshing the catalog.
        StoreLocked: Another program writes to it, and does not let go within `deadline` seconds.
        StoreUnusable: A file cannot be removed.
    """
    if not folder.is_dir():
        return
    turn = Turn(folder)
    if not turn.take():
        raise TurnTaken(f"{turn.holder()} is refreshing this directory")
    try:
        with _held(folder, deadline):
            for place in kept_files(folder):
                place.unlink(missing_ok=True)
    except OSError as error:
        raise unusable(folder, error) from error
    finally:
        turn.give_back()
    turn.remove()
    with suppress(OSError):  # Something of somebody else's is in it.
        folder.rmdir()


@contextmanager
def _held(folder: Path, deadline: float) -> Iterator[None]:
    """Keep other programs from writing; a database that cannot be opened is nobody's."""
    database = folder / DATABASE
    if not database.is_file():
        yield
        return
    with closing(sqlite3.connect(database, timeout=deadline, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", 0) & PRIMARY in _BUSY:
                raise told(error, folder) from error
        yield

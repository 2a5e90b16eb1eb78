"""The catalog of one site in one folder: read whole, replaced whole."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.source import Source
from pkgtui.store import kept
from pkgtui.store.codec import (
    Belonging,
    Header,
    Overlay,
    Sourced,
    encode,
    encode_sealed,
    read_header,
)
from pkgtui.store.deadline import within
from pkgtui.store.errors import DamagedCatalog, OtherSchema, StoreUnusable
from pkgtui.store.faults import locked, told, unusable
from pkgtui.store.folder import last_written, make_private, move_aside
from pkgtui.store.rows import DATABASE, read_rows
from pkgtui.text import clean

if TYPE_CHECKING:
    from pkgtui.models.changes import History
    from pkgtui.store.disk import PlainCache
    from pkgtui.store.turn import Turn


Held = TypeVar("Held")
Result = TypeVar("Result")
_Lock = Callable[[], AbstractContextManager[Held]]


class CatalogStore:
    """Keeps one catalog on disk, and the packages refreshed since.

    Every method may be called from any thread, and blocks: call it outside the event loop.
    No connection stays open between two calls.

    Attributes:
        notice: A sentence for people, without a full stop, when damaged data was moved aside
            or data of a newer or older pkgtui was passed over; None otherwise.
    """

    def __init__(self, folder: Path, deadline: float = 1.5) -> None:
        """Use the database in `folder`, a path that is taken literally, without touching it yet.

        Args:
            folder: The folder of this one catalog.
            deadline: Seconds that each call waits for another program's lock.
        """
        self.notice: str | None = None
        self._folder = folder.absolute()
        self._deadline = deadline
        self._lock = Lock()
        self._seen: object = None

    @classmethod
    def open(cls, folder: Path, *, deadline: float = 1.5) -> CatalogStore:
        """Return a store over `folder` that is prepared."""
        store = cls(folder, deadline)
        store.prepare()
        return store

    def prepare(self) -> None:
        """Make the folder and the database if need be, for this person alone.

        Raises:
            StoreUnusable: There is no database and none can be made.
        """
        try:
            make_private(self._folder)
        except StoreUnusable:
            database = self._folder / DATABASE
            readable = os.access(database, os.R_OK)
            if readable and database.is_dir():
                self._move_aside(DamagedCatalog("There is a folder in place of the database"))
            elif not (readable and database.is_file()):
                raise
            # What may not be changed can still be read.

    def turn(self) -> Turn:
        """Return the turn to refresh this catalog, not yet taken."""
        from pkgtui.store.turn import Turn  # noqa: PLC0415 - only a refresh needs it

        return Turn(self._folder)

    def close(self) -> None:
        """Wait until no call is under way; there is nothing else to close."""
        with self._lock:
            pass

    def load(self, *, in_lines: bool = False) -> Catalog | None:
        """Return the catalog with the refreshed packages laid over; None when there is none.

        Damaged data is moved aside, and `notice` says so. With `in_lines` each package is read
        when it is wanted: to look at one that is damaged raises DamagedCatalog then.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """
        return self._read(kept.EVERY, partial(kept.catalog_of, in_lines=in_lines))

    def header(self) -> Header | None:
        """Return what the catalog says of itself; otherwise as `load`."""
        return self._read(kept.CATALOG, kept.header_of)

    def history(self) -> History | None:
        """Return what walks have found changed, up to the catalog stored; otherwise as `load`."""
        return self._read(kept.EVERY, kept.history_of)

    def source(self) -> Source | None:
        """Return where the catalog stored was downloaded from; None when it was not."""
        return self._read(kept.EVERY, kept.source_of)

    def has_changed(self) -> bool:
        """Say whether anybody has written since the last call; a glance at the files."""
        before, self._seen = self._seen, last_written(self._folder)
        return self._seen != before

    def commit(self, catalog: Catalog, source: Source | None = None) -> Catalog:
        """Replace all that is stored by `catalog`, in one short transaction.

        With it is kept in what it differs from the catalog it replaces, as that was walked, and
        the `source` that it was downloaded from. Return it as `load` would, its packages in lines.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails; what was stored still is.
        """
        from pkgtui.models.changes import followed  # noqa: PLC0415 - no start needs it
        from pkgtui.store.figured import encode_figures  # noqa: PLC0415 - likewise
        from pkgtui.store.history import encode_history  # noqa: PLC0415 - likewise

        rows = {kept.CATALOG: encode(catalog)}
        base = read_header(rows[kept.CATALOG]).checksum
        rows[kept.FIGURES] = encode_figures(base, catalog)
        if before := self._read(kept.EVERY, kept.walked):
            rows[kept.HISTORY] = encode_history(base, followed(*before, catalog))
        if source:
            rows[kept.SOURCE] = encode_sealed(Sourced(base, source))
        self._write(lambda cache: cache.replace_all(rows))
        return kept.catalog_of(rows, in_lines=True) or catalog

    def keep_source(self, source: Source) -> None:
        """Have `source` be where the stored catalog, if there is one, was downloaded from.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """
        self._put(kept.SOURCE, lambda base: Sourced(base, source))

    def try_writing(self) -> None:
        """Do nothing but what every commit begins with, which tells whether one can succeed.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """
        self._write(lambda _cache: None)

    def keep_package(self, package: Package, fetched_at: datetime) -> None:
        """Lay `package` over the stored catalog until the next commit.

        Without a stored catalog nothing is kept.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """
        self._put(f"{kept.OVERLAY}{package.id}", lambda base: Overlay(base, fetched_at, package))

    def _put(self, key: str, belonging: Callable[[str], Belonging]) -> None:
        """Keep beside the stored catalog what belongs to its checksum."""
        header = self.header()
        if header is None:
            return
        # Another program may replace the catalog meanwhile: then what is put has no base, and ends.
        sealed = encode_sealed(belonging(header.checksum))
        self._attempt(self._writing, lambda cache: cache.set(key, sealed))

    def _read(self, keys: str, work: Callable[[kept.Rows], Result | None]) -> Result | None:
        return self._attempt(
            lambda: nullcontext(read_rows(self._folder, keys, self._deadline)), work
        )

    def _write(self, work: Callable[[PlainCache], None]) -> None:
        with self._lock:
            try:
                self._run(self._writing, work)
            except DamagedCatalog as error:
                self._move_aside(error)
                self._run(self._writing, work)

    @contextmanager
    def _writing(self) -> Iterator[PlainCache]:
        from pkgtui.store.disk import PlainCache, Timeout  # noqa: PLC0415 - diskcache with it

        make_private(self._folder)
        try:
            with closing(PlainCache(self._folder, self._deadline)) as cache, cache.transact():
                yield cache
        except Timeout as error:
            raise error.__context__ or TimeoutError from error
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            # diskcache counts on the settings it keeps in the database, and breaks on others.
            raise DamagedCatalog("The stored data is not a database of pkgtui") from error

    def _attempt(self, lock: _Lock[Held], work: Callable[[Held], Result]) -> Result | None:
        with self._lock:
            try:
                return self._run(lock, work)
            except OtherSchema as error:
                self.notice = f"{error}; the next sync replaces it"
            except DamagedCatalog as error:
                self._move_aside(error)
        return None

    def _run(self, lock: _Lock[Held], work: Callable[[Held], Result]) -> Result:
        try:
            return within(self._deadline, lock, work)
        except sqlite3.Error as error:
            raise told(error, self._folder) from error
        except UnicodeDecodeError as error:
            # What SQLite says of damage can quote it.
            raise DamagedCatalog("The database of the cache is damaged") from error
        except TimeoutError as error:
            raise locked(self._folder) from error
        except OSError as error:
            raise unusable(self._folder, error) from error

    def set_aside(self, error: DamagedCatalog) -> None:
        """Move aside what is stored, as it is damaged; `notice` says so."""
        with self._lock:
            self._move_aside(error)

    def _move_aside(self, error: DamagedCatalog) -> None:
        kept = move_aside(self._folder)
        self.notice = f"{error}; it was moved aside to {clean(str(kept))}"

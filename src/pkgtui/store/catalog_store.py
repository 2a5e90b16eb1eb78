"""The catalog of one site in one folder: read whole, replaced whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import TypeVar

import diskcache

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.store.codec import (
    Header,
    Overlay,
    decode,
    decode_overlay,
    encode,
    encode_overlay,
    read_header,
)
from pkgtui.store.deadline import within
from pkgtui.store.disk import DATABASE, PlainCache
from pkgtui.store.errors import DamagedCatalog, NewerCatalog
from pkgtui.store.faults import locked, told
from pkgtui.store.folder import make_private, move_aside
from pkgtui.text import clean

_CATALOG = "catalog"
_OVERLAY = "package:"

Result = TypeVar("Result")
_Lock = Callable[[], AbstractContextManager[PlainCache]]


class CatalogStore:
    """Keeps one catalog on disk, and the packages refreshed since.

    Every method may be called from any thread, and blocks: call it outside the event loop.
    No connection stays open between two calls.

    Attributes:
        notice: A sentence for people, without a full stop, when damaged data was moved aside
            or data of a newer pkgtui was passed over; None otherwise.
    """

    def __init__(self, folder: Path, deadline: float) -> None:
        """Use `CatalogStore.open` instead: this neither opens nor checks anything."""
        self.notice: str | None = None
        self._folder = folder
        self._deadline = deadline
        self._lock = Lock()

    @classmethod
    def open(cls, folder: Path, *, deadline: float = 2.0) -> CatalogStore:
        """Open the database in `folder`, making both if need be, for this person alone.

        The path is taken literally. A database that cannot be read is moved aside.

        Args:
            folder: The folder of this one catalog; its rights are set to 0700.
            deadline: Seconds that this and each later call waits for another program's lock.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """
        store = cls(folder.absolute(), deadline)
        with store._lock:
            try:
                store._connect()
            except DamagedCatalog as error:
                store._move_aside(error)
        return store

    def close(self) -> None:
        """Wait until no call is under way; there is nothing else to close."""
        with self._lock:
            pass

    def load(self) -> Catalog | None:
        """Return the catalog with the refreshed packages laid over; None when there is none.

        Damaged data is moved aside, and `notice` says so.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """
        return self._attempt(self._reading, _load)

    def header(self) -> Header | None:
        """Return what the catalog says of itself; otherwise as `load`."""
        return self._attempt(self._reading, _header)

    def commit(self, catalog: Catalog) -> None:
        """Replace all that is stored by `catalog`, in one short transaction.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails; what was stored still is.
        """
        blob = encode(catalog)

        def put(cache: PlainCache) -> None:
            cache.clear()
            cache.set(_CATALOG, blob)

        with self._lock:
            self._revive()
            try:
                self._run(self._writing, put)
            except DamagedCatalog as error:
                self._move_aside(error)
                self._run(self._writing, put)

    def keep_package(self, package: Package, fetched_at: datetime) -> None:
        """Lay `package` over the stored catalog until the next commit.

        Without a stored catalog nothing is kept.

        Raises:
            StoreLocked: Another program holds the database.
            StoreUnusable: The folder or the disk fails.
        """

        def put(cache: PlainCache) -> None:
            if header := _header(cache):
                overlay = Overlay(header.checksum, fetched_at, package)
                cache.set(f"{_OVERLAY}{package.id}", encode_overlay(overlay))

        self._attempt(self._writing, put)

    def _attempt(self, lock: _Lock, work: Callable[[PlainCache], Result]) -> Result | None:
        with self._lock:
            self._revive()
            try:
                return self._run(lock, work)
            except NewerCatalog as error:
                self.notice = f"{error}; the next sync replaces it"
            except DamagedCatalog as error:
                self._move_aside(error)
        return None

    def _run(self, lock: _Lock, work: Callable[[PlainCache], Result]) -> Result:
        try:
            return within(self._deadline, lock, work)
        except (sqlite3.Error, diskcache.Timeout) as error:
            raise told(error, self._folder) from error
        except TimeoutError as error:
            raise locked(self._folder) from error

    def _connect(self) -> None:
        make_private(self._folder)
        self._cache = self._run(self._opening, lambda cache: cache)

    def _revive(self) -> None:
        """Begin anew where somebody has emptied the cache under the running program."""
        if not (self._folder / DATABASE).exists():
            self._connect()

    @contextmanager
    def _opening(self) -> Iterator[PlainCache]:
        try:
            cache = PlainCache(self._folder, self._deadline)
        except (TypeError, ValueError) as error:
            # diskcache counts on the figures it keeps in the database, and breaks on others.
            raise DamagedCatalog("The stored data is not a database of pkgtui") from error
        with cache:
            yield cache

    @contextmanager
    def _reading(self) -> Iterator[PlainCache]:
        with self._cache:
            yield self._cache

    @contextmanager
    def _writing(self) -> Iterator[PlainCache]:
        with self._cache, self._cache.transact():
            yield self._cache

    def _move_aside(self, error: DamagedCatalog) -> None:
        kept = move_aside(self._folder)
        self.notice = f"{error}; it was moved aside to {clean(str(kept))}"
        self._connect()


def _load(cache: PlainCache) -> Catalog | None:
    blob = cache.get(_CATALOG)
    if blob is None:
        return None
    # Read after the catalog, an overlay can only be too new for it, and then names another base.
    base = read_header(blob).checksum
    overlays = {found.package.id: found for found in _overlays(cache) if found.base == base}
    return _laid_over(decode(blob), overlays)


def _header(cache: PlainCache) -> Header | None:
    blob = cache.get(_CATALOG)
    return None if blob is None else read_header(blob)


def _overlays(cache: PlainCache) -> Iterator[Overlay]:
    for key in cache:
        if key is None or not key.startswith(_OVERLAY):
            continue
        try:
            blob = cache.get(key)
            if blob is not None:
                yield decode_overlay(blob)
        except DamagedCatalog:
            continue  # The catalog has the package too, only older.


def _laid_over(catalog: Catalog, overlays: dict[int, Overlay]) -> Catalog:
    if not overlays:
        return catalog
    rows = catalog.row_by_id
    packages = list(catalog.packages)
    added = []
    for key, overlay in overlays.items():
        if key in rows:
            packages[rows[key]] = overlay.package
        else:
            added.append(overlay.package)
    return replace(
        catalog,
        packages=(*added, *packages),
        refreshed={**catalog.refreshed, **{key: o.fetched_at for key, o in overlays.items()}},
    )

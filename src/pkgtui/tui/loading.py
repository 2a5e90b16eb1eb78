"""Reads the catalog in a thread of its own, which can begin before Textual is imported."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.paths import sample_changes_file, sample_file
from pkgtui.settings import Settings

if TYPE_CHECKING:
    from pkgtui.models.changes import History
    from pkgtui.store.catalog_store import CatalogStore


class Loaded(msgspec.Struct, frozen=True):
    """What there is to begin with.

    Attributes:
        catalog: None when nothing is cached yet.
        store: Where the next catalog is kept; None for the sample.
        notice: What the person should know about the cache, a sentence without a full stop.
        shared: Whether the catalog is the one that all users of the machine share.
    """

    catalog: Catalog | None
    store: CatalogStore | None = None
    notice: str | None = None
    shared: bool = False


def start_loading(settings: Settings, *, sample: bool) -> Future[Loaded]:
    """Begin to read the cache, or the built-in sample; the thread keeps nobody from leaving."""
    future: Future[Loaded] = Future()

    def work() -> None:
        try:
            future.set_result(_read_sample() if sample else _read_cache(settings))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is wanted
            future.set_exception(error)

    threading.Thread(target=work, name="loading", daemon=True).start()
    return future


def _read_sample() -> Loaded:
    from pkgtui.store.codec import decode  # noqa: PLC0415 - imported in the thread, side by side

    return Loaded(decode(sample_file().read_bytes()))


def read_history(store: CatalogStore | None) -> History | None:
    """Return what syncs into `store` have found changed; without one, of the sample.

    Raises:
        StoreError: The cache cannot be read.
    """
    from pkgtui.store.history import decode_history  # noqa: PLC0415 - no start needs it

    if store is not None:
        return store.history()
    return decode_history(sample_changes_file().read_bytes())[1]


def _read_cache(settings: Settings) -> Loaded:
    from pkgtui.store.at_hand import load  # noqa: PLC0415 - likewise
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - likewise

    store = CatalogStore(settings.site_cache)
    shared, site = settings.system_catalog, settings.site_url
    found = load(store, shared, site, datetime.now(UTC), in_lines=True)
    return Loaded(found.catalog, store, found.notice, shared=found.shared)

"""A cache as a sync of the whole directory would leave it, made without one."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.server.directory import make_directory

from pkgtui.api.schema import Item, read_page
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.settings import Settings
from pkgtui.store.catalog_store import CatalogStore

_PAGE = 500


def keep_directory(settings: Settings) -> None:
    """Put 5,400 packages and 380 grids, the same ones each time, into the cache of `settings`."""
    directory = make_directory()
    catalog = Catalog(
        Generation(site_url=settings.site_url, synced_at=datetime.now(UTC)),
        _read(Package, directory.packages),
        _read(Grid, directory.grids),
        _read(Category, directory.categories),
        directory.archived,
    )
    store = CatalogStore.open(settings.site_cache)
    store.commit(catalog)
    store.close()


def _read(record: type[Item], rows: list[dict[str, object]]) -> tuple[Item, ...]:
    """Convert rows as if the site had answered them, page by page."""
    found: list[Item] = []
    for start in range(0, len(rows), _PAGE):
        page = {"count": len(rows), "results": rows[start : start + _PAGE]}
        found += read_page(record, json.dumps(page).encode()).items
    return tuple(found)

"""One step over a cache and nothing else: ``python -m benchmarks.stepping STEP FOLDER``.

``none`` only imports what the others use; ``load`` reads the catalog, and the others read it, too,
before they do what they are named for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from pkgtui.models.catalog import Catalog
from pkgtui.models.order import SortKey
from pkgtui.models.query import match_rows, parse
from pkgtui.models.search import SearchIndex
from pkgtui.models.sorting import sort_rows
from pkgtui.store.catalog_store import CatalogStore

_NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)
STEPS: Mapping[str, Callable[[Catalog], object]] = {
    "load": lambda catalog: catalog,
    "filter": lambda catalog: match_rows(catalog, catalog.all_rows, parse("queue"), _NOW),
    "sort": lambda catalog: sort_rows(catalog, catalog.all_rows, (SortKey("stars"),)),
    "index": lambda catalog: SearchIndex(catalog).prepare(),
    "search": lambda catalog: SearchIndex(catalog).search("task queue"),
}


if __name__ == "__main__":
    asked, folder = sys.argv[1:]
    if asked in STEPS:
        kept = CatalogStore(Path(folder)).load()
        assert kept, f"there is no catalog in {folder}"
        STEPS[asked](kept)

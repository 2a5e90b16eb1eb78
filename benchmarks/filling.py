"""Fills a cache without a site: ``python -m benchmarks.filling SITE_URL FOLDER PACKAGES``.

The packages are those of the test site's directory, read as a sync reads them. A process of its
own does it, because hundreds of thousands of them take room that must not be measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from benchmarks.prepare import ROOT
from tests.server.directory import Directory, make_directory

from pkgtui.api.schema import Item, read_page
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.settings import Settings
from pkgtui.store.catalog_store import CatalogStore

_PAGE = 500
_GRIDS = 380
_LOADS = 5


class Filled(msgspec.Struct, frozen=True):
    """What was put into a cache: bytes on the disk, bytes of the site's JSON, and the reading.

    Attributes:
        loads: Milliseconds in which the catalog was read again, each time.
    """

    disk: int
    json: int
    loads: Sequence[float]


def fill(site_url: str, folder: Path, packages: int) -> Filled:
    """Fill the cache `folder` in another process."""
    command = [sys.executable, "-m", "benchmarks.filling", site_url, str(folder), str(packages)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout, type=Filled)


def answers(rows: Sequence[dict[str, object]]) -> Iterator[bytes]:
    """Return the answers in which a site sends these rows, as compact as it writes them."""
    for at in range(0, len(rows), _PAGE):
        page = {"count": len(rows), "next": None, "results": rows[at : at + _PAGE]}
        yield json.dumps(page, separators=(",", ":"), ensure_ascii=False).encode(
            errors="surrogatepass"
        )


def catalog_of(directory: Directory, site_url: str, synced_at: datetime) -> Catalog:
    """Return the directory as a sync keeps it."""
    return Catalog(
        Generation(site_url=site_url, synced_at=synced_at),
        _read(Package, directory.packages),
        _read(Grid, directory.grids),
        _read(Category, directory.categories),
        directory.archived,
    )


def disk_usage(folder: Path) -> int:
    """Return the bytes of all files below `folder`."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _read(record: type[Item], rows: Sequence[dict[str, object]]) -> tuple[Item, ...]:
    return tuple(item for page in answers(rows) for item in read_page(record, page).items)


def _fill(site_url: str, folder: Path, packages: int) -> Filled:
    directory = make_directory(packages, min(_GRIDS, max(7, packages * _GRIDS // 5400)))
    store = CatalogStore.open(Settings(site_url=site_url, cache_dir=folder).site_cache)
    store.commit(catalog_of(directory, site_url, datetime.now(UTC)))
    loads = []
    for _ in range(_LOADS):
        began = time.perf_counter()
        assert store.load()
        loads.append((time.perf_counter() - began) * 1e3)
    every = (directory.packages, directory.grids, directory.categories)
    size = sum(len(page) for rows in every for page in answers(rows))
    return Filled(disk_usage(folder), size, loads)


if __name__ == "__main__":
    url, place, count = sys.argv[1:]
    sys.stdout.buffer.write(msgspec.json.encode(_fill(url, Path(place), int(count))))

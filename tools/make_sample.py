"""Make the sample that ``pkgtui --demo`` shows: ``python -m tools.make_sample``.

The five recorded packages, their grids and the categories are the real ones, every value as the
site answered it. All other packages and people are invented, and their links lead nowhere.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from tests.server.directory import make_directory
from tools.sample_changes import make_history

from pkgtui.api.schema import Item, read_page
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.paths import sample_changes_file, sample_file
from pkgtui.store.codec import encode, read_header
from pkgtui.store.history import encode_history

_PACKAGES, _GRIDS, _SEED = 420, 40, 7


def make_sample() -> Catalog:
    """Return the sample; the same whenever it is made."""
    directory = make_directory(
        _PACKAGES, _GRIDS, seed=_SEED, strange=False, forges=("https://example.org",)
    )
    return Catalog(
        generation=Generation(
            site_url="https://djangopackages.org",
            synced_at=datetime(2026, 2, 15, 23, tzinfo=UTC),
            sample=True,
        ),
        packages=_read(Package, directory.packages),
        grids=_read(Grid, directory.grids),
        categories=_read(Category, directory.categories),
        archived=directory.archived,
    )


def _read(record: type[Item], rows: list[dict[str, object]]) -> tuple[Item, ...]:
    """Convert rows as if the site had answered them."""
    page = read_page(record, json.dumps({"count": len(rows), "results": rows}).encode())
    if page.refused:
        raise ValueError(f"{page.refused} of the sample's rows cannot be read")
    return page.items


def keep_sample() -> list[Path]:
    """Write the sample and what its last weeks brought where the program finds them."""
    sample = make_sample()
    catalog = encode(sample)
    changes = encode_history(read_header(catalog).checksum, make_history(sample))
    contents = {sample_file(): catalog, sample_changes_file(): changes}
    for place, blob in contents.items():
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(blob)
    return list(contents)


if __name__ == "__main__":
    for file in keep_sample():
        print(f"{file.name}: {file.stat().st_size:,} bytes")

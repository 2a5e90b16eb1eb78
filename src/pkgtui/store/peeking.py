"""The catalog at a glance: read if that is easy, and nothing made, moved or told."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pkgtui.models.catalog import Catalog
from pkgtui.store.codec import decode
from pkgtui.store.errors import StoreError
from pkgtui.store.kept import CATALOG
from pkgtui.store.rows import read_rows


def peek(folder: Path, *, deadline: float = 0.1) -> Catalog | None:
    """Return the catalog in `folder` as it was walked; None when there is none to be had at once.

    Waits `deadline` seconds for another program's lock.
    """
    try:
        rows = read_rows(folder, CATALOG, deadline)
        return decode(rows[CATALOG]) if CATALOG in rows else None
    except (StoreError, sqlite3.Error, OSError, ValueError):
        return None

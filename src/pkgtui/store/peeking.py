"""The catalog at a glance: read if that is easy, and nothing made, moved or told."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from pkgtui.models.catalog import Catalog
from pkgtui.store.codec import decode
from pkgtui.store.errors import StoreError
from pkgtui.store.kept import CATALOG
from pkgtui.store.rows import read_rows


def peek(
    folder: Path, shared_file: Path | None, site_url: str, now: datetime, *, deadline: float = 0.1
) -> Catalog | None:
    """Return the catalog in `folder` as it was walked, else the shared one; None for neither.

    Args:
        folder: The person's own for this site.
        shared_file: Where the one of all users of the machine would be.
        site_url: The site that it must mirror.
        now: The time; aware.
        deadline: Seconds that another program's lock is waited for.
    """
    try:
        rows = read_rows(folder, CATALOG, deadline)
        if CATALOG in rows:
            return decode(rows[CATALOG])
    except (StoreError, sqlite3.Error, OSError, ValueError):
        pass  # The command tells.
    if shared_file is None or not os.path.lexists(shared_file):
        return None
    from pkgtui.store.snapshot import read_file, unpack  # noqa: PLC0415 - few machines have one

    try:
        return unpack(read_file(shared_file), site_url, now)
    except StoreError:
        return None

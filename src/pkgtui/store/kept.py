"""What the rows of a database mean: a catalog, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from pkgtui.models.catalog import Catalog
from pkgtui.models.source import Source
from pkgtui.store.codec import (
    Header,
    Overlay,
    Sourced,
    decode,
    decode_all,
    decode_sealed,
    read_header,
)
from pkgtui.store.errors import DamagedCatalog

if TYPE_CHECKING:
    from pkgtui.models.changes import History

CATALOG = "catalog"
OVERLAY = f"{CATALOG}:package:"
HISTORY = f"{CATALOG}:changes"
SOURCE = f"{CATALOG}:source"
FIGURES = f"{CATALOG}:figures"
EVERY = f"{CATALOG}*"
"""The pattern of all these keys."""

Rows = Mapping[str, bytes]
"""The rows of one moment. A function over them raises DamagedCatalog, or of it OtherSchema."""


def catalog_of(rows: Rows, *, in_lines: bool = False) -> Catalog | None:
    """Return the catalog with what was refreshed since laid over it.

    With `in_lines` each package is read when it is wanted.
    """
    if not rows:
        return None
    if CATALOG not in rows:
        raise DamagedCatalog("The stored data is not a catalog")
    header, catalog = decode_all(rows[CATALOG], in_lines=in_lines)
    if FIGURES in rows:
        from pkgtui.store.figured import put_figures  # noqa: PLC0415 - a header needs none

        # Damaged figures cost the time to work them out again, no more.
        with suppress(DamagedCatalog):
            put_figures(rows[FIGURES], header.checksum, catalog)
    fresh = [over for over in _overlays(rows) if over.base == header.checksum]
    if not fresh:
        return catalog
    return catalog.with_packages(
        {over.package.id: (over.package, over.fetched_at) for over in fresh}
    )


def header_of(rows: Rows) -> Header | None:
    """Return what the catalog says of itself."""
    return read_header(rows[CATALOG]) if CATALOG in rows else None


def history_of(rows: Rows) -> History | None:
    """Return what was found changed up to the catalog, None without a catalog."""
    from pkgtui.models.changes import History  # noqa: PLC0415 - no start needs it
    from pkgtui.store.history import decode_history  # noqa: PLC0415 - likewise

    if (header := header_of(rows)) is None:
        return None
    # A damaged one, or one of another pkgtui, costs no more than itself: it begins anew.
    with suppress(DamagedCatalog):
        base, history = decode_history(rows.get(HISTORY, b""))
        if base == header.checksum:
            return history
    return History(since=header.generation.synced_at)


def walked(rows: Rows) -> tuple[History, Catalog] | None:
    """Return the history and the catalog as it was walked, without what was refreshed since."""
    history = history_of(rows)
    return None if history is None else (history, decode(rows[CATALOG]))


def source_of(rows: Rows) -> Source | None:
    """Return where the catalog was downloaded from, None when it was not."""
    if (header := header_of(rows)) is None or SOURCE not in rows:
        return None
    with suppress(DamagedCatalog):
        kept = decode_sealed(rows[SOURCE], Sourced)
        return kept.source if kept.base == header.checksum else None
    return None


def _overlays(rows: Rows) -> Iterator[Overlay]:
    for key, blob in rows.items():
        if key.startswith(OVERLAY):
            # A damaged one is passed over: the catalog has the package too, only older.
            with suppress(DamagedCatalog):
                yield decode_sealed(blob, Overlay)

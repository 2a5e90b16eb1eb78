"""Looks at everything that is kept for one site, and changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pkgtui.models.changes import History
from pkgtui.models.source import Source
from pkgtui.store.codec import Header, Overlay, Sourced, decode_all, decode_sealed
from pkgtui.store.errors import DamagedCatalog, StoreError
from pkgtui.store.faults import told, unusable
from pkgtui.store.figured import put_figures
from pkgtui.store.folder import damaged_copies, database_files
from pkgtui.store.history import decode_history
from pkgtui.store.kept import CATALOG, FIGURES, HISTORY, OVERLAY, SOURCE
from pkgtui.store.rows import read_rows


class Checked(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in the folder of a site.

    Attributes:
        header: What the catalog says of itself; None when there is none that can be read.
        refreshed: Packages that were asked for again since.
        history: What walks found changed; None where there is none yet.
        source: Where the catalog was downloaded from; None when it was not.
        size: Bytes on disk of the database and what belongs to it.
        copies: Files of damaged databases that were moved aside, with their bytes.
        faults: Sentences without a full stop.
    """

    header: Header | None = None
    refreshed: int = 0
    history: History | None = None
    source: Source | None = None
    size: int = 0
    copies: Mapping[str, int] = {}
    faults: tuple[str, ...] = ()


def check_cache(folder: Path, *, deadline: float = 1.5) -> Checked:
    """Read all that is kept in `folder`, which need not exist, and check it.

    Waits `deadline` seconds for another program's lock. What is wrong is a fault, never an error.
    """
    try:
        rows, faults = read_rows(folder, "*", deadline, thorough=True), []
    except sqlite3.Error as error:
        rows, faults = {}, [str(told(error, folder))]
    except UnicodeDecodeError:
        # What SQLite says of damage can quote it.
        rows, faults = {}, ["The database of the cache is damaged"]
    except StoreError as error:
        rows, faults = {}, [str(error)]
    except OSError as error:
        rows, faults = {}, [str(unusable(folder, error))]
    found = _Contents(rows, faults)
    header = found.header()
    return Checked(
        header=header,
        refreshed=found.refreshed(header),
        history=found.history(header),
        source=found.source(header),
        size=sum(map(_size, database_files(folder))),
        copies={place.name: _size(place) for place in _copies(folder)},
        faults=tuple(faults),
    )


class _Contents:
    """Reads one part after the other; what is wrong with one is told of that one."""

    def __init__(self, rows: Mapping[str, bytes], faults: list[str]) -> None:
        self._rows = rows
        self._faults = faults

    def header(self) -> Header | None:
        if not self._rows:
            return None
        try:
            header, catalog = decode_all(self._rows.get(CATALOG, b""))
        except DamagedCatalog as error:
            self._faults.append(str(error))
            return None
        if FIGURES in self._rows:
            try:
                put_figures(self._rows[FIGURES], header.checksum, catalog)
            except DamagedCatalog as error:
                self._faults.append(str(error))
        return header

    def refreshed(self, header: Header | None) -> int:
        found = 0
        for key, blob in self._rows.items():
            if key.startswith(OVERLAY):
                try:
                    overlay = decode_sealed(blob, Overlay)
                except DamagedCatalog as error:
                    self._faults.append(str(error))
                else:
                    found += header is not None and header.checksum == overlay.base
        return found

    def history(self, header: Header | None) -> History | None:
        if HISTORY not in self._rows:
            return None
        try:
            base, history = decode_history(self._rows[HISTORY])
        except DamagedCatalog as error:
            self._faults.append(str(error))
            return None
        return history if header and header.checksum == base else None

    def source(self, header: Header | None) -> Source | None:
        if SOURCE not in self._rows:
            return None
        try:
            kept = decode_sealed(self._rows[SOURCE], Sourced)
        except DamagedCatalog as error:
            self._faults.append(str(error))
            return None
        return kept.source if header and header.checksum == kept.base else None


def _copies(folder: Path) -> list[Path]:
    try:
        return [place for files in damaged_copies(folder).values() for place in files]
    except OSError:
        return []


def _size(place: Path) -> int:
    try:
        return place.lstat().st_size
    except OSError:
        return 0

"""A catalog as one file, to be carried to other machines: written whole, read with suspicion.

It is what `pkgtui.store.codec` makes of a catalog, with the packages refreshed since its walk. What
syncs have found changed does not go along: each cache works that out between what it had and what
it gets.
"""

from __future__ import annotations

import os
import stat
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from pkgtui.models.catalog import Catalog
from pkgtui.models.trust import foreign
from pkgtui.replacing import replace_file
from pkgtui.store.codec import MAGIC, Header, decode, encode, read_header
from pkgtui.store.errors import DamagedCatalog, NoSnapshot, SnapshotRefused

MOST_BYTES = 8 * 2**20
"""More than any snapshot has: 5,400 packages have 1 MB."""
MOST_UNPACKED = 32 * 2**20
"""Bytes of contents; what can be made of so many takes a third of a gigabyte of memory."""

_READABLE, _EVERY_RIGHT = 0o666, 0o777


def pack(catalog: Catalog) -> bytes:
    """Return `catalog` as the bytes of a snapshot; the same catalog gives the same bytes.

    Raises:
        SnapshotRefused: No pkgtui would take it: it is too large.
    """
    snapshot = encode(catalog)
    if len(snapshot) > MOST_BYTES:
        raise SnapshotRefused("The catalog is larger than a snapshot may be")
    decode(snapshot, limit=MOST_UNPACKED, by_stranger=True)
    return snapshot


def unpack(snapshot: bytes, site_url: str, now: datetime) -> Catalog:
    """Return the catalog in `snapshot`, which anybody may have written.

    Raises:
        SnapshotRefused: It is sound, and not a catalog of the site of `site_url`.
        DamagedCatalog: It is no snapshot, or not as it was written.
        OtherSchema: A newer or older pkgtui wrote it.
    """
    describe(snapshot, site_url, now)
    return decode(snapshot, limit=MOST_UNPACKED, by_stranger=True)


def describe(snapshot: bytes, site_url: str, now: datetime) -> Header:
    """Return what `snapshot` says of itself, its contents still packed; otherwise as `unpack`."""
    if not snapshot.startswith(MAGIC):
        raise DamagedCatalog("It is not a snapshot of pkgtui")
    header = read_header(snapshot)
    if reason := foreign(header.generation, site_url, now):
        raise SnapshotRefused(reason)
    return header


def read_file(file: Path) -> bytes:
    """Return what is in `file`.

    Raises:
        NoSnapshot: There is no such file.
        DamagedCatalog: It is no file, larger than any snapshot, or cannot be read.
    """
    try:
        with open(file, "rb", opener=_open_at_once) as opened:
            if not stat.S_ISREG(os.fstat(opened.fileno()).st_mode):
                raise DamagedCatalog("It is not a file; what comes through a pipe is read as -")
            return read_stream(opened)
    except FileNotFoundError as error:
        raise NoSnapshot("There is no such file") from error
    except IsADirectoryError as error:
        raise DamagedCatalog("It is a folder") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DamagedCatalog(f"It cannot be read: {reason}") from error


def read_stream(stream: BinaryIO) -> bytes:
    """Return all that comes from `stream`.

    Raises:
        DamagedCatalog: It is more than any snapshot has.
    """
    found = stream.read(MOST_BYTES + 1)
    if len(found) > MOST_BYTES:
        raise DamagedCatalog("It is larger than any snapshot")
    return found


def write_file(snapshot: bytes, file: Path, *, over_anything: bool) -> None:
    """Have `file` be `snapshot`, whole or not at all.

    A link stays one, and a file that is replaced passes on its rights.

    Raises:
        SnapshotRefused: Something else is there; `over_anything` lets it go if it is a file.
        OSError: It cannot be written; what was there still is.
    """
    target = Path(os.path.realpath(file))
    mode = _rights_of(target, over_anything)
    beside = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}")
    replace_file(target, snapshot, beside, partial(_create, mode=mode))


def _open_at_once(name: str, flags: int) -> int:
    # A pipe without a writer would be waited for.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def _rights_of(target: Path, over_anything: bool) -> int | None:
    """Return the rights of the snapshot that is there, None when nothing is."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(found.st_mode):
        raise SnapshotRefused("It is there, and is not a file")
    if not over_anything:
        with target.open("rb") as opened:
            if opened.read(len(MAGIC)) != MAGIC:
                raise SnapshotRefused("It is there, and is not a snapshot; --force replaces it")
    return stat.S_IMODE(found.st_mode) & _EVERY_RIGHT


def _create(name: str, flags: int, mode: int | None) -> int:
    created = os.open(name, flags | os.O_EXCL, _READABLE)
    if mode is not None and hasattr(os, "fchmod"):
        os.fchmod(created, mode)
    return created

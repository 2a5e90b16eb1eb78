"""The history of changes as bytes: a line that names the form, a checksum, compressed JSON."""

from __future__ import annotations

import msgspec

from pkgtui.models.changes import History
from pkgtui.store.codec import checksum_of, read_packed
from pkgtui.store.errors import DamagedCatalog
from pkgtui.store.packing import pack, unpack

MOST_UNPACKED = 16 * 2**20
"""Bytes beyond which nothing honest was ever written: 3,000 changes have half a million."""

# Another number for another form: a program that does not know it begins a new history.
_FORM = b"pkgtui changes 3\n"


class _Kept(msgspec.Struct, frozen=True):
    """A history and the checksum of the catalog up to which it goes."""

    base: str
    history: History


def encode_history(base: str, history: History) -> bytes:
    """Return `history` up to the catalog of the checksum `base`, for `decode_history`."""
    payload = pack(msgspec.json.encode(_Kept(base, history)))
    return b"".join((_FORM, checksum_of(payload).encode(), b"\n", payload))


def decode_history(blob: bytes, *, limit: int = MOST_UNPACKED) -> tuple[str, History]:
    """Return the checksum of the catalog, and the history up to it, that are in `blob`.

    Raises:
        DamagedCatalog: It is not, byte for byte, what `encode_history` wrote.
    """
    checksum, newline, payload = blob.removeprefix(_FORM).partition(b"\n")
    if not (blob.startswith(_FORM) and newline):
        raise DamagedCatalog("The stored changes are of no known form")
    if checksum_of(payload).encode() != checksum:
        raise DamagedCatalog("The stored changes do not match their checksum")
    try:
        kept = read_packed(unpack(payload, limit), _Kept)
    except (ValueError, RecursionError) as error:
        raise DamagedCatalog("The stored changes cannot be read") from error
    return kept.base, kept.history

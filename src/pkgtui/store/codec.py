"""The catalog as bytes: a magic line, a header line in JSON, packed contents.

The contents are lines of JSON: one of all else, then one of each package.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import reduce
from typing import ClassVar, TypeVar
from zlib import crc32

import msgspec

from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.source import Source
from pkgtui.store.errors import DamagedCatalog, OtherSchema
from pkgtui.store.lines import PackageLines
from pkgtui.text import clean, clean_all, is_clean_json

SCHEMA = 6
"""Raised whenever the contents change their shape."""

MOST_UNPACKED = 512 * 2**20
"""Bytes of contents beyond which nothing honest was ever written: a catalog has 5 MB."""

MAGIC = b"pkgtui catalog\n"
"""How a catalog begins, wherever it is kept."""

Kind = TypeVar("Kind")
_Bytes = bytes | memoryview


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What can be told of a stored catalog without unpacking it.

    Attributes:
        packages: How many the contents hold; `grids` and `categories` likewise.
        checksum: CRC-32 in hex over this header with an empty checksum, then the packed
            contents. What lies beside a catalog names it by this.
    """

    schema: int
    generation: Generation
    packages: int
    grids: int
    categories: int
    checksum: str


class Belonging(msgspec.Struct, frozen=True):
    """What belongs to a catalog.

    Attributes:
        base: The checksum of that catalog.
        NAME: What messages call it.
    """

    NAME: ClassVar[str]

    base: str


class Overlay(Belonging, frozen=True):
    """One package asked for again after the walk.

    Attributes:
        fetched_at: When it was asked for; aware.
    """

    NAME = "A refreshed package"

    fetched_at: datetime
    package: Package


class Sourced(Belonging, frozen=True):
    """Where a catalog was downloaded from."""

    NAME = "What is known of the snapshot's source"

    source: Source


class _Rest(msgspec.Struct, frozen=True):
    """What a catalog holds beside its packages."""

    grids: tuple[Grid, ...]
    categories: tuple[Category, ...]
    archived: frozenset[int] | None
    refreshed: Mapping[int, datetime]


class _SchemaOnly(msgspec.Struct):
    schema: int


Belongs = TypeVar("Belongs", bound=Belonging)


def encode(catalog: Catalog) -> bytes:
    """Return `catalog` as bytes that `decode` gives back equal, and checks."""
    from pkgtui.store.packing import pack  # noqa: PLC0415 - a header needs none

    rest = _Rest(catalog.grids, catalog.categories, catalog.archived, catalog.refreshed)
    payload = pack(_written(rest, catalog.packages))
    header = Header(
        schema=SCHEMA,
        generation=catalog.generation,
        packages=len(catalog.packages),
        grids=len(catalog.grids),
        categories=len(catalog.categories),
        checksum="",
    )
    sealed = msgspec.structs.replace(header, checksum=_checksum(header, payload))
    return b"".join((MAGIC, msgspec.json.encode(sealed), b"\n", payload))


def decode(blob: bytes, *, limit: int = MOST_UNPACKED, by_stranger: bool = False) -> Catalog:
    """Return the catalog in `blob`; otherwise as `decode_all`."""
    return decode_all(blob, limit=limit, by_stranger=by_stranger)[1]


def decode_all(
    blob: bytes,
    *,
    limit: int = MOST_UNPACKED,
    by_stranger: bool = False,
    in_lines: bool = False,
) -> tuple[Header, Catalog]:
    """Return what is in `blob`, whose contents may unpack to `limit` bytes at most.

    With `by_stranger` nothing in it is mended: what this pkgtui would not have written is refused.
    With `in_lines` each package is read when it is wanted, and may raise DamagedCatalog then.

    Raises:
        OtherSchema: A newer or older pkgtui wrote it.
        DamagedCatalog: It is not, byte for byte, what `encode` wrote.
    """
    from pkgtui.store.packing import unpack  # noqa: PLC0415 - a header needs none

    header, payload = _open(blob)
    try:
        text = unpack(payload, limit)
        rest, packages = _read_exactly(text) if by_stranger else _read(text, in_lines=in_lines)
    except (ValueError, RecursionError) as error:
        raise DamagedCatalog("The stored catalog holds entries that cannot be read") from error
    found = len(packages), len(rest.grids), len(rest.categories)
    if found != (header.packages, header.grids, header.categories):
        raise DamagedCatalog("The stored catalog does not hold as many entries as it says")
    return header, Catalog(
        generation=header.generation,
        packages=packages,
        grids=rest.grids,
        categories=rest.categories,
        archived=rest.archived,
        refreshed=rest.refreshed,
    )


def read_header(blob: bytes) -> Header:
    """Return what `blob` says of itself; its checksum is verified, its contents stay packed.

    Raises:
        OtherSchema: A newer or older pkgtui wrote it.
        DamagedCatalog: It is not, byte for byte, what `encode` wrote.
    """
    return _open(blob)[0]


def encode_sealed(belonging: Belonging) -> bytes:
    """Return `belonging` as bytes that `decode_sealed` gives back, and checks."""
    packed = msgspec.json.encode(belonging)
    return checksum_of(packed).encode() + b"\n" + packed


def decode_sealed(blob: bytes, kind: type[Belongs]) -> Belongs:
    """Return what belongs to a catalog, of this `kind`, that is in `blob`.

    Raises:
        DamagedCatalog: It is not what `encode_sealed` wrote.
    """
    checksum, _, packed = blob.partition(b"\n")
    if checksum_of(packed).encode() != checksum:
        raise DamagedCatalog(f"{kind.NAME} does not match its checksum")
    try:
        return read_packed(packed, kind)
    except (ValueError, RecursionError) as error:
        raise DamagedCatalog(f"{kind.NAME} cannot be read") from error


def _open(blob: bytes) -> tuple[Header, memoryview]:
    if not blob.startswith(MAGIC):
        raise DamagedCatalog("The stored data is not a catalog")
    end = blob.find(b"\n", len(MAGIC))
    if end < 0:
        raise DamagedCatalog("The stored catalog is cut off")
    line, payload = blob[len(MAGIC) : end], memoryview(blob)[end + 1 :]
    try:
        schema = msgspec.json.decode(line, type=_SchemaOnly).schema
        if schema != SCHEMA:
            writer = "a newer" if schema > SCHEMA else "an older"
            raise OtherSchema(f"The stored catalog was written by {writer} pkgtui")
        header = msgspec.json.decode(line, type=Header)
    except (ValueError, RecursionError) as error:
        raise DamagedCatalog("The header of the stored catalog cannot be read") from error
    # Written again and compared, the header proves to be free of what the checksum cannot see.
    site = header.generation.site_url
    if msgspec.json.encode(header) != line or clean(site) != site:
        raise DamagedCatalog("The header of the stored catalog is not as it was written")
    if _checksum(header, payload) != header.checksum:
        raise DamagedCatalog("The stored catalog does not match its checksum")
    return header, payload


def read_packed(packed: bytes, kind: type[Kind]) -> Kind:
    """Return `packed` as `kind`; a checksum says nothing about who wrote it, so no text is trusted.

    Raises:
        ValueError: It is not JSON of that kind; too deep, it raises RecursionError.
    """
    if is_clean_json(packed):
        return msgspec.json.decode(packed, type=kind)
    # An older pkgtui, which let more pass, may have written it too.
    return msgspec.convert(clean_all(msgspec.json.decode(packed)), kind, str_keys=True)


def _read(text: bytes, *, in_lines: bool) -> tuple[_Rest, Sequence[Package]]:
    """Return the contents in `text`, mended where an older pkgtui may have let more pass.

    Raises:
        ValueError: It is not JSON of that kind; too deep, it raises RecursionError.
    """
    lines = PackageLines(text)
    rest = read_packed(lines.first, _Rest)
    if not is_clean_json(text):
        return rest, tuple(read_packed(line, Package) for line in lines.lines())
    return rest, lines if in_lines else tuple(lines)


def _read_exactly(text: bytes) -> tuple[_Rest, Sequence[Package]]:
    """Return the contents in `text`, if that is to the byte what would be written of them.

    Raises:
        ValueError: It is not: it holds something else too, or text that is not clean.
    """
    lines = PackageLines(text)
    rest, packages = msgspec.json.decode(lines.first, type=_Rest), tuple(lines)
    if _written(rest, packages) != text:
        raise ValueError("not as it is written")
    if not is_clean_json(text):
        for line in (lines.first, *lines.lines()):
            texts = msgspec.json.decode(line)
            if clean_all(texts) != texts:
                raise ValueError("not clean")
    return rest, packages


def _written(rest: _Rest, packages: Iterable[Package]) -> bytes:
    # Sets have an order of their own in every process; the same catalog is to be the same bytes.
    archived = None if rest.archived is None else sorted(rest.archived)
    ordered = {"archived": archived, "refreshed": dict(sorted(rest.refreshed.items()))}
    # A list: of any other iterable msgspec 0.22 never frees the iterator.
    return msgspec.json.Encoder().encode_lines([msgspec.structs.asdict(rest) | ordered, *packages])


def _checksum(header: Header, payload: _Bytes) -> str:
    unsealed = msgspec.structs.replace(header, checksum="")
    return checksum_of(msgspec.json.encode(unsealed), b"\n", payload)


def checksum_of(*parts: _Bytes) -> str:
    """Return the CRC-32 of `parts`, one behind the other, in hex.

    It is to find damage, which it does as well as any: who means harm can write a right one of
    whatever kind. Those of hashlib take each start 4 ms, for OpenSSL.
    """
    return f"{reduce(lambda crc, part: crc32(part, crc), parts, 0):08x}"

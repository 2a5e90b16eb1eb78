"""The catalog as bytes: what goes in comes out, and nothing else ever does."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.directory import make_directory
from tests.unit.catalogs import (
    NOW,
    SITE,
    catalog,
    catalogs,
    facts_of,
    package,
    packages,
    sealed,
)

from pkgtui.api.schema import read_page
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Package
from pkgtui.store import codec
from pkgtui.store.errors import DamagedCatalog, OtherSchema
from pkgtui.store.packing import pack
from pkgtui.text import clean

BLOB = codec.encode(catalog())
HEADER = codec.read_header(BLOB)


def contents() -> bytes:
    """Return the packed contents of the catalog that `BLOB` holds."""
    return BLOB.split(b"\n", 2)[2]


@given(catalogs)
def test_any_catalog_comes_back_as_it_was(kept: Catalog) -> None:
    assert facts_of(codec.decode(codec.encode(kept))) == facts_of(kept)


@given(catalogs)
def test_the_header_tells_what_is_inside(kept: Catalog) -> None:
    header = codec.read_header(codec.encode(kept))
    assert header.schema == codec.SCHEMA
    assert header.generation == kept.generation
    assert (header.packages, header.grids, header.categories) == (
        len(kept.packages),
        len(kept.grids),
        len(kept.categories),
    )


def test_two_walks_that_found_the_same_have_different_checksums() -> None:
    later = msgspec.structs.replace(catalog().generation, synced_at=NOW.replace(hour=13))
    assert codec.read_header(codec.encode(catalog(generation=later))).checksum != HEADER.checksum


@given(at=st.integers(0, len(BLOB) - 1), flip=st.integers(1, 255))
def test_one_changed_byte_anywhere_is_noticed(at: int, flip: int) -> None:
    changed = bytearray(BLOB)
    changed[at] ^= flip
    with pytest.raises(DamagedCatalog):
        codec.decode(bytes(changed))
    with pytest.raises(DamagedCatalog):
        codec.read_header(bytes(changed))


@given(st.integers(0, len(BLOB) - 1))
def test_a_catalog_cut_off_anywhere_is_noticed(length: int) -> None:
    with pytest.raises(DamagedCatalog):
        codec.decode(BLOB[:length])


@given(st.binary(min_size=1, max_size=9))
def test_anything_behind_a_catalog_is_noticed(more: bytes) -> None:
    with pytest.raises(DamagedCatalog):
        codec.decode(BLOB + more)


@given(st.binary())
def test_other_data_is_no_catalog(data: bytes) -> None:
    with pytest.raises(DamagedCatalog):
        codec.decode(data)


def test_a_newer_form_is_told_apart_from_damage() -> None:
    schema = codec.SCHEMA + 1
    newer = f'pkgtui catalog\n{{"schema":{schema},"shape":["unheard","of"]}}\nwhatever'.encode()
    with pytest.raises(OtherSchema, match="newer pkgtui"):
        codec.decode(newer)
    with pytest.raises(OtherSchema, match="newer pkgtui"):
        codec.read_header(newer)


def test_an_unknown_older_form_is_told_apart_too() -> None:
    with pytest.raises(OtherSchema, match="older pkgtui"):
        codec.decode(sealed(msgspec.structs.replace(HEADER, schema=0), contents()))


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not packed",
        pack(b"not JSON"),
        pack(b"[" * 100_000),
        pack(b'{"packages":[{"id":1}],"grids":[],"categories":[]}'),
        contents()[:-1],
        contents() + b"more",
    ],
)
def test_contents_that_were_never_a_catalog_are_refused_even_when_sealed(payload: bytes) -> None:
    with pytest.raises(DamagedCatalog):
        codec.decode(sealed(HEADER, payload))


def test_contents_with_other_counts_than_the_header_are_refused() -> None:
    with pytest.raises(DamagedCatalog, match="as many entries"):
        codec.decode(sealed(msgspec.structs.replace(HEADER, packages=4), contents()))


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    bomb = pack(bytes(2**22))
    with pytest.raises(DamagedCatalog, match="unpacks to more than"):
        codec.decode(sealed(HEADER, bomb), limit=2**20)
    assert facts_of(codec.decode(BLOB, limit=2**20)) == facts_of(catalog())


@given(packages)
def test_a_refreshed_package_comes_back_as_it_was(kept: Package) -> None:
    overlay = codec.Overlay("abc", NOW, kept)
    assert codec.decode_sealed(codec.encode_sealed(overlay), codec.Overlay) == overlay


OVERLAY = codec.encode_sealed(codec.Overlay("abc", NOW, package(1)))


@given(at=st.integers(0, len(OVERLAY) - 1), flip=st.integers(1, 255))
def test_one_changed_byte_in_a_refreshed_package_is_noticed(at: int, flip: int) -> None:
    changed = bytearray(OVERLAY)
    changed[at] ^= flip
    with pytest.raises(DamagedCatalog):
        codec.decode_sealed(bytes(changed), codec.Overlay)


def test_a_sealed_overlay_of_another_shape_is_refused() -> None:
    packed = b'{"base":1}'
    with pytest.raises(DamagedCatalog):
        codec.decode_sealed(codec.checksum_of(packed).encode() + b"\n" + packed, codec.Overlay)


def test_a_whole_directory_takes_at_most_two_fifths_of_its_json() -> None:
    directory = make_directory(5400, 380)
    pages = [directory.packages[at : at + 500] for at in range(0, 5400, 500)]
    bodies = [json.dumps({"count": 5400, "results": page}).encode() for page in pages]
    whole = catalog(*(item for body in bodies for item in read_page(Package, body).items))
    assert len(whole.packages) == 5400
    assert len(codec.encode(whole)) <= 0.4 * sum(map(len, bodies))
    assert SITE in str(codec.read_header(codec.encode(whole)).generation)


HOSTILE = "a\x1b[2J\x9b1m\u202e\u200bb" + "\u0301" * 40


def test_text_in_a_sealed_catalog_is_cleaned_whoever_sealed_it() -> None:
    hostile = package(
        1,
        title=HOSTILE,
        repo_description=HOSTILE,
        repo_url=f"https://forge.example/{HOSTILE}",
        participants=(HOSTILE,),
    )
    loaded = codec.decode(codec.encode(catalog(hostile))).packages[0]
    assert loaded == package(
        1,
        title=clean(HOSTILE),
        repo_description=clean(HOSTILE),
        repo_url=f"https://forge.example/{clean(HOSTILE)}",
        participants=(clean(HOSTILE),),
    )


def test_text_in_a_refreshed_package_is_cleaned_too() -> None:
    overlay = codec.Overlay("abc", NOW, package(1, title=HOSTILE))
    loaded = codec.decode_sealed(codec.encode_sealed(overlay), codec.Overlay)
    assert loaded.package == package(1, title=clean(HOSTILE))
    assert loaded.fetched_at == NOW


@pytest.mark.parametrize("site", [f"https://{HOSTILE}", "https://x/\x7f", "https://x/\\\x07"])
def test_a_header_that_would_steer_the_terminal_is_refused(site: str) -> None:
    hostile = catalog(generation=Generation(site_url=site, synced_at=NOW))
    for read in (codec.decode, codec.read_header):
        with pytest.raises(DamagedCatalog):
            read(codec.encode(hostile))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "t" * 301},
        {"repo_description": "d" * 5001},
        {"repo_url": "u" * 2001},
        {"participants": ("p" * 301,) * 2001},
        {"commits_over_52": (10**6,) * 121},
    ],
)
def test_a_sealed_catalog_has_the_bounds_of_what_the_site_may_send(changes: dict[str, Any]) -> None:
    with pytest.raises(DamagedCatalog):
        codec.decode(codec.encode(catalog(package(1, **changes))))


@pytest.mark.parametrize("weeks", ["1,", "1,,2", "one", "-1,0", "1000001", ","])
def test_weeks_that_are_none_are_not_known(weeks: str) -> None:
    written = msgspec.structs.replace(package(1), weeks=weeks)
    loaded = codec.decode(codec.encode(catalog(written)))
    assert loaded.packages[0].commits_over_52 == ()
    assert loaded.packages[0].activity.total is None

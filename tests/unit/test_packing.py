"""What is packed comes back whole, and nothing else is taken for it."""

from __future__ import annotations

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pkgtui.store.errors import DamagedCatalog
from pkgtui.store.packing import pack, unpack

LIMIT = 10_000


@given(st.binary(max_size=LIMIT))
def test_what_is_packed_comes_back(contents: bytes) -> None:
    assert unpack(pack(contents), LIMIT) == contents


def test_the_limit_itself_may_be_reached() -> None:
    assert unpack(pack(bytes(LIMIT)), LIMIT) == bytes(LIMIT)
    with pytest.raises(DamagedCatalog, match="unpacks to more than it can honestly hold"):
        unpack(pack(bytes(LIMIT + 1)), LIMIT)


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"not packed at all",
        pack(b"cut off")[:-1],
        pack(b"with more behind it") + b"x",
        pack(b"twice") * 2,
        b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc" + pack(b"behind a frame to be skipped"),
        zstandard.ZstdCompressor(write_content_size=False).compress(b"of no known size"),
    ],
)
def test_anything_else_is_refused(spoilt: bytes) -> None:
    with pytest.raises(DamagedCatalog):
        unpack(spoilt, LIMIT)


@given(st.binary(max_size=200))
def test_no_bytes_crash_it_or_give_more_than_the_limit(data: bytes) -> None:
    for frame in (data, b"\x28\xb5\x2f\xfd" + data):
        try:
            assert len(unpack(frame, LIMIT)) <= LIMIT
        except DamagedCatalog:
            continue

"""Packages as they are stored, a line of JSON each, read when somebody asks for them.

A start shows forty of thousands: to read them all takes longer than anything else in it that is
pkgtui's own, and what was read has twice the memory of the lines.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise

import msgspec

from pkgtui.models.entries import Package
from pkgtui.models.sequences import Packages
from pkgtui.store.errors import DamagedCatalog

_AT_HAND = 128
"""Packages that are kept as they were read: more than a screen shows."""


class PackageLines(Packages):
    """The packages in the lines of `text` behind its first one, each of which has its end.

    Whoever asks for one that is none gets DamagedCatalog.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._ends = array("Q", accumulate(map(len, BytesIO(text))))
        self._read = _reader(text, self._ends)

    @property
    def first(self) -> bytes:
        """The line before those of the packages."""
        return self._text[: self._ends[0]] if self._ends else b""

    def __len__(self) -> int:
        return max(len(self._ends) - 1, 0)

    def __iter__(self) -> Iterator[Package]:
        return map(_package, self.lines())

    def lines(self) -> Iterator[bytes]:
        """Each package as it is stored."""
        return (self._text[start:end] for start, end in pairwise(self._ends))

    def at(self, place: int) -> Package:
        """Return the package at `place`, from 0."""
        return self._read(place)


def _reader(text: bytes, ends: Sequence[int]) -> Callable[[int], Package]:
    # As a method it would keep itself, and a catalog that was replaced for minutes.
    @lru_cache(_AT_HAND)
    def read(place: int) -> Package:
        return _package(text[ends[place] : ends[place + 1]])

    return read


def _package(line: bytes) -> Package:
    try:
        return _READ(line)
    except (ValueError, RecursionError) as error:
        raise DamagedCatalog("The stored catalog holds entries that cannot be read") from error


_READ = msgspec.json.Decoder(Package).decode

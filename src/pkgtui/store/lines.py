"""Packages as they are stored, a line of JSON each, read when somebody asks for them.

A start shows forty of thousands: to read them all takes longer than anything else in it that is
pkgtui's own, and what was read has twice the memory of the lines.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import accumulate, pairwise

import msgspec

from pkgtui.models.entries import Package
from pkgtui.models.sequences import Packages
from pkgtui.store.errors import DamagedCatalog

_AT_HAND = 512
"""Packages that are kept as they were read: more than a screen shows."""


class PackageLines(Packages):
    """The packages in the lines of `text` behind its first one, each of which has its end.

    Whoever asks for one that is none gets DamagedCatalog.
    """

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._ends = array("Q", accumulate(map(len, BytesIO(text))))
        self._read = msgspec.json.Decoder(Package).decode
        self._at_hand = lru_cache(_AT_HAND)(self._at)

    @property
    def first(self) -> bytes:
        """The line before those of the packages."""
        return self._text[: self._ends[0]] if self._ends else b""

    def __len__(self) -> int:
        return max(len(self._ends) - 1, 0)

    def __iter__(self) -> Iterator[Package]:
        return map(self._one, self.lines())

    def lines(self) -> Iterator[bytes]:
        """Each package as it is stored."""
        return (self._text[start:end] for start, end in pairwise(self._ends))

    def at(self, place: int) -> Package:
        """Return the package at `place`, from 0."""
        return self._at_hand(place)

    def _at(self, place: int) -> Package:
        return self._one(self._text[self._ends[place] : self._ends[place + 1]])

    def _one(self, line: bytes) -> Package:
        try:
            return self._read(line)
        except (ValueError, RecursionError) as error:
            raise DamagedCatalog("The stored catalog holds entries that cannot be read") from error

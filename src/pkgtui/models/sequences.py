"""Packages chosen, or laid over others: none is looked at before somebody asks for it.

What lies beneath may be stored, and is read when it is wanted.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from pkgtui.models.entries import Package


class Packages(Sequence[Package]):
    """A sequence that is made by telling what stands at a place."""

    @abstractmethod
    def at(self, place: int) -> Package:
        """Return the package at `place`, from 0; behind the last one there is an IndexError."""

    @overload
    def __getitem__(self, place: int) -> Package: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Package, ...]: ...
    def __getitem__(self, place: int | slice) -> Package | tuple[Package, ...]:
        if isinstance(place, int) and place >= 0:
            return self.at(place)  # As nearly all are asked for, some hundred times for a page.
        found = range(len(self))[place]
        return self.at(found) if isinstance(found, int) else tuple(map(self.at, found))


class Chosen(Packages):
    """Those of some packages that stand at `rows`, in that order."""

    def __init__(self, packages: Sequence[Package], rows: Sequence[int]) -> None:
        self.rows = rows
        self._packages = packages

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, place: int) -> Package:
        """Return the package at `place`, from 0."""
        return self._packages[self.rows[place]]


class Laid(Packages):
    """Some packages with others before them, and some replaced.

    Attributes:
        below: What they are laid over; never such a one itself, however often that was done.
        added: How many stand before those.
        fresh: Those that are not the ones below, by their places.
    """

    def __init__(
        self, below: Sequence[Package], added: Sequence[Package], replaced: Mapping[int, Package]
    ) -> None:
        """Lay `added` before `below`, and those `replaced` where they now stand."""
        self.below, self.added = below, len(added)
        self.fresh = {**dict(enumerate(added)), **replaced}
        if isinstance(below, Laid):
            moved = {place + len(added): one for place, one in below.fresh.items()}
            self.below, self.added = below.below, len(added) + below.added
            self.fresh = {**moved, **self.fresh}

    def __len__(self) -> int:
        return self.added + len(self.below)

    def at(self, place: int) -> Package:
        """Return the package at `place`, from 0."""
        return self.fresh.get(place) or self.below[place - self.added]

    def __iter__(self) -> Iterator[Package]:
        yield from (self.fresh[place] for place in range(self.added))
        for place, package in enumerate(self.below, self.added):
            yield self.fresh.get(place, package)

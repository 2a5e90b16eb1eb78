"""Many texts as one, which is looked through at once and takes no more room than its letters."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise, repeat
from typing import overload

_END = b"\0"
_FEW = 16
"""Where one text in so many is asked for, each is looked at by itself."""


class Texts(Sequence[str]):
    """A sequence of texts, none of which holds a NUL; clean ones do not.

    To look through 100,000 names takes 3 ms, a third of what as many strings do, and half a
    microsecond more for each that is found.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._put(map(_packed, texts))

    def _put(self, packed: Iterable[bytes]) -> None:
        pieces = list(packed)
        self._all = b"".join(pieces)
        self._bounds = array("Q", accumulate(map(len, pieces), initial=0))

    def __len__(self) -> int:
        return len(self._bounds) - 1

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        found = range(len(self))[place]
        return self._text(found) if isinstance(found, int) else list(map(self._text, found))

    def __iter__(self) -> Iterator[str]:
        return map(_unpacked, self._pieces())

    def _text(self, place: int) -> str:
        return _unpacked(self._all[self._bounds[place] : self._bounds[place + 1]])

    def _pieces(self) -> Iterator[bytes]:
        return (self._all[start:end] for start, end in pairwise(self._bounds))

    @property
    def joined(self) -> str:
        """All texts, one behind the other."""
        return _unpacked(self._all.replace(_END, b"") + _END)

    def holding(self, part: str, among: Collection[int] | None = None) -> list[int]:
        """Return the places of the texts in which `part` occurs, in their order.

        With `among` only of those at these places, in the order in which it gives them.
        """
        wanted = _packed(part)[:-1]
        if among is None:
            return self._holding(wanted)
        if len(among) * _FEW > len(self):
            holding = frozenset(self._holding(wanted))
            return [place for place in among if place in holding]
        find, bounds = self._all.find, self._bounds
        return [at for at in among if find(wanted, bounds[at], bounds[at + 1]) >= 0]

    def equal_to(self, text: str) -> list[int]:
        """Return the places of those that are `text`, in their order."""
        wanted, bounds = _packed(text), self._bounds
        ending = self._holding(wanted)
        return [at for at in ending if bounds[at + 1] - bounds[at] == len(wanted)]

    def _holding(self, wanted: bytes) -> list[int]:
        if not wanted:
            return list(range(len(self)))
        find, bounds = self._all.find, self._bounds
        found = []
        end, at = 0, find(wanted)
        while at >= 0:
            end = bisect_right(bounds, at, end)
            found.append(end - 1)
            at = find(wanted, bounds[end])
        return found

    def changed(self, added: int, fresh: Mapping[int, str]) -> Texts:
        """Return these texts behind `added` new ones, with those that are `fresh` at their places.

        Args:
            added: How many are new; all of them are fresh.
            fresh: Texts by the places that they have then.
        """
        pieces = [*repeat(_END, added), *self._pieces()]
        for place, text in fresh.items():
            pieces[place] = _packed(text)
        texts = Texts(())
        texts._put(pieces)
        return texts


def _packed(text: str) -> bytes:
    return text.encode(errors="surrogatepass") + _END


def _unpacked(packed: bytes) -> str:
    return packed[:-1].decode(errors="surrogatepass")

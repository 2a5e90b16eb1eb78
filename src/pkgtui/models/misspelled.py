"""Names that start nearly as what was typed does.

A name is as far from what was typed as that start of it which is closest, by the letters to be put
in, left out, changed or swapped with a neighbour (the optimal string alignment distance).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pkgtui.models.texts import Texts

_ONE_TYPO_FROM, _TWO_TYPOS_FROM = 4, 8
_PREFIX = "django"
"""Nearly all names start with it, so that these six letters tell nothing."""
_AT_HAND = 8
_Found = tuple[Sequence[str], Sequence[int]]
"""Names, and the places of the entries that are called so."""


class Near(NamedTuple):
    """A name that is nearly as it was typed.

    Attributes:
        mark: What stands before the name.
        place: That of the entry which is called so.
        typos: How many it is away, at least 0.
    """

    mark: str
    place: int
    typos: int


class Misspelled:
    """Finds names by what is misspelled."""

    def __init__(self, names: Texts, end: str) -> None:
        """Take the `names` of each entry, all in one text: each with a mark before it, then `end`.

        The mark and `end` are one letter each.
        """
        self._look = _looker(names, end)

    def find(self, typed: str) -> Iterator[Near]:
        """Find the names that start with `typed` but for one typo, from eight letters on two.

        Nothing is near to fewer than four letters.
        """
        if len(typed) < _ONE_TYPO_FROM:
            return
        prefix = len(_PREFIX) if typed.startswith(_PREFIX) else 0
        many = len(typed) - prefix >= _TWO_TYPOS_FROM
        typos, letters = (2, _TWO_TYPOS_FROM) if many else (1, _ONE_TYPO_FROM)
        # What is near to a word is near to its first letters too. Among all names only these are
        # looked for, once for every word that is typed letter by letter.
        texts, places = self._look(typed[: prefix + letters], typos)
        for at, distance in _close(typed, typos, texts):
            yield Near(texts[at][0], places[at], distance)


def _looker(names: Texts, end: str) -> Callable[[str, int], _Found]:
    every = array("I", (at for at, text in enumerate(names) for _ in range(text.count(end))))

    # As a method it would keep itself, and a catalog that was replaced for minutes.
    @lru_cache(_AT_HAND)
    def look(typed: str, typos: int) -> _Found:
        texts = names.joined.split(end)[:-1]
        near = [at for at, _ in _close(typed, typos, texts)]
        return [texts[at] for at in near], array("I", map(every.__getitem__, near))

    return look


def _close(typed: str, typos: int, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find which of `texts` start, behind their marks, at most so many `typos` from `typed`."""
    from rapidfuzz import process  # noqa: PLC0415 - 30 ms that only a misspelled word needs
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - likewise

    size = len(typed)
    # A start that is so many letters longer or shorter and `typos` away is at most twice as far
    # from the start of the same length: few are left to be looked at closely.
    starts = [text[1 : size + 1] for text in texts]
    some = process.extract(typed, starts, scorer=OSA.distance, score_cutoff=2 * typos, limit=None)
    distances: dict[str, int] = {}
    for _, _, at in some:
        start = texts[at][1 : size + typos + 1]
        if start not in distances:
            distances[start] = min(
                OSA.distance(typed, start[:end]) for end in range(size - typos, size + typos + 1)
            )
        if distances[start] <= typos:
            yield at, distances[start]

"""The filter of a list: the words that must, and must not, occur in an entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid
from pkgtui.text import fold, one_line

_LONGEST = 200
_WORD = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')


class Query(msgspec.Struct, frozen=True):
    """What a filter asks for; texts are compared without case and accents.

    Attributes:
        wanted: Words and phrases that must all occur, anywhere, be it inside a word.
        unwanted: Words and phrases none of which may occur.
    """

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    def matches(self, folded: str) -> bool:
        """Whether a text that went through `fold` is what this query asks for."""
        return all(word in folded for word in self.wanted) and not any(
            word in folded for word in self.unwanted
        )


def parse(text: str) -> Query:
    """Read `text` as words: ``"of a phrase"`` is one, ``-word`` and ``-"a phrase"`` exclude.

    Any text can be read: an open quote runs to the end, a lone ``-`` or ``""`` asks for nothing.
    Only the first 200 characters count.
    """
    found: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for minus, phrase, word in _WORD.findall(text[:_LONGEST]):
        asked = one_line(fold(phrase or word))
        if asked and asked != "-":
            found[bool(minus)][asked] = None
    return Query(tuple(found[False]), tuple(found[True]))


def match_rows(catalog: Catalog, rows: Iterable[int], text: str) -> list[int]:
    """Return those of `rows` whose title, slug, description or participants match `text`.

    They keep their order; a phrase never reaches from one of these into the next.
    """
    query = parse(text)
    if query == _EVERYTHING:
        return list(rows)
    texts = _texts(catalog)
    return [row for row in rows if query.matches(texts[row])]


def match_grids(grids: Iterable[Grid], text: str) -> list[Grid]:
    """Return those of `grids` whose title, slug or description match `text`, in their order."""
    query = parse(text)
    return [it for it in grids if query.matches(_text(it.title, it.slug, it.description))]


_EVERYTHING = parse("")


def _text(*parts: str) -> str:
    """Text as queries expect it: each part a line of its own."""
    return fold("\n".join(map(one_line, parts)))


def _texts(catalog: Catalog) -> Sequence[str]:
    """What each package is matched by; worked out once for a generation."""
    if "words" not in catalog.memo:
        catalog.memo["words"] = [
            _text(it.title, it.slug, it.description, *it.participants) for it in catalog.packages
        ]
    texts: Sequence[str] = catalog.memo["words"]
    return texts

"""What may be typed next in a filter: keys, and for a key its values."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.query.keys import PACKAGE_KEYS, Keys
from pkgtui.models.query.kinds import Listed
from pkgtui.models.query.nodes import Fact
from pkgtui.models.query.reading import LONGEST, Token, tokens
from pkgtui.text import fold

_MOST = 50


class Completion(msgspec.Struct, frozen=True):
    """What can stand in place of a piece of the text.

    Attributes:
        start: Where the piece begins.
        end: Where it ends.
        text: What to put there.
        about: What it means, in a few words.
    """

    start: int
    end: int
    text: str
    about: str


def complete(
    catalog: Catalog, text: str, cursor: int, keys: Keys = PACKAGE_KEYS
) -> list[Completion]:
    """Return what the word before the cursor may become: keys, or the values of its key.

    They are 50 at most; where no word is begun they are all keys.
    """
    token = next((it for it in tokens(text) if it.start < cursor <= it.end), None)
    if token is None or token.kind == "(":
        return _of_keys(keys, "", cursor, cursor)
    start = text[token.text_start : cursor]
    if token.kind == "fact":
        return list(islice(_of_values(catalog, keys, token, start), _MOST))
    is_quoted = text[token.text_start] == '"'
    return [] if is_quoted else _of_keys(keys, start.lower(), token.text_start, token.end)


def _of_keys(keys: Keys, typed: str, start: int, end: int) -> list[Completion]:
    return [
        Completion(start, end, f"{key.name}:", key.about)
        for key in keys.values()
        if key.name.startswith(typed)
    ]


def _of_values(catalog: Catalog, keys: Keys, token: Token, typed: str) -> Iterator[Completion]:
    key = keys.get(token.key)
    if key is None:
        return
    listed = Listed(catalog, catalog.packages, catalog.generation.synced_at, catalog.memo)
    for offer in key.kind.offers(listed, fold(typed.removeprefix('"'))):
        if '"' not in offer.value and len(offer.value) <= LONGEST and key.kind.read(offer.value):
            text = str(Fact(key.name, offer.value))
            yield Completion(token.start + token.is_denied, token.end, text, offer.about)

"""Text from strangers: made safe once at the edge, shortened safely when drawn."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

# What terminals draw differently wide: the halves of flags become letters, as in "DE".
_PLAINER = {0x2800: " "} | {0x1F1E6 + at: chr(0x41 + at) for at in range(26)}
# More than so many marks on one letter is no writing (Unicode UTS 39 draws the line here too).
_MOST_MARKS = 4
_FIRST_MARK = "\u0300"
_HANGUL_ENDINGS = re.compile("[\u1161-\u11ff\ud7b0-\ud7ff]")
_BLANKS = str.maketrans("\n\t", "  ")
_SHORTCODE = re.compile(r":([A-Za-z0-9_+.-]{2,50}):")
_PLAIN_ASCII = bytes(range(0x20, 0x7F))
_PLAIN_ESCAPES = b'nt"\\'
_PIECE = 1024


def clean(text: str) -> str:
    """Return `text` without anything a terminal could obey or a reader could not see.

    Newline and tab stay; every other control character, bidi override, zero-width or
    invisible character, variation selector, private sign and lone surrogate goes, and so do
    marks that have no letter under them or more than three others. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _unwanted().sub("", _line_ends().sub("\n", text)).translate(_PLAINER)
    return _thinned(text) if max(text, default="") >= _FIRST_MARK else text


@cache
def _unwanted() -> re.Pattern[str]:
    """What `clean` takes out; most programs that start never meet any of it."""
    plane_ends = range(0xFFFF, 0xEFFFF + 1, 0x10000)  # no characters, by definition
    return re.compile(
        "["
        "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
        "\xad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic and Mongolian marks
        "\u115f\u1160\u3164\uffa0\u17b4\u17b5\U00016fe4\U0001d159"  # letters drawn as nothing
        "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"  # drawn around others
        "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffc"  # zero width, bidi, anchors
        "\U00013430-\U00013442\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # steering old scripts
        "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
        "\U0001f3fb-\U0001f3ff"  # skin tones: one cell or two, as the terminal likes
        "\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff"  # lone surrogates, private signs
        "\ufdd0-\ufdef" + "".join(f"{chr(last - 1)}-{chr(last)}" for last in plane_ends) + "]+"
    )


@cache
def _line_ends() -> re.Pattern[str]:
    return re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")


def _thinned(text: str) -> str:
    """Leave out marks that have no letter before them, and of a row of marks the fifth and on."""
    marks = {char for char in set(text) if _is_mark(char)}
    # A sign that this Python does not know may be a letter as well as a mark.
    start = next((at for at, char in enumerate(text) if unicodedata.category(char)[0] != "M"), None)
    kept = []
    row = 0
    for char in text[start:] if start is not None else "":
        row = row + 1 if char in marks else 0
        if row <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    """Whether `char` may be drawn over the one before it."""
    kind = unicodedata.category(char)
    return kind[0] == "M" or kind == "Cn" or bool(_HANGUL_ENDINGS.match(char))


def is_clean_json(packed: bytes) -> bool:
    """Whether the texts in `packed`, JSON as msgspec reads it, are as `clean` returns them.

    Takes less than 1 ms for 4 MB: each sign beyond ASCII is looked at once.
    """
    if b"\x7f" in packed or not _has_plain_escapes(packed):
        return False  # JSON has no other control of ASCII but in an escape.
    # Nearly all of a directory is ASCII, which is told of a piece eight bytes at a time.
    pieces = (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
    suspect = b"".join(piece for piece in pieces if not piece.isascii())
    others = suspect.translate(None, _PLAIN_ASCII).decode()
    signs = set(others)
    if any(clean(f"|{sign}") != f"|{sign}" for sign in signs):
        return False
    marks = re.escape("".join(filter(_is_mark, signs)))
    if not marks:
        return True
    # Marks that follow one another do so without what stands between them too.
    too_many = re.compile(f"[{marks}]{{{_MOST_MARKS + 1}}}")
    return not too_many.search(others) or not too_many.search(packed.decode())


def _has_plain_escapes(packed: bytes) -> bool:
    """Whether all escapes in JSON `packed` are those of what `clean` lets stand."""
    at = packed.find(b"\\")
    while at >= 0 and packed[at + 1 : at + 2] in _PLAIN_ESCAPES:
        at = packed.find(b"\\", at + 2)
    return at < 0


def escape_unwanted(packed: str) -> str:
    """Return JSON `packed` with what `clean` takes out as escapes: no less true, and harmless."""
    if packed.isascii() and "\x7f" not in packed:
        return packed  # JSON itself escapes the other controls of ASCII.
    import json  # noqa: PLC0415 - only JSON for a script needs it

    return _unwanted().sub(lambda found: json.dumps(found[0])[1:-1], packed)


def clean_all(value: Any) -> Any:
    """Return what JSON was read as, with every text and key in it clean."""
    match value:
        case str():
            return clean(value)
        case list():
            return [clean_all(one) for one in value]
        case dict():
            return {clean(key): clean_all(one) for key, one in value.items()}
    return value


def one_line(text: str) -> str:
    """Return clean `text` with every run of white space, newlines included, as one space."""
    is_plain = text.isprintable() and "  " not in text
    line = text.strip(" ") if is_plain else " ".join(text.split())
    if line[:1] < "\u0300":
        return line
    # A mark that stood on a blank would hang on whatever is drawn before the line.
    kept = clean(line).strip()
    return line if kept == line else one_line(kept)


def fold(text: str) -> str:
    """Return `text` as it is compared: without case and accents.

    ``fold("Djangö") == "django"``. Letters of other scripts stay letters.
    """
    if text.isascii():
        return text.lower()
    # Marks may appear when case is folded, so they are taken off last.
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    for mark in filter(unicodedata.combining, set(apart)):
        apart = apart.replace(mark, "")
    return apart


@lru_cache(maxsize=4096)
def emojize(text: str, *, plain: bool = False) -> str:
    """Replace emoji shortcodes such as ``:couple:`` that are known by name.

    With `plain` (for terminals that cannot show emoji) the name alone remains:
    ``couple``. Anything else between colons, and ``:-)``, is left as it is.
    """
    if text.count(":") < 2:  # noqa: PLR2004 - a shortcode has two colons
        return text
    from rich.emoji import Emoji, NoEmoji  # noqa: PLC0415 - a table of 3,600 names, seldom needed

    def replace(match: re.Match[str]) -> str:
        name = match[1].lower()
        try:
            emoji = str(Emoji(name))
        except NoEmoji:
            return match[0]
        return name.replace("_", " ") if plain else clean(emoji) or match[0]

    return _SHORTCODE.sub(replace, text)


def fit(text: str, width: int, ellipsis: str = "…") -> str:
    """Return clean `text` padded or cut to exactly `width` terminal cells, on one line.

    Wide characters count two cells and are never halved; what is cut ends in `ellipsis`.
    """
    if text.isascii() and text.isprintable():
        if len(text) <= width:
            return text.ljust(width)
        keep = width - len(ellipsis)
        return (text[:keep] + ellipsis) if keep >= 0 else text[:width]
    # Text far beyond the width is cut first: measuring it all would cost, and show nothing more.
    start = text[: (width + 1) * (_MOST_MARKS + 1)]
    return _fit_wide(start, width, ellipsis, is_whole=len(start) == len(text))


@lru_cache(maxsize=256)
def _fit_wide(text: str, width: int, ellipsis: str, *, is_whole: bool) -> str:
    """Return the start of a text as `fit` does; a page of a list has few different ones."""
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - ASCII needs no tables

    start = text.translate(_BLANKS)
    if is_whole and cell_len(start) <= width:
        return set_cell_size(start, width)
    keep = width - len(ellipsis)
    if keep < 0:
        return set_cell_size(start, width)
    cut = set_cell_size(start, keep).rstrip(" ")
    return set_cell_size(cut + ellipsis, width)

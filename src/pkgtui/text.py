"""Text from strangers: made safe once at the edge, shortened safely when drawn."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_UNWANTED = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\xad\u034f\u061c\u180e"  # soft hyphen, grapheme joiner, Arabic and Mongolian marks
    "\u115f\u1160\u3164\uffa0\u17b4\u17b5"  # letters drawn as nothing
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"  # zero width, bidi, anchors
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # steering of shorthand and of music
    "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
    "\ud800-\udfff"  # lone surrogates
    "]+"
)
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_BLANKS = str.maketrans("\n\t", "  ")
_SHORTCODE = re.compile(r":([A-Za-z0-9_+.-]{2,50}):")


def clean(text: str) -> str:
    """Return `text` without anything a terminal could obey or a reader could not see.

    Newline and tab stay; every other control character, bidi override, zero-width or
    invisible character, variation selector and lone surrogate goes. Idempotent.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """Return `text` with every run of white space, newlines included, as one space."""
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return `text` as it is compared: without case and accents.

    ``fold("Djangö") == "django"``. Letters of other scripts stay letters.
    """
    if text.isascii():
        return text.lower()
    # Marks may appear when case is folded, so they are taken off last.
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


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
        return name.replace("_", " ") if plain else clean(emoji)

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
    from rich.cells import cell_len, set_cell_size  # noqa: PLC0415 - ASCII needs no tables

    # Text far beyond the width is cut first: measuring it all would cost, and show nothing more.
    start = text[: width * 4 + 4].translate(_BLANKS)
    if len(start) == len(text) and cell_len(start) <= width:
        return set_cell_size(start, width)
    keep = width - len(ellipsis)
    if keep < 0:
        return set_cell_size(start, width)
    cut = set_cell_size(start, keep).rstrip(" ")
    return set_cell_size(cut + ellipsis, width)

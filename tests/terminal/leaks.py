"""Finds in what a program sent whatever neither it nor Textual says of its own accord."""

from __future__ import annotations

import base64
import re
import unicodedata

from pkgtui.text import clean

# An allow-list: every other sequence came from the data.
_SEQUENCES = re.compile(
    r"\x1b("
    r"\[(0|[1-9]|[34]9|[34]8;2;\d+;\d+;\d+|;)*m"  # styles and colours
    r"|\[\d+;\d+H|\[\d*[ABC]|\[\d*K"  # cursor, rest of a line
    r"|\[\?(7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"  # modes
    r"|\[\?(2026|2048)\$p|\[>\d+u|\[<u"  # questions, keyboard
    r"|\]22;\w+\x07"  # shape of the pointer
    r")"
)
_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_CROWD = re.compile("[\u0300-\u036f\u0483-\u0489\u0e49]{5,}")
_KINDS = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def copied(raw: bytes | bytearray) -> list[str]:
    """What was sent to the terminal's clipboard."""
    return [base64.b64decode(text, validate=True).decode() for text in _COPIED.findall(_text(raw))]


def leaks(raw: bytes | bytearray) -> list[str]:
    """Everything in `raw` that steers a terminal or hides from a reader and should not be there.

    Ends of lines are no leak, as they are what a plain command's output is made of.
    """
    plain = _SEQUENCES.sub("", _COPIED.sub("", _text(raw))).replace("\r", "").replace("\n", "")
    signs = {sign for sign in plain if unicodedata.category(sign) in _KINDS or clean(sign) != sign}
    marks = {sign for sign in signs if unicodedata.category(sign)[0] == "M"}
    crowds = _CROWD.findall(plain)
    dirty = [text for text in copied(raw) if clean(text) != text or "\n" in text]
    return sorted({ascii(found) for found in (*signs - marks, *crowds, *dirty)})


def _text(raw: bytes | bytearray) -> str:
    # A byte that is no UTF-8 shows as half a character, which counts as a leak.
    return raw.decode(errors="surrogateescape")

"""What stands for a sign that a terminal or its encoding lacks: another one, just as wide."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping

ERRORS = "pkgtui.plain"
"""The name under which encoders know `_stand_in`."""
UNKNOWN = "_"
"""Stands for what nothing resembles, in each of its cells."""
_COERCED = "C.UTF-8"
_CONSOLE = "cp437"
"""What the font of a Linux console can be trusted to have."""
_ALIKE = str.maketrans(
    "‘’“”‹›«»–—―−·•●○◦★☆✓✔✗✘†✝×▸▶►◂◀◄▴▲▾▼←→↑↓…",  # noqa: RUF001 - signs that look like others
    "''\"\"<><>----.**oo**yyxx++x>>><<<^^vv<>^v~",
)
_SQUARE = str.maketrans("╭╮╯╰", "┌┐┘└")
"""Corners that more fonts and encodings have."""
_WIDE = {"🔎": "/ "}


def locale_encoding(environ: Mapping[str, str]) -> str | None:
    """Return the encoding that the person's locale names; None when it names none.

    Python takes C, POSIX and locales that are not installed to be UTF-8, and sets ``LC_CTYPE``
    so; who asks for them has a terminal for them.
    """
    if environ.get("PYTHONUTF8") == "1" or environ.get("PYTHONIOENCODING"):
        return None
    names = [environ.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    name = next((name for name in names if name not in ("", _COERCED)), "")
    charset = "ascii" if name in ("C", "POSIX") else name.partition("@")[0].partition(".")[2]
    try:
        return codecs.lookup(charset).name if charset else None
    except LookupError:
        return None


def repertoire(environ: Mapping[str, str]) -> str | None:
    """Return the encoding whose characters the terminal can draw; None when it draws all."""
    return _CONSOLE if environ.get("TERM") == "linux" else None


def limited(text: str, encoding: str) -> str:
    """Return `text` in the characters of `encoding` alone, in as many cells."""
    if text.isascii():
        return text
    return text.translate(_SQUARE).encode(encoding, ERRORS).decode(encoding)


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    """Replace what cannot be encoded; the protocol of `codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_alike, error.object[error.start : error.end])), error.end


def _alike(character: str) -> str:
    from rich.cells import cell_len  # noqa: PLC0415 - most terminals lack nothing

    cells = cell_len(character)
    same = _WIDE.get(character) or character.translate(_ALIKE)
    if not same.isascii():
        same = _drawn(unicodedata.name(character, "")) or _letter(character)
    return same if len(same) == cells else UNKNOWN * cells


def _letter(character: str) -> str:
    """A letter without its accents; a form of a sign made for layout as the sign itself."""
    return unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()


def _drawn(name: str) -> str:
    """A line or a block, by the name of its sign; empty for any other."""
    if name.startswith("BOX DRAWINGS"):
        lies = any(side in name for side in ("HORIZONTAL", "LEFT", "RIGHT"))
        stands = any(side in name for side in ("VERTICAL", "UP", "DOWN"))
        return "+" if lies == stands else "|" if stands else "-"
    if "BLOCK" in name:
        signs = {"LOWER": "_", "UPPER": "-", "LEFT": "|", "RIGHT": "|"}
        return next((sign for side, sign in signs.items() if side in name), "#")
    return "#" if "QUADRANT" in name or "SHADE" in name else ""


codecs.register_error(ERRORS, _stand_in)

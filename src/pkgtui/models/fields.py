"""One value as it stands in the texts that others read: CSV, Markdown, lines with tabs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import msgspec

from pkgtui.text import one_line

# What could be read as Markdown, as HTML or as the end of a cell, and what makes a link of text.
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~$&]|:(?=//))")
# What spreadsheets begin a formula with.
_FORMULA = ("=", "+", "-", "@", "\t", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def plain_field(value: Any) -> str:
    """Return `value` on one line without tabs; what is not known is empty."""
    found = _flat(value)
    return one_line(found) if isinstance(found, str) else str(found)


def csv_field(value: Any) -> Any:
    """Return `value` for a field of CSV; what is not known is empty.

    A text that a spreadsheet would take for a formula stands behind an apostrophe, as
    spreadsheets themselves write it: names and descriptions are written by strangers.
    """
    found = _flat(value)
    if not isinstance(found, str):
        return found  # Numbers stay numbers; only a text can hide a formula.
    found = found.replace("\r", "\n")  # A reader ends the row at it, and the writer does not know.
    return f"'{found}" if found.startswith(_FORMULA) else found


def markdown_field(text: str) -> str:
    """Return `text`, one line, so that Markdown shows it as it is."""
    return _MARKUP.sub(r"\\\1", text)


def _flat(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return msgspec.to_builtins(value) if isinstance(value, date) else value

"""Running text in a bounded number of lines."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from pkgtui.text import fit, one_line

_PADDING = 2


def room_in(width: int) -> int:
    """Cells for text in a widget of `width` cells with a blank at either side."""
    return max(width - _PADDING, 1)


def lines_of(text: str, width: int) -> list[str]:
    """Return `text` as it flows into lines of `width` cells."""
    return [line.plain.rstrip() for line in Content(text).wrap(width)]


def in_lines(text: str, width: int, most: int, ellipsis: str) -> str:
    """Return what of `text` flows into `most` lines; where some is left out, `ellipsis` says so."""
    lines = lines_of(one_line(text), width)
    if len(lines) <= most:
        return "\n".join(lines)
    last = fit(f"{lines[most - 1]} {lines[most]}", width, ellipsis).rstrip()
    return "\n".join((*lines[: most - 1], last))


def before(title: str, rest: Iterable[str], width: int, ellipsis: str) -> str:
    """Return `title` cut so that the texts of `rest` stand behind it on the same line."""
    room = width - Content("".join(rest)).cell_length
    return fit(title, max(room, width // 3), ellipsis).rstrip()

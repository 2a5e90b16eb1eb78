"""Running text in a bounded number of lines."""

from __future__ import annotations

from rich.cells import cell_len
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
    last = fit(" ".join(lines[most - 1 :]), width, ellipsis).rstrip()
    return "\n".join((*lines[: most - 1], last))


def short(text: str, cells: int, ellipsis: str) -> str:
    """Return `text` on one line and cut to `cells`."""
    return fit(one_line(text), cells, ellipsis).rstrip()


def before(title: str, rest: str, width: int, ellipsis: str) -> str:
    """Return `title` cut so that `rest` stands behind it on the same line."""
    return short(title, max(width - cell_len(rest), width // 3), ellipsis)

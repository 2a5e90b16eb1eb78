"""Frames with nothing in them that the terminal shows already.

Textual paints a screen several times over while it takes its place, and names the whole style of
every piece of a line. Over a line each byte counts: what goes out from here is the cells that
differ from what was sent before, and of their styles what differs from the cell before.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from pkgtui.tui.pen import BRIDGED, PLAIN, PLAIN_SIGNS, SEEN_ON_BLANKS, Cell, Stroke, Style, written

_TOKEN = re.compile(
    r"\x1b\[(?P<row>\d+);(?P<column>\d+)H"
    r"|\x1b\[(?P<codes>[\d;]+)m(?P<styled>[^\x00-\x1f\x7f-\x9f]*)\x1b\[0m"
    r"|(?P<bare>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<line_end>\r?\n)"
)
_FRAME = re.compile(r"\x1b\[\d+;\d+H")
_CODE = re.compile(r"[34]8;(?:5;\d+|2;\d+;\d+;\d+)|\d+")
_INK = re.compile(r"38;|[39]\d$")
_PAPER = re.compile(r"48;|(?:4|10)\d$")
_PART = re.compile(r" {5,}|(?:[^ ]| {1,4}(?! ))+")
"""A gap or what stands between gaps, which is compared as a whole."""


class Chunk(NamedTuple):
    """A part of a line that is compared as a whole.

    Attributes:
        is_plain: Whether it is made of single characters of one cell.
    """

    text: str
    style: Style
    cells: list[Cell]
    is_plain: bool


def is_frame(data: str) -> bool:
    """Whether `data` puts text somewhere, and is not a switch or a question to the terminal."""
    return _FRAME.match(data) is not None


class _Unreadable(Exception):  # noqa: N818 - a signal within this module
    """A frame holds something else than places, styles and text."""


class _Outdated(Exception):  # noqa: N818 - likewise
    """A frame was made for a larger terminal: what does not fit would land on its last cells."""


class Frames:
    """Knows what the terminal shows, by what was sent to it since it was last in doubt.

    Attributes:
        size: The terminal's columns and rows; frames that do not fit are not sent.
    """

    def __init__(self) -> None:
        self.size = (sys.maxsize, sys.maxsize)
        self._rows: dict[int, list[Cell | None]] = {}
        self._last = self._cursor = ""

    def forget(self) -> None:
        """Take nothing for shown: the terminal was resized, or left to another program."""
        self._rows.clear()
        self._last = self._cursor = ""

    def changes(self, frame: str) -> str:
        """Return what turns what is shown into `frame`, an update as Textual renders it.

        A frame that holds more than places, styles and text is returned as it is; of one that
        was made before the terminal shrank nothing is.
        """
        if frame == self._last:
            return ""
        self._last = frame
        try:
            pieces = list(_pieces(frame, *self.size))
        except _Unreadable:
            self.forget()
            return frame
        except _Outdated:
            return ""
        strokes: list[Stroke] = []
        cursor = ""
        for row, column, text, style in pieces:
            if text:
                strokes += self._draw(row, column, text, style)
            else:
                cursor = f"\x1b[{row};{column}H"
        # Where the cursor stands matters to input methods, hidden as it is.
        has_moved = bool(strokes) or cursor != self._cursor
        self._cursor = cursor
        return written(strokes, self._rows) + (cursor if has_moved else "")

    def _draw(self, row: int, column: int, text: str, style: Style) -> Iterator[Stroke]:
        """Take `text` for shown; yield what is to be written for that."""
        known = self._rows.setdefault(row, [None])
        if column == len(known) and PLAIN.fullmatch(text):
            # Nothing to compare with, as in all of a first frame.
            whole = _plain_chunk(text, style)
            yield Stroke(row, column, text, whole.style, len(text), is_plain=True)
            known.extend(whole.cells)
            return
        for chunk in _chunks(text, style):
            end = column + len(chunk.cells)
            if end > len(known):
                known.extend([None] * (end - len(known)))
            if known[column:end] != chunk.cells:
                yield from _strokes(row, column, chunk, known)
                _lose_cut_pieces(known, column, end)
                known[column:end] = chunk.cells
                if not chunk.is_plain:
                    # As wide as each of its characters can be, it lies over what follows.
                    most = min(column + 2 * len(chunk.text), len(known))
                    known[end:most] = [None] * (most - end)
            column = end


def _strokes(row: int, column: int, chunk: Chunk, known: list[Cell | None]) -> Iterator[Stroke]:
    """What is to be written of `chunk` at a place in a row of which `known` is shown."""
    text, style, cells, is_plain = chunk
    if not is_plain or len(cells) <= BRIDGED:
        yield Stroke(row, column, text, style, len(cells), is_plain)
        return
    for start, end in _differing(text, cells, known, column):
        yield Stroke(row, column + start, text[start:end], style, end - start, is_plain)


def _pieces(frame: str, columns: int, rows: int) -> Iterator[tuple[int, int, str, Style]]:
    """Yield where each text of `frame` stands and its style; last a place without text."""
    row = column = at = 0
    for token in _TOKEN.finditer(frame):
        if token.start() != at:
            raise _Unreadable
        at = token.end()
        to_row, to_column, codes, styled, bare, _ = token.groups()
        if to_row:
            row, column = int(to_row), int(to_column)
        elif text := styled or bare:
            width = cell_len(text)
            if not row or not width:
                raise _Unreadable
            if row > rows or column + width - 1 > columns:
                raise _Outdated
            yield row, column, text, _style(codes or "")
            column += width
    if at != len(frame):
        raise _Unreadable
    yield row, column, "", Style()


@lru_cache(maxsize=1024)
def _style(codes: str) -> Style:
    ink = paper = ""
    marks = set()
    for code in _CODE.findall(codes):
        if _INK.match(code):
            ink = code
        elif _PAPER.match(code):
            paper = code
        else:
            marks.add(code)
    return Style(frozenset(marks), ink, paper)


@lru_cache(maxsize=1024)
def _chunks(text: str, style: Style) -> list[Chunk]:
    """Return the parts of `text`; the list is kept, and must not be changed."""
    chunks: list[Chunk] = []
    for at, run in enumerate(_doubtful().split(text)):
        if at % 2:
            cells = [(run, style), *[("", style)] * (cell_len(run) - 1)]
            chunks.append(Chunk(run, style, cells, is_plain=False))
            continue
        chunks += [_plain_chunk(part, style) for part in _PART.findall(run)]
    return chunks


@cache
def _doubtful() -> re.Pattern[str]:
    """All other characters, with the one before them, which they may belong to."""
    return re.compile(rf"([{PLAIN_SIGNS}]?[^{PLAIN_SIGNS}]+)")


def _plain_chunk(text: str, style: Style) -> Chunk:
    cells = _plain_cells(style)
    look = cells[" "][1] if text.isspace() else style
    return Chunk(text, look, [cells[sign] for sign in text], is_plain=True)


class _PlainCells(dict[str, Cell]):
    """The cells of plain characters in one style, made once: there are thousands on a screen."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style = style
        # Without marks that show, only the paper of a blank is seen.
        self[" "] = " ", style if style.marks & SEEN_ON_BLANKS else Style(paper=style.paper)

    def __missing__(self, sign: str) -> Cell:
        cell = self[sign] = sign, self._style
        return cell


_plain_cells = lru_cache(maxsize=256)(_PlainCells)


def _differing(
    text: str, cells: list[Cell], known: list[Cell | None], column: int
) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of what differs; something does."""
    start, end = 0, len(cells)
    while cells[start] == known[column + start]:
        start += 1
    while cells[end - 1] == known[column + end - 1]:
        end -= 1
    # Words differ from start to end; curves, whose signs have three bytes, here and there.
    behind = end if text.isascii() else start
    for at in range(behind, end):
        if cells[at] != known[column + at]:
            if len(text[behind:at].encode()) > BRIDGED:
                yield start, behind
                start = at
            behind = at + 1
    yield start, end


def _lose_cut_pieces(known: list[Cell | None], start: int, end: int) -> None:
    """Forget the rest of each piece of several cells that writing to `start:end` cuts."""
    while end < len(known) and (cell := known[end]) and not cell[0]:
        known[end] = None
        end += 1
    while start > 0 and (cell := known[start]) and not cell[0]:
        start -= 1
        known[start] = None

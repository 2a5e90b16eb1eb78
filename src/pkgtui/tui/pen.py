"""Writes what changed in a frame in as few bytes as it can: places and styles are named sparingly.

The name of a style takes some twenty bytes in true colour, that of a place eight at most. So all
that has one style is written before anything of the next, wherever that is shorter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

PLAIN_SIGNS = (
    r" -~\u00a1-\u00ac\u00ae-\u02af\u0391-\u03a1\u03a3-\u0481"
    r"\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2298\u2500-\u25fc★☾✓✗✝"
)
PLAIN = re.compile(rf"[{PLAIN_SIGNS}]*")
"""Characters that every terminal draws in one cell and for themselves."""
SEEN_ON_BLANKS = frozenset({"4", "5", "7", "9", "21", "51", "52", "53"})
"""Underlined, blinking, reversed, struck through, framed."""
BRIDGED = 4
"""So few bytes of unchanged cells between two changed ones are sent again: a jump takes as many."""


class Style(NamedTuple):
    """How a cell looks, in the terminal's codes; what is empty is the terminal's own choice."""

    marks: frozenset[str] = frozenset()
    ink: str = ""
    paper: str = ""


Cell = tuple[str, Style]
"""What was sent for a cell: a character, or a piece that terminals measure in different ways.

The further cells that such a piece should take are empty.
"""
Rows = Mapping[int, Sequence[Cell | None]]
"""What each row of the terminal shows, by its number; what is not known is None."""


class Stroke(NamedTuple):
    """A text to be written at a place, in a style.

    Attributes:
        cells: The room it has; where terminals measure it differently, that need not be its width.
        is_plain: Whether it is made of single characters of one cell.
    """

    row: int
    column: int
    text: str
    style: Style
    cells: int
    is_plain: bool


def written(strokes: Sequence[Stroke], rows: Rows) -> str:
    """Return what writes `strokes`, which stand in reading order, the shortest way known.

    Args:
        strokes: What is to be written.
        rows: What will be shown then.
    """
    in_order = _written(strokes, rows)
    groups = _by_style(strokes)
    if len(groups) < 2:  # noqa: PLR2004 - with one group there is nothing to put together
        return in_order
    return min(in_order, _written(chain.from_iterable(groups), rows), key=len)


def _by_style(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Return what can be written in any order by its style, and behind it the other rows."""
    groups: dict[Style, list[Stroke]] = {}
    last: Style | None = None
    bound = _bound(strokes)
    for stroke in strokes:
        if stroke.row not in bound:
            if last is None or not _suits(stroke.text, stroke.style, last):
                last = stroke.style
            groups.setdefault(last, []).append(stroke)
    left = [stroke for stroke in strokes if stroke.row in bound]
    return [*groups.values(), left] if left else [*groups.values()]


def _bound(strokes: Sequence[Stroke]) -> frozenset[int]:
    """Return the rows whose strokes must keep their order, as one may lie over another."""
    bound = set()
    ends: dict[int, int] = {}
    for stroke in strokes:
        if not stroke.is_plain or stroke.column < ends.get(stroke.row, 0):
            bound.add(stroke.row)
        ends[stroke.row] = stroke.column + stroke.cells
    return frozenset(bound)


def _written(strokes: Iterable[Stroke], rows: Rows) -> str:
    pen = _Pen(rows)
    for stroke in strokes:
        pen.write(stroke)
    return pen.finished()


class _Pen:
    """Remembers where it stands and in what style."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._sent: list[str] = []
        self._row = 0
        self._column: int | None = None
        self._style = Style()

    def write(self, stroke: Stroke) -> None:
        """Write one."""
        row, column, text, style, cells, is_plain = stroke
        self._go(row, column)
        if not _suits(text, style, self._style):
            self._sent.append(_step(self._style, style))
            self._style = style
        if is_plain:
            self._sent.append(text)
            self._column = column + cells
        else:
            # The terminal may find it narrower than its room, which then must be blank, and
            # stand anywhere afterwards.
            self._sent.append(f"{' ' * cells}\x1b[{row};{column}H{text}")
            self._column = None

    def finished(self) -> str:
        """Return all that was written, with the terminal's own style at the end."""
        if self._style != Style():
            self._sent.append("\x1b[0m")
        return "".join(self._sent)

    def _go(self, row: int, column: int) -> None:
        if row != self._row or self._column is None or column < self._column:
            self._sent.append(f"\x1b[{row};{column}H")
        elif gap := column - self._column:
            between = self._bridge(self._rows[row][self._column : column]) if gap <= BRIDGED else ""
            self._sent.append(between or f"\x1b[{gap}C")
        self._row, self._column = row, column

    def _bridge(self, between: Sequence[Cell | None]) -> str:
        """Return what writes `between` over again; empty where that takes more than a jump."""
        text = "".join(cell[0] for cell in between if cell and _suits(*cell, self._style))
        # A piece is not written over again, nor the further cells that it takes.
        is_whole = len(text) == len(between) and PLAIN.fullmatch(text)
        return text if is_whole and len(text.encode()) <= BRIDGED else ""


def _suits(text: str, style: Style, present: Style) -> bool:
    """Whether `text` looks as in `style` when it is written in the `present` one."""
    if style == present:
        return True
    is_bare = text.isspace() and not style.marks | (present.marks & SEEN_ON_BLANKS)
    return is_bare and style.paper == present.paper


@lru_cache(maxsize=1024)
def _step(before: Style, after: Style) -> str:
    """Return what changes the terminal's style from `before` to `after`."""
    if before.marks - after.marks:
        codes = ["0", *sorted(after.marks), after.ink, after.paper]
    else:
        ink = "" if after.ink == before.ink else after.ink or "39"
        paper = "" if after.paper == before.paper else after.paper or "49"
        codes = [*sorted(after.marks - before.marks), ink, paper]
    return f"\x1b[{';'.join(filter(None, codes))}m"

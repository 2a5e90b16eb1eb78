"""Which columns of a list fit into a width, and how wide each of them is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import msgspec

Row = TypeVar("Row")

GAP = 2
"""Cells between two columns."""
EASILY_DROPPED = 5
"""Columns with this or a higher `drop` go before others shrink."""


class Column(msgspec.Struct, Generic[Row], frozen=True):
    """One column of a table.

    Attributes:
        id: Names the column; the sort of that name belongs to it.
        width: Cells it needs.
        cell: The text of a row's cell; one line of safe text.
        most: Cells it may have where there is room; 0 for no more than `width`.
        wish: Cells it has before those that are easily dropped have any.
        in_width: Draws the cell either `most` or `width` cells wide, to the cell, where that
            makes more than cutting it off.
        drop: When room is short the column with the highest goes first; those from
            `EASILY_DROPPED` on go before others shrink.
        strong: Whether a row's cell stands out among the others; the text must say so too.
    """

    id: str
    title: str
    width: int
    cell: Callable[[Row], str]
    most: int = 0
    wish: int = 0
    in_width: Callable[[Row, int], str] | None = None
    right: bool = False
    drop: int = 0
    muted: bool = False
    strong: Callable[[Row], bool] | None = None


def fitting(
    columns: Sequence[Column[Row]], room: int, shift: int = 0
) -> list[tuple[Column[Row], int]]:
    """Choose the columns that fit into `room` cells, with the width of each.

    The first always stays; after it `shift` columns are passed over. Of the others those with
    the highest `drop` go first, of equals the last; those that can be drawn smaller are so
    before any but the easily dropped go. What room is left lets the others grow, later ones first.
    """
    chosen = [*columns[:1], *columns[1 + shift :]]
    widths = {
        column.id: column.most if column.in_width else max(column.wish, column.width)
        for column in chosen
    }
    cells = sum(widths.values()) + GAP * (len(chosen) - 1)
    # A turned grid has a column for each of thousands of packages: none is looked at twice.
    going = sorted(range(1, len(chosen)), key=lambda at: (chosen[at].drop, at))
    shrinking = [column for column in chosen if widths[column.id] > column.width]
    while going and cells > room:
        last = chosen[going[-1]]
        if shrinking and last.drop < EASILY_DROPPED:
            column = shrinking.pop(0)
            cells -= widths[column.id] - column.width
            widths[column.id] = column.width
        else:
            going.pop()
            cells -= widths[last.id] + GAP
            if last in shrinking:
                shrinking.remove(last)
    chosen = [*chosen[:1], *map(chosen.__getitem__, sorted(going))]
    left = room - cells
    for column in reversed(chosen):
        if column.in_width is None:
            extra = max(min(column.most - widths[column.id], left), 0)
            left -= extra
            widths[column.id] += extra
    return [(column, widths[column.id]) for column in chosen]

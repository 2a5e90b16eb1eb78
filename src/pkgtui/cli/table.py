"""A list as a table on a terminal, as wide as that is; the only place that draws one with rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Protocol

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_PAGE = 500
"""Rows that are measured and drawn at once: the widest of the first tell how wide all stand."""
_GAP = 2
_LEAST = 8
"""Cells of a column that are worth drawing it, where it has as many."""


class TableColumn(Protocol):
    """What of a column matters here; the attributes are those of `ListColumn`."""

    @property
    def title(self) -> str:
        """What stands over it."""

    @property
    def right(self) -> bool:
        """Whether it stands at the right."""

    @property
    def muted(self) -> bool:
        """Whether it steps back."""


def print_table(columns: Sequence[TableColumn], rows: Iterable[Sequence[str]]) -> None:
    """Print `rows` of one-line texts under the titles.

    What does not fit ends in an ellipsis; the last columns are left out where no room is left.
    """
    console = Console(highlight=False)
    rest = iter(rows)
    page = list(islice(rest, _PAGE))
    widths = _fitted(_widths(columns, page), console.width)
    header = True
    while page:
        table = _table(columns[: len(widths)], widths, header=header)
        for row in page:
            table.add_row(*map(Text, row[: len(widths)]))
        console.print(table, crop=False)
        header = False
        page = list(islice(rest, _PAGE))


def _table(columns: Sequence[TableColumn], widths: Sequence[int], *, header: bool) -> Table:
    table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, show_header=header)
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            Text(column.title),
            width=width,
            justify="right" if column.right else "left",
            style="dim" if column.muted else "",
            no_wrap=True,
            overflow="ellipsis",
        )
    return table


def _widths(columns: Sequence[TableColumn], page: Iterable[Sequence[str]]) -> list[int]:
    titles = [column.title for column in columns]
    return [max(map(cell_len, cells)) for cells in zip(titles, *page, strict=True)]


def _fitted(widths: Sequence[int], room: int) -> list[int]:
    """Take from the widest until all fit; where too little of each is left, leave out the last."""
    # What stands first names the row: half of the room is its own.
    least = [min(width, _LEAST if at else max(room // 2, 1)) for at, width in enumerate(widths)]
    while len(least) > 1 and _with_gaps(least) > room:
        least.pop()
    fitted = list(widths[: len(least)])
    for _ in range(_with_gaps(fitted) - room):
        spare = [at for at, width in enumerate(fitted) if width > least[at]]
        fitted[max(spare, key=fitted.__getitem__, default=0)] -= 1
    return fitted


def _with_gaps(widths: Sequence[int]) -> int:
    return sum(widths) + _GAP * (len(widths) - 1)

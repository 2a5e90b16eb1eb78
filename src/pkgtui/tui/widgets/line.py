"""A line of a table: texts side by side, each plain, "muted" or "strong"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from pkgtui.text import fit
from pkgtui.tui.fitting import GAP, Column, Row


def in_cells(text: str, width: int, ellipsis: str, *, right: bool) -> str:
    """Return `text` in exactly `width` cells, at the left or the `right` end of them."""
    fitted = fit(text, width, ellipsis)
    kept = fitted.rstrip() if right else fitted
    return " " * (len(fitted) - len(kept)) + kept


def row_texts(
    row: Row, columns: Iterable[tuple[Column[Row], int]], ellipsis: str, *, is_faded: bool
) -> Iterator[tuple[str, str]]:
    """Yield the cells of `row` with the gaps behind them, each with its kind."""
    usual = "muted" if is_faded else ""
    for column, width in columns:
        if column.in_width:
            text = column.in_width(row, width)
        else:
            text = in_cells(column.cell(row), width, ellipsis, right=column.right)
        stands_out = column.strong is not None and column.strong(row)
        yield text + " " * GAP, "strong" if stands_out else "muted" if column.muted else usual


def draw_line(
    texts: Iterable[tuple[str, str]], cells: int, style: Style, muted: Color | None, width: int
) -> Strip:
    """Draw `texts`, each with its kind and together of `cells` cells, on a line of `width`.

    The last one ends in a gap, of which as much is left out as there is no room for.
    """
    styles = _styles(style, muted)
    segments: list[Segment] = []
    run, before = "", ""
    for text, kind in texts:
        if kind != before and run:
            segments.append(Segment(run, styles[before]))
            run = ""
        run += text
        before = kind
    if width < cells <= width + GAP:
        run, cells = run[: width - cells], width
    segments.append(Segment(run, styles[before]))
    if cells < width:
        segments.append(Segment(" " * (width - cells), style))
        cells = width
    return Strip(segments, cells).adjust_cell_length(width, style)


@lru_cache(maxsize=32)
def _styles(style: Style, muted: Color | None) -> Mapping[str, Style]:
    return {"": style, "muted": style + Style(color=muted), "strong": style + Style(bold=True)}

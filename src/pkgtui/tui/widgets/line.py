"""A line of a table: texts side by side, each plain, "muted" or "strong"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from pkgtui.text import fit


def in_cells(text: str, width: int, ellipsis: str, *, right: bool) -> str:
    """Return `text` in exactly `width` cells, at the left or the `right` end of them."""
    fitted = fit(text, width, ellipsis)
    kept = fitted.rstrip() if right else fitted
    return " " * (len(fitted) - len(kept)) + kept


def draw_line(
    texts: Iterable[tuple[str, str]], style: Style, muted: Color | None, width: int
) -> Strip:
    """Draw `texts`, each with its kind, on a line of `width` cells and this `style`."""
    styles = _styles(style, muted)
    segments = [Segment(text, styles[kind]) for text, kind in texts]
    return Strip(segments).simplify().adjust_cell_length(width, style)


@lru_cache(maxsize=32)
def _styles(style: Style, muted: Color | None) -> Mapping[str, Style]:
    return {"": style, "muted": style + Style(color=muted), "strong": style + Style(bold=True)}

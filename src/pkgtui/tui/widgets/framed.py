"""Lines within a plain frame."""

from __future__ import annotations

from typing import Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.geometry import Size
from textual.strip import Strip


class FramedLines(StylesCache):
    """Draws the lines of a widget that has a border, or none, and no other decoration.

    Textual considers for each line anew a dozen things that no stylesheet here asks for, a
    third of the time in which a list is drawn. What it puts beside one line stands beside all.
    """

    def __init__(self, *, hollow: bool = False) -> None:
        """Draw a widget; if it is `hollow`, other widgets lie over all of its inside."""
        super().__init__()
        self._is_hollow = hollow
        self._framed_for: object = None
        self._line = Strip([])
        self._left: list[Segment] = []
        self._right: list[Segment] = []

    def render_line(self, styles: Any, y: int, size: Size, *more: Any) -> Strip:
        """Draw the line `y`, counted from the upper end of the frame; `more` is Textual's."""
        gutter = styles.gutter
        if not gutter.top <= y < size.height - gutter.bottom:
            return super().render_line(styles, y, size, *more)
        content_size, _, base_background, background, render_content_line = more[:5]
        framed_for = styles._cache_key, size, base_background, background  # noqa: SLF001 - tells of every change
        if framed_for != self._framed_for:
            self._framed_for = framed_for
            self._line = super().render_line(styles, y, size, *more)
            segments = list(self._line)
            self._left = segments[: gutter.left]
            self._right = segments[len(segments) - gutter.right :]
            return self._line
        if self._is_hollow:
            return self._line
        line = render_content_line(y - gutter.top)
        missing = content_size.width - line.cell_length
        if missing < 0:
            line = line.crop(0, content_size.width)
        inner, _ = self.get_inner_outer(base_background, background)
        blank = [Segment(" " * missing, inner.rich_style)] if missing > 0 else ()
        return Strip([*self._left, *line, *blank, *self._right], size.width)

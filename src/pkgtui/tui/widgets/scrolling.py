"""Rows that scroll, and a scroll bar for which a page that is turned does not wait."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import _RenderCache

from pkgtui.tui.widgets.framed import FramedLines


class LineBar(ScrollBar):
    """Textual's vertical scroll bar, each cell of which is a line.

    Textual renders it as it does any text, which takes a tenth of what a page of a list does.
    """

    def __init__(self, name: str, thickness: int) -> None:
        super().__init__(vertical=True, name=name, thickness=thickness)
        self._styles_cache = FramedLines()

    def _render_content(self) -> None:
        console = self.app.console
        options = console.options.update_dimensions(*self.size)
        cells = Segment.apply_style(console.render(self.render(), options), self.rich_style)
        lines = [Strip([cell], self.size.width) for cell in cells if cell.text != "\n"]
        self._render_cache = _RenderCache(self.size, lines)
        self._dirty_regions.clear()


class Scrolled(ScrollView):
    """Rows of one line that scroll up and down beside such a bar, under a header that stays."""

    _header = 0
    """Lines of the header."""

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar, made when it is first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = LineBar("vertical", self.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)  # noqa: SLF001 - as Textual's own is
        return self._vertical_scrollbar

    @property
    def _page(self) -> int:
        return max(self.scrollable_content_region.height - self._header, 1)

    def _scroll_to_row(self, at: int) -> bool:
        """Scroll no further than it takes to see row `at`; tell whether that was needed."""
        top = round(self.scroll_y)
        wanted = min(max(top, at - self._page + 1), at)
        if wanted == top:
            return False
        self.scroll_to(y=wanted, animate=False)
        return True

    def _refresh_row(self, at: int) -> None:
        line = at - round(self.scroll_y) + self._header
        if self._header <= line < self.size.height:
            self.refresh(Region(0, line, self.size.width, 1))

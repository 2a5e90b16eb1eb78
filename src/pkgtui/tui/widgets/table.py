"""A list of any length that costs only the rows on screen."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from pkgtui.phrases import count
from pkgtui.text import fit
from pkgtui.tui import bindings
from pkgtui.tui.fitting import GAP, Column, Row, fitting
from pkgtui.tui.present import UNICODE, Glyphs
from pkgtui.tui.widgets.framed import FramedLines
from pkgtui.tui.widgets.line import draw_line, in_cells, row_texts
from pkgtui.tui.widgets.scrolling import Scrolled

Item = TypeVar("Item")

_MARKER = 2


class _TableMessage(Message, Generic[Item]):
    def __init__(self, table: Table[Item]) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> Table[Item]:
        """The table, for ``@on`` selectors."""
        return self.table


class Table(Scrolled, Generic[Row], can_focus=True):
    """Rows under a header that stays, drawn line by line, with a cursor.

    The first column stays in place; what does not fit is left out and counted in `left_out`.
    `mark`, of one cell, stands beside the cursor before the rows it is given for.

    Attributes:
        shift: How many columns behind the first are passed over.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings.TABLE
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "table--header",
        "table--row",
        "table--cursor",
        "table--muted",
        "table--empty",
    }

    class Highlighted(_TableMessage[Item]):
        """The cursor came to stand on another row, or on none."""

    class Selected(_TableMessage[Item]):
        """A person chose the row under the cursor."""

        def __init__(self, table: Table[Item], row: Item) -> None:
            super().__init__(table)
            self.row = row

    class Shifted(_TableMessage[Item]):
        """Other columns came into view, or another number of them."""

    class HeaderClicked(_TableMessage[Item]):
        """A person clicked on the title of a column."""

        def __init__(self, table: Table[Item], column: str) -> None:
            super().__init__(table)
            self.column = column

    def __init__(  # noqa: PLR0913 - how a list looks, once, by keyword
        self,
        columns: Sequence[Column[Row]] = (),
        *,
        key: Callable[[Row], Hashable],
        empty: str = "Nothing here.",
        glyphs: Glyphs = UNICODE,
        header: bool = True,
        faded: Callable[[Row], bool] = lambda _: False,
        mark: Callable[[Row], str] | None = None,
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self._styles_cache = FramedLines()
        self.columns: Sequence[Column[Row]] = columns
        self.rows: Sequence[Row] = ()
        self.empty = empty
        self.cursor = 0
        self.sorted_by = ""
        self.sign = ""
        self._key = key
        self._glyphs = glyphs
        self._header = int(header)
        self._faded = faded
        self._mark = mark
        self.shift = 0
        self._told = 0
        self._fitting: tuple[int, list[tuple[Column[Row], int]]] = (-1, [])

    @property
    def current(self) -> Row | None:
        """The row under the cursor; None in an empty table."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def left_out(self) -> int:
        """How many columns do not fit."""
        is_laid_out = self.scrollable_content_region
        return len(self.columns) - len(self._columns_that_fit()) if is_laid_out else 0

    @property
    def left_out_words(self) -> str:
        """How many columns do not fit and the key that shows them; empty when all do."""
        words = f"{count(self.left_out, 'column')} hidden" if self.left_out else ""
        return f"{words}: right" if words and self.can_focus else words

    @property
    def leading(self) -> Column[Row] | None:
        """The column right of the first; `left` and `right` change which it is."""
        shown = self._columns_that_fit()
        return shown[1][0] if len(shown) > 1 else None

    def show(
        self, rows: Sequence[Row], *, keep_cursor: bool = True, cursor: int | None = None
    ) -> None:
        """Replace the rows; the cursor stays on the row of the same key if it is still there.

        Who knows on which of the `rows` that is spares looking through all of them.
        """
        before = self.current
        old_key = None if before is None else self._key(before)
        self.rows = rows
        if cursor is None:
            cursor = self._place_of(old_key) if keep_cursor else 0
        self.cursor = min(cursor, max(len(rows) - 1, 0))
        self._fitting = (-1, [])
        self.virtual_size = Size(0, len(rows) + self._header)
        self._scroll_to_row(self.cursor)
        self.refresh()
        after = self.current
        if old_key != (None if after is None else self._key(after)):
            self.post_message(self.Highlighted(self))

    def show_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Replace the columns; where they are the same as before, those in view stay."""
        if [column.id for column in columns] != [column.id for column in self.columns]:
            self.shift = 0
        self.columns = columns
        self._fitting = (-1, [])
        self.refresh()

    def mark_sorted(self, column: str, sign: str) -> None:
        """Show `sign` beside the title of the column that the rows are sorted by."""
        self.sorted_by, self.sign = column, sign
        self.refresh()

    def move_to(self, at: int) -> None:
        """Put the cursor on row `at`, or the nearest there is."""
        at = max(0, min(at, len(self.rows) - 1))
        if not self.rows or at == self.cursor:
            return
        before, self.cursor = self.cursor, at
        if not self._scroll_to_row(self.cursor):
            self._refresh_row(before)
            self._refresh_row(at)
        self.post_message(self.Highlighted(self))

    def _place_of(self, key: Hashable) -> int:
        """The place of the row with `key`, most likely the one before."""
        at, rows = self.cursor, self.rows
        if key is None or (at < len(rows) and self._key(rows[at]) == key):
            return at
        return next((place for place, row in enumerate(rows) if self._key(row) == key), 0)

    # -- what a person does ----------------------------------------------------------

    def action_move(self, by: int) -> None:
        """Move the cursor `by` rows."""
        self.move_to(self.cursor + by)

    def action_page(self, pages: float) -> None:
        """Move the cursor by a part of what is visible."""
        self.move_to(self.cursor + round(self._page * pages))

    def action_first(self) -> None:
        """Go to the first row."""
        self.move_to(0)

    def action_last(self) -> None:
        """Go to the last row."""
        self.move_to(len(self.rows) - 1)

    def action_shift(self, by: int) -> None:
        """Bring columns into view that did not fit."""
        shift = max(0, min(self.shift + by, len(self.columns) - 2))
        if shift != self.shift and (self.left_out or by < 0):
            self.shift_to(shift)
            self.post_message(self.Shifted(self))

    def shift_to(self, shift: int) -> None:
        """Pass over the first `shift` columns behind the one that stays."""
        self.shift = shift
        self._fitting = (-1, [])
        self.refresh()

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        if (row := self.current) is not None:
            self.post_message(self.Selected(self, row))

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to the row clicked on; choose it at the second click."""
        at = event.get_content_offset(self)
        if at is None:
            return
        if self._header and at.y == 0:
            self._click_header(at.x)
            return
        row = at.y - self._header + round(self.scroll_y)
        if row < len(self.rows):
            if row == self.cursor and event.chain > 1:
                self.action_select()
            self.move_to(row)

    def _click_header(self, x: int) -> None:
        end = _MARKER
        for column, width in self._columns_that_fit():
            end += width + GAP
            if x < end:
                self.post_message(self.HeaderClicked(self, column.id))
                return

    def on_resize(self) -> None:
        """Keep the cursor in view, and have it told which columns are not."""
        self._scroll_to_row(self.cursor)
        if self.left_out != self._told:
            self._told = self.left_out
            # The first paint is whole only if nothing asks for a part of it before.
            self.call_after_refresh(self.post_message, self.Shifted(self))

    def _focus_changed(self) -> None:
        self._refresh_row(self.cursor)

    on_focus = on_blur = _focus_changed

    # -- drawing -----------------------------------------------------------------------

    def _columns_that_fit(self) -> list[tuple[Column[Row], int]]:
        return self._columns_in(self.scrollable_content_region.width)

    def _columns_in(self, width: int) -> list[tuple[Column[Row], int]]:
        if self._fitting[0] != width:
            self._fitting = (width, fitting(self.columns, width - _MARKER - 1, self.shift))
        return self._fitting[1]

    def render_line(self, y: int) -> Strip:
        """Draw the line `y` of what is visible."""
        width = self.scrollable_content_region.width
        if self._header and y == 0:
            style = self.get_component_rich_style("table--header")
            return self._line(self._titles(width), style, width)
        at = y - self._header + round(self.scroll_y)
        if at < len(self.rows):
            return self._draw_row(at, width)
        if not self.rows and y == self._header:
            style = self.get_component_rich_style("table--empty")
            return Strip([Segment(fit("  " + self.empty, width, self._glyphs.ellipsis), style)])
        return Strip.blank(width, self.get_component_rich_style("table--row"))

    def title_of(self, column: Column[Row]) -> str:
        """What stands over `column`, with the sign of the order if the rows stand by it."""
        return column.title + self.sign * (column.id == self.sorted_by)

    def _titles(self, width: int) -> list[tuple[str, str]]:
        titles, ellipsis = [(" " * _MARKER, "")], self._glyphs.ellipsis
        for column, cells in self._columns_in(width):
            title = self.title_of(column)
            titles.append((in_cells(title, cells, ellipsis, right=column.right) + " " * GAP, ""))
        return titles

    def _draw_row(self, at: int, width: int) -> Strip:
        is_current = at == self.cursor
        row, ellipsis = self.rows[at], self._glyphs.ellipsis
        mark = self._mark(row) if self._mark else ""
        texts = [((self._glyphs.cursor if is_current else " ") + (mark or " "), "")]
        texts += row_texts(row, self._columns_in(width), ellipsis, is_faded=self._faded(row))
        if is_current:
            # One colour on the cursor's own: a second would not stand out from it everywhere.
            style = self.get_component_rich_style("table--cursor")
            return self._line([(text, "") for text, _ in texts], style, width)
        return self._line(texts, self.get_component_rich_style("table--row"), width)

    def _line(self, texts: Iterable[tuple[str, str]], style: Style, width: int) -> Strip:
        cells = _MARKER + sum(cells + GAP for _, cells in self._columns_in(width))
        muted = self.get_component_rich_style("table--muted").color
        return draw_line(texts, cells, style, muted, width)

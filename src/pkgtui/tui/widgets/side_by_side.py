"""Packages as columns and facts as rows, with a cursor that goes over both."""

from __future__ import annotations

from pkgtui.models.compare import Fact
from pkgtui.tui.fitting import Column
from pkgtui.tui.present import Glyphs
from pkgtui.tui.widgets.table import Table


class SideBySide(Table[Fact]):
    """A table in which left and right go from column to column; the first one has the labels.

    Attributes:
        at: Which of the other columns the cursor is in.
    """

    def __init__(self, glyphs: Glyphs, empty: str) -> None:
        super().__init__(key=lambda fact: fact.id, glyphs=glyphs, empty=empty)
        self.at = 0
        self._cursor_sign = glyphs.cursor

    def show_columns(self, columns: list[Column[Fact]]) -> None:  # type: ignore[override]  # no other list is taken
        """Replace the columns; the cursor stays where it is, as far as there are so many."""
        super().show_columns(columns)
        self.at = max(0, min(self.at, len(columns) - 2))
        self._bring_into_view()

    def title_of(self, column: Column[Fact]) -> str:
        """The name of a package, that under the cursor with its sign."""
        is_current = self.columns.index(column) == self.at + 1
        return f"{self._cursor_sign if is_current else ' '}{column.title}"

    def action_shift(self, by: int) -> None:
        """Go to another column."""
        self.go_to(self.at + by)

    def go_to(self, at: int) -> None:
        """Put the cursor into column `at`, or the nearest there is."""
        at = max(0, min(at, len(self.columns) - 2))
        if at != self.at:
            self.at = at
            self._bring_into_view()
            self.refresh()
            self.post_message(self.Shifted(self))

    def on_resize(self) -> None:
        """Keep the column under the cursor in view."""
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        self.shift_to(min(self.shift, self.at))
        while self.at >= self.shift + max(len(self.columns) - 1 - self.left_out, 1):
            self.shift_to(self.shift + 1)

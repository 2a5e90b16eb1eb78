"""A list as a Textual program has it by default: ``data_table.py FILE.csv`` in a DataTable."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable


class Lists(App[None]):
    """Shows a CSV file; its first row names the columns."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Make the one widget."""
        yield DataTable(cursor_type="row")

    def on_mount(self) -> None:
        """Fill it."""
        with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
            titles, *rows = csv.reader(file)
        table = self.query_one(DataTable)
        table.add_columns(*titles)
        table.add_rows(rows)


if __name__ == "__main__":
    Lists().run()

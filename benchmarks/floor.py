"""The least a Textual program can be: one widget, one line, a count of the keys pressed.

What the dashboard takes is told as a multiple of what this takes.
"""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Static


class Floor(App[None]):
    """Shows its one line, and a new one at each key."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]
    _keys = 0

    def compose(self) -> ComposeResult:
        """Make the one widget."""
        yield Static("floor 0", markup=False)

    def on_key(self, event: events.Key) -> None:
        """Count a key."""
        if event.key != "q":
            self._keys += 1
            self.query_one(Static).update(f"floor {self._keys}", layout=False)


if __name__ == "__main__":
    Floor().run()

"""The one-line input under a list."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class FilterInput(Input):
    """Hidden until it is opened; Enter keeps the words, Escape drops them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "drop", "Drop the filter", show=True, key_display="esc", id="filter.drop"
        ),
        Binding("enter,down", "keep", "Keep", show=True, key_display="enter", id="filter.keep"),
    ]

    class Closed(Message):
        """The keys go back to the list."""

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, max_length=200)
        # A blinking cursor would send bytes for ever.
        self.cursor_blink = False
        self.display = False

    @property
    def words(self) -> str:
        """What is typed, without the space around it."""
        return self.value.strip()

    def open(self) -> None:
        """Show the input and take the keys."""
        self.display = True
        self.focus()

    def action_keep(self) -> None:
        """Give the keys back; the words go on filtering."""
        self.display = bool(self.words)
        self.post_message(self.Closed())

    def action_drop(self) -> None:
        """Empty and hide the input."""
        self.value = ""
        self.display = False
        self.post_message(self.Closed())

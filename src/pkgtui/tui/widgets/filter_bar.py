"""The line under a list in which its filter is typed."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.widget import Widget


class FilterBar(Widget):
    """Hidden until it is opened; the input in it is made when it is first wanted.

    Attributes:
        words: What is typed, without the space around it.
    """

    class Changed(Message):
        """Other words are to filter the list."""

    class Closed(Message):
        """The keys go back to the list."""

    def __init__(self, hint: str, words: str = "") -> None:
        """Filter by `words` until others are typed; `hint` stands where there are none."""
        super().__init__()
        self.words = words
        self._hint = hint
        self.display = False

    async def open(self) -> None:
        """Show the input and give it the keys."""
        from pkgtui.tui.widgets.filter_input import FilterInput  # noqa: PLC0415 - no list needs it

        self.display = True
        if not self.children:
            await self.mount(FilterInput(self._hint, self.words, self.take))
        self.children[0].focus()

    def take(self, words: str) -> None:
        """Filter by `words` from now on."""
        self.words = words.strip()
        self.post_message(self.Changed())

    @on(Closed)
    def _hide_when_empty(self) -> None:
        self.display = bool(self.words)

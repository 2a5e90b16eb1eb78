"""A line of words to type."""

from __future__ import annotations

from textual.widgets import Input

from pkgtui.tui.pasting import LONGEST_LINE


class LineInput(Input):
    """Takes a bounded number of characters; of what is pasted, as much as there is room for."""

    def __init__(self, hint: str, words: str = "") -> None:
        """Begin with `words`; show `hint` while empty."""
        super().__init__(words, placeholder=hint, select_on_focus=False, max_length=LONGEST_LINE)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text`, or its beginning, in place of what stands between `start` and `end`."""
        room = LONGEST_LINE - len(self.value) + abs(end - start)
        super().replace(text[: max(room, 0)], start, end)

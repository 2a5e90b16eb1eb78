"""What stands in the lower border of a pane."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


def note_below(pane: Widget, words: str) -> None:
    """Write `words` into the lower border of `pane`; the same once more paints nothing."""
    # Told as markup, even what was set as plain content.
    if str(pane.border_subtitle or "") != Content(words).markup:
        pane.border_subtitle = Content(words)

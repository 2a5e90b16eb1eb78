"""What stands in the lower border of a pane."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


def note_below(pane: Widget, words: str) -> None:
    """Write `words` into the lower border of `pane`, and paint no more than that."""
    content = Content(words)
    if content == (pane._border_subtitle or Content()):  # noqa: SLF001 - its property has the pane painted whole
        return
    pane._border_subtitle = content  # noqa: SLF001 - likewise
    inside = pane.content_size
    pane.refresh(Region(-1, inside.height, inside.width + 2, 1))

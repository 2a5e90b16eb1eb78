"""Text that is as high as it needs to be."""

from __future__ import annotations

from textual.visual import VisualType
from textual.widgets import Static


class Words(Static):
    """Untrusted text, which is no markup, and whose height follows it."""

    def __init__(self, content: VisualType = "", *, id: str | None = None) -> None:  # noqa: A002 - as every widget names it
        super().__init__(content, id=id, markup=False)

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        """Show `content`."""
        # Of two changes between which the screen is laid out, Textual keeps the first one's height.
        self._box_model_cache.clear()
        super().update(content, layout=layout)

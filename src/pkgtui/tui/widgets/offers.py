"""What may be typed next, or what is wrong, beside the line in which a filter is typed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Offset, Region
from textual.widgets import Static

from pkgtui.models.query import Completion
from pkgtui.text import fit, one_line
from pkgtui.tui.flowing import in_lines, room_in, short
from pkgtui.tui.present import Glyphs

MOST_LINES = 6
_WIDEST = 76
_WIDEST_TEXT = 36
_FRAME = 2


class Offers(Static):
    """Laid over the screen, so that the list beneath need not make room."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(markup=False)
        self._glyphs = glyphs
        self.display = False

    def offer(self, completions: Sequence[Completion], taken: int | None, line: Region) -> None:
        """Show what may stand in the `line`; the one that Tab takes, or has taken, is marked."""
        chosen = taken or 0
        first = max(0, chosen - MOST_LINES + 1)
        shown = completions[first : first + MOST_LINES]
        texts = [short(it.text, _WIDEST_TEXT, self._glyphs.ellipsis) for it in shown]
        cells = max(map(cell_len, texts))
        room = self._room
        lines = []
        for at, (text, it) in enumerate(zip(texts, shown, strict=True), first):
            sign = self._glyphs.cursor if at == chosen else " "
            words = f"{sign}{fit(text, cells)}  {one_line(it.about)}"
            words = fit(words, room, self._glyphs.ellipsis)
            lines.append(Content.styled(words, "bold" if at == chosen else ""))
        left_out = len(completions) - len(shown)
        more = f", {left_out} more" if left_out else ""
        self._show(Content("\n").join(lines), len(lines), f"tab completes{more}", line)

    def tell(self, trouble: str, line: Region) -> None:
        """Show why what stands in the `line` cannot be read."""
        words = in_lines(f"{trouble}.", self._room, MOST_LINES, self._glyphs.ellipsis)
        self._show(Content(words), words.count("\n") + 1, "not read yet", line)

    def hide(self) -> None:
        """Show nothing."""
        self.display = False

    @property
    def _width(self) -> int:
        return min(self.screen.size.width, _WIDEST)

    @property
    def _room(self) -> int:
        return room_in(self._width - _FRAME)

    def _show(self, content: Content, lines: int, title: str, line: Region) -> None:
        height = lines + _FRAME
        fits_below = line.bottom + height <= self.screen.size.height
        place = Offset(line.x, line.bottom if fits_below else line.y - height)
        self.styles.width, self.styles.height = self._width, height
        if self.absolute_offset != place:
            self.absolute_offset = place
            self.refresh(layout=True)
        self.border_title = Content(title)
        self.update(content, layout=False)
        self.display = True

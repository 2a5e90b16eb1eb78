"""What may be typed next, or what is wrong, beside the line in which a filter is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Offset, Region

from pkgtui.models.query import Completion
from pkgtui.text import fit, one_line
from pkgtui.tui.flowing import in_lines, room_in, short
from pkgtui.tui.present import Glyphs
from pkgtui.tui.widgets.words import Words

MOST_LINES = 6
_WIDEST = 76
_WIDEST_TEXT = 36
_FRAME = 2


class Offers(Words):
    """Laid over the screen, so that the list beneath need not make room."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._again: Callable[[Region], None] = lambda _line: None
        self._line = Region()
        self.display = False

    def offer(self, completions: Sequence[Completion], taken: int | None, line: Region) -> None:
        """Show what may stand in the `line`; the one that Tab takes, or has taken, is marked."""
        self._again = partial(self.offer, completions, taken)
        chosen, most = taken or 0, self._most_lines(line)
        first = max(0, chosen - most + 1)
        shown = completions[first : first + most]
        room, ellipsis = self._room(line), self._glyphs.ellipsis
        texts = [short(it.text, _WIDEST_TEXT, ellipsis) for it in shown]
        cells = max(map(cell_len, texts))
        lines = []
        for at, (text, it) in enumerate(zip(texts, shown, strict=True), first):
            sign = self._glyphs.cursor if at == chosen else " "
            words = fit(f"{sign}{fit(text, cells)}  {one_line(it.about)}", room, ellipsis)
            lines.append(Content.styled(words, "bold" if at == chosen else ""))
        left_out = len(completions) - len(shown)
        more = f", {left_out} more" if left_out else ""
        self._show(Content("\n").join(lines), len(lines), f"tab completes{more}", line)

    def tell(self, trouble: str, line: Region) -> None:
        """Show why what stands in the `line` cannot be read."""
        self._again = partial(self.tell, trouble)
        words = in_lines(
            f"{trouble}.", self._room(line), self._most_lines(line), self._glyphs.ellipsis
        )
        self._show(Content(words), words.count("\n") + 1, "not read yet", line)

    def follow(self, line: Region) -> None:
        """Show the same beside the `line` where it is now."""
        if self.display and line != self._line:
            self._again(line)

    def hide(self) -> None:
        """Show nothing."""
        self.display = False

    def _width(self, line: Region) -> int:
        return min(self.screen.size.width - line.x, _WIDEST)

    def _room(self, line: Region) -> int:
        return room_in(self._width(line) - _FRAME)

    def _below(self, line: Region) -> int:
        return self.screen.size.height - line.bottom

    def _goes_below(self, line: Region) -> bool:
        """Whether there is room under the line; a bar at the bottom has more of it above."""
        below = self._below(line)
        return below >= MOST_LINES + _FRAME or below >= line.y

    def _most_lines(self, line: Region) -> int:
        room = self._below(line) if self._goes_below(line) else line.y
        return max(1, min(MOST_LINES, room - _FRAME))

    def _show(self, content: Content, lines: int, title: str, line: Region) -> None:
        self._line, height = line, lines + _FRAME
        place = Offset(line.x, line.bottom if self._goes_below(line) else line.y - height)
        self.styles.width, self.styles.height = self._width(line), height
        if self.absolute_offset != place:
            self.absolute_offset = place
            self.refresh(layout=True)
        self.border_title = Content(title)
        self.update(content, layout=False)
        self.display = True

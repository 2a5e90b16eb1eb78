"""What the dashboard tells its terminal in other ways than Textual would."""

from __future__ import annotations

import os
from functools import cached_property
from typing import Any, cast

from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.message import Message
from textual.timer import Timer

from pkgtui.tui.clipboard import clipboard_sequence
from pkgtui.tui.frames import Frames, is_frame
from pkgtui.tui.pacing import PATIENCE, Pace
from pkgtui.tui.remote import is_on_a_line, terminal_name
from pkgtui.tui.terminal import TerminalApp

_FRAME_MARKS = ("\x1b[?2026h", "\x1b[?2026l")
"""What Textual sends before and after each frame, for terminals to show it at once."""
_LAST_ANSWERS = 0.8
"""Seconds that a program which ends waits for answers, of the time in which it has to."""
DRAWN_AFTER = 0.01
"""Seconds in which a place that is there already is laid out, so that it is drawn once."""
SETTLED_AFTER = 0.05
"""Seconds in which a terminal that is being resized has come to its size."""


class LeanDriver(Driver):
    """Sends only what the terminal does not show yet; goes before the system's own driver.

    Attributes:
        pace: Where the terminal is at the far end of a line; None at hand.
    """

    frames: Frames
    pace: Pace | None

    def write(self, data: str) -> None:
        """Send a frame's changes, unless the line is full of others; and all else as it is."""
        if is_frame(data) or data in _FRAME_MARKS:
            data = self._paced(data)
        elif "\x1b[?1049" in data:
            # The program comes or goes; what other programs leave behind is not known.
            self.frames.forget()
            if self.pace:
                self.pace.begin_anew()
        if data:
            super().write(data)  # type: ignore[safe-super]  # a real driver comes next in line

    def _paced(self, data: str) -> str:
        pace = self.pace
        if pace and not pace.is_clear():
            if not pace.has_missed:
                pace.has_missed = True
                # Should no answer come, what was missed is drawn all the same.
                self._app.set_timer(PATIENCE + 1, self._catch_up)
            return ""
        if data in _FRAME_MARKS:
            return data
        changes = self.frames.changes(data)
        return changes + pace.sent(len(changes.encode())) if pace and changes else changes

    def process_message(self, message: Message) -> None:
        """Take what came from the terminal, in a thread; its answers are for nobody else."""
        if not isinstance(message, events.CursorPosition):
            super().process_message(message)
        elif self.pace:
            self.pace.answered()
            self._app.call_later(self._catch_up)

    def disable_input(self) -> None:
        """Read no more, once what was asked is answered: who reads next would take it for keys."""
        if self.pace:
            self.pace.await_answers(_LAST_ANSWERS)
        super().disable_input()  # type: ignore[safe-super]  # likewise

    def _catch_up(self) -> None:
        """Draw what was missed, if that can be sent now."""
        if self.pace and self.pace.has_missed and self.pace.is_clear():
            self.pace.has_missed = False
            self._app.refresh()


class SparingApp(TerminalApp):
    """An app that spares the line to its terminal, and reaches the clipboard through tmux."""

    _drawing: Timer | None = None
    _size_at_start: Size | None = None
    _has_started = False

    def __init__(self) -> None:
        super().__init__()
        # The stylesheets leave out what would have the whole screen sent for a decoration.
        self.set_class(self._is_on_a_line, "-remote")

    @cached_property
    def _is_on_a_line(self) -> bool:
        return is_on_a_line(os.environ, terminal_name())

    def get_driver_class(self) -> type[Driver]:
        """Put the sparing of bytes before the system's driver."""
        self._frames = Frames()
        driver = super().get_driver_class()
        if os.name != "posix":
            # On Windows frames are written in parts.
            return driver
        kept = {"frames": self._frames, "pace": Pace() if self._is_on_a_line else None}
        made: Any = type("PkgtuiDriver", (LeanDriver, driver), kept)
        return cast("type[Driver]", made)

    def on_resize(self, event: events.Resize) -> None:
        """Draw everything anew: terminals shift lines about when they change their size."""
        self._frames.size = (event.size.width, event.size.height)
        if not self._has_started:
            # Until the first screen stands Textual tells the size more than once.
            self._size_at_start = self._size_at_start or event.size
            if event.size == self._size_at_start:
                return
        self._frames.forget()
        if self._drawing is not None:
            self._drawing.stop()
        # By then it is laid out; Textual alone draws nothing if the size is the old one again.
        self._drawing = self.set_timer(SETTLED_AFTER, self.refresh)

    def delay_update(self, delay: float = DRAWN_AFTER) -> None:
        """Draw another place when it stands; Textual would wait a twentieth of a second."""
        super().delay_update(delay)

    def on_ready(self) -> None:
        """Take every size that is told from now on for a change."""
        self._has_started = True

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keep the cursor of every input steady: a blinking one would send bytes for ever."""
        focused: Any = event.widget
        if hasattr(focused, "cursor_blink"):
            focused.cursor_blink = False

    def action_redraw(self) -> None:
        """Draw everything anew, over whatever else was written to the terminal."""
        self._frames.forget()
        self.refresh()

    def copy_to_clipboard(self, text: str) -> None:
        """Send `text` to the clipboard of the terminal, unless it is too long for one."""
        self._clipboard = text
        sequence = clipboard_sequence(text, os.environ)
        if sequence and self._driver is not None:
            self._driver.write(sequence)

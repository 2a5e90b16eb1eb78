"""What the dashboard tells its terminal in other ways than Textual would."""

from __future__ import annotations

import os
from typing import Any, cast

from textual import events
from textual.driver import Driver
from textual.geometry import Size
from textual.timer import Timer

from pkgtui.tui.clipboard import clipboard_sequence
from pkgtui.tui.frames import Frames, is_frame
from pkgtui.tui.remote import is_remote
from pkgtui.tui.terminal import TerminalApp

SETTLED_AFTER = 0.05
"""Seconds in which a terminal that is being resized has come to its size."""


class LeanDriver(Driver):
    """Sends only what the terminal does not show yet; goes before the system's own driver."""

    frames: Frames

    def write(self, data: str) -> None:
        """Send a frame's changes, and everything else as it is."""
        if is_frame(data):
            data = self.frames.changes(data)
        elif "\x1b[?1049" in data:
            # The program comes or goes; what other programs leave behind is not known.
            self.frames.forget()
        if data:
            super().write(data)  # type: ignore[safe-super]  # a real driver comes next in line


class SparingApp(TerminalApp):
    """An app that spares the line to its terminal, and reaches the clipboard through tmux."""

    _drawing: Timer | None = None
    _size_at_start: Size | None = None
    _has_started = False

    def __init__(self) -> None:
        super().__init__()
        # The stylesheets leave out what would have the whole screen sent for a decoration.
        self.set_class(is_remote(os.environ), "-remote")

    def get_driver_class(self) -> type[Driver]:
        """Put the sparing of bytes before the system's driver."""
        self._frames = Frames()
        driver = super().get_driver_class()
        if os.name != "posix":
            # On Windows frames are written in parts.
            return driver
        made: Any = type("PkgtuiDriver", (LeanDriver, driver), {"frames": self._frames})
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

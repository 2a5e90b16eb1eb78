"""An app that takes its terminal as it is, and leaves it well whatever happens."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import ANSIToTruecolor, LineFilter
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import WorkerFailed

LEAST_WIDTH, LEAST_HEIGHT = 40, 10
"""Cells below which there is only room for asking for more."""
NARROW_BELOW, SHORT_BELOW = 66, 20
"""Cells below which the stylesheets put under each other what else stands side by side."""
REST = 0.2
"""Seconds without a change after which a window has its size."""
CRAMPED = "-cramped"
"""The class of the app while there is no room."""


class TerminalApp(App[None]):
    """Ends at an exception without a word: what there is to tell is told on a restored terminal."""

    def __init__(self) -> None:
        # Without a word Textual would turn colours into greys of its own.
        super().__init__(ansi_color=True if os.environ.get("NO_COLOR") else None)

    def get_driver_class(self) -> type[Driver]:
        """Choose what stands between the app and the terminal."""
        if os.name != "posix":
            return super().get_driver_class()
        from pkgtui.tui.driver import TerminalDriver  # noqa: PLC0415 - other systems lack its parts

        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Have nothing translated into true colour that is in it already, as all our themes are."""
        filters = super().get_line_filters()
        return [each for each in filters if not isinstance(each, ANSIToTruecolor)]

    @property
    def crash(self) -> BaseException | None:
        """The exception that ended the app; None as long as there was none."""
        error = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def panic(self, *renderables: RenderableType) -> None:
        """End; the exception is kept in `crash`."""
        del renderables
        self._close_messages_no_wait()

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    # -- room ------------------------------------------------------------------------------

    _had_focus: Mapping[Screen[object], Widget | None] = {}
    _resting: Timer | None = None
    _has_settled = False

    def on_resize(self, event: events.Resize) -> None:
        """Ask for room where there is too little; forget nothing meanwhile."""
        self._had_focus = {
            screen: screen.focused or self._had_focus.get(screen) for screen in self.screen_stack
        }
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._settle)
        is_cramped = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        self.set_class(is_cramped, CRAMPED)
        self.set_class(event.size.width < NARROW_BELOW, "-narrow")
        self.set_class(event.size.height < SHORT_BELOW, "-short")

    def _settle(self) -> None:
        if not self.screen_stack:
            return  # The program has ended meanwhile.
        # Textual's own timer may miss its moment on a busy machine, and then is never set again.
        self._check_resize()
        if self._has_settled:
            # What was drawn for a size in between is drawn for this one; nothing is sent twice.
            for screen in self.screen_stack:
                screen.query("*").refresh()
        self._has_settled = True
        self._give_focus_back()

    def _give_focus_back(self) -> None:
        """What is not shown loses the keys; it has them again with its place."""
        for screen, widget in self._had_focus.items():
            if widget is not None and widget.is_attached and screen.focused is None:
                screen.set_focus(widget, scroll_visible=False)

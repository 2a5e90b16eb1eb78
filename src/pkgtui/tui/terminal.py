"""An app that leaves its terminal well, whatever happens to it."""

from __future__ import annotations

import os

from rich.console import RenderableType
from textual.app import App
from textual.driver import Driver
from textual.worker import WorkerFailed


class TerminalApp(App[None]):
    """Ends at an exception without a word: what there is to tell is told on a restored terminal."""

    def get_driver_class(self) -> type[Driver]:
        """Choose what stands between the app and the terminal."""
        if os.name != "posix":
            return super().get_driver_class()
        from pkgtui.tui.driver import TerminalDriver  # noqa: PLC0415 - other systems lack its parts

        return TerminalDriver

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

"""What becomes of links and of texts to copy, on a laptop and on a server."""

from __future__ import annotations

import asyncio
import os

from textual import on, work
from textual.content import Content

from pkgtui.text import fit
from pkgtui.tui import browser, messages
from pkgtui.tui.clipboard import MOST
from pkgtui.tui.dialogs import reader
from pkgtui.tui.orderly import OrderlyApp
from pkgtui.tui.pasting import PasteApp
from pkgtui.tui.sparing import SparingApp

TOLD_CELLS = 200
"""Of an address that is told in passing: more would hide the screen."""


class LinkApp(PasteApp, OrderlyApp, SparingApp):
    """An app that copies and opens what its screens ask for, or says why not."""

    def warn(self, sentence: str) -> None:
        """Tell the person something in passing."""
        self.notify(sentence, severity="warning", markup=False)

    @on(messages.CopyText)
    def _copy(self, event: messages.CopyText) -> None:
        if len(event.text.encode()) > MOST:
            self.warn("This is too long for the clipboard of a terminal.")
            return
        self.copy_to_clipboard(event.text)
        self.notify(event.told, title="Sent to your terminal's clipboard", markup=False)

    @on(messages.OpenLink)
    def _open_link(self, event: messages.OpenLink) -> None:
        from pkgtui.models.links import why_not_openable  # noqa: PLC0415 - no start needs it

        reason = why_not_openable(event.url)
        if reason is not None:
            self.warn(f"This link is not opened: {reason}. {fit(event.url, TOLD_CELLS).rstrip()}")
        elif browser.has_browser(os.environ):
            self._browse(event.url)
        else:
            self._show_link(event.url)

    @work(group="browser", exclusive=True, exit_on_error=True)
    async def _browse(self, url: str) -> None:
        if not await asyncio.to_thread(browser.open_in_browser, url):
            self._show_link(url)

    def _show_link(self, url: str) -> None:
        self.copy_to_clipboard(url)
        words = (
            "There is no browser here. The address was sent to your terminal's clipboard.",
            url,
            "To select it with the mouse, hold Shift while you drag (Option on a Mac).",
        )
        self.push_screen(reader(" Link ", Content("\n\n".join(words)), bare=True))

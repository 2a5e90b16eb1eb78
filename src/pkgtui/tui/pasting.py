"""What is pasted is text from outside like any other: bounded, clean, and never taken for keys."""

from __future__ import annotations

import os
from collections.abc import Iterable
from time import monotonic

from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.message import Message

from pkgtui.text import clean, one_line

LONGEST_LINE = 200
"""Characters that an input takes."""
TYPED_AT_ONCE = 256
"""Characters beyond which what arrives in one piece was not typed."""

_BEGIN, _END = "\x1b[200~", "\x1b[201~"
_PAUSE = 0.1  # seconds, which a paste without marks does not make
_KEPT = 4 * LONGEST_LINE  # of a paste, as it comes: much of it may be blanks


class BoundedParser(XTermParser):
    """Reads keys and pastes; of a paste only the beginning goes on.

    Textual's own gathers a paste of any length, reads keys in what follows an escape in it, and
    takes one from a terminal that does not mark pastes for as many keys.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._room: int | None = None
        self._held = ""
        self._paste_ends = 0.0

    def feed(self, data: str) -> Iterable[Message]:
        """Read `data`; an empty text ends the reading."""
        bounded = self._bounded(data)
        return super().feed(bounded) if bounded or not data else ()

    def _bounded(self, data: str) -> str:
        data, self._held = self._held + data, ""
        kept = ""
        while data:
            if self._room is None:
                typed, begin, data = data.partition(_BEGIN)
                kept += self._typed(typed) + begin
                self._room = _KEPT if begin else None
            else:
                pasted, end, data = data.partition(_END)
                if not end:
                    # The end of the paste may have arrived in part.
                    at = len(pasted) - len(_END) + 1
                    pasted, self._held = pasted[: max(at, 0)], pasted[max(at, 0) :]
                pasted = pasted[: self._room].replace("\x1b", "")
                kept += pasted + end
                self._room = None if end else self._room - len(pasted)
        return kept

    def _typed(self, text: str) -> str:
        """Return `text`, or where nobody can have typed it, its beginning marked as a paste."""
        now = monotonic()
        goes_on = now < self._paste_ends
        plain, escape, rest = text.partition("\x1b")
        if len(plain) > TYPED_AT_ONCE:
            self._paste_ends = now + _PAUSE
            plain = f"{_BEGIN}{plain[:_KEPT]}{_END}"
        return escape + rest if goes_on else plain + escape + rest


if os.name == "posix":
    from textual.drivers import linux_driver

    # Textual's driver makes its parser itself and cannot be handed another.
    linux_driver.XTermParser = BoundedParser  # type: ignore[attr-defined]


class PasteApp(App[None]):
    """An app whose inputs get what is pasted as one clean line of bounded length."""

    async def on_event(self, event: events.Event) -> None:
        """Clean what is pasted before any widget sees it."""
        if isinstance(event, events.Paste):
            event.text = one_line(clean(event.text[:_KEPT]))[:LONGEST_LINE]
        await super().on_event(event)

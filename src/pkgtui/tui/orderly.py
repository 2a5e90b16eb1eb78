"""Keys in their turn: each takes effect before the next one is looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen
from textual.timer import Timer

PATIENCE = 1.0
"""Seconds for which a key waits for one that came before it."""
ROUNDS = 3
"""How often what a key has set off is handed on from below: the key, what a widget makes of it,
and what its screen makes of that."""


class OrderlyApp(App[None]):
    """An app in which keys that come in one packet do what they would have done one by one.

    Textual hands each key to what has the focus when it arrives. A key behind one that opens
    something, as on a slow line or in a pasted word, would be given to what was there before.
    """

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._taken_on: Screen[object] | None = None
        self._impatience: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Take a key, or keep it until the one before it is done."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting.append(event)
        if self._impatience is not None:
            return
        if self.screen_stack and any(node.message_queue_size for node in self._way()):
            self._impatience = self.set_timer(PATIENCE, self._take_next)
            await self._follow(self._way() * ROUNDS)
        else:
            await self._take_next()

    async def _take_next(self) -> None:
        if self._impatience is not None:
            self._impatience.stop()
            self._impatience = None
        # Ended, the app has no screen left to take a key.
        if self._waiting and self.screen_stack:
            self._taken_on = self.screen
            await super().on_event(self._waiting.popleft())
        if self._waiting:
            self._impatience = self.set_timer(PATIENCE, self._take_next)
            await self._follow(self._way() * ROUNDS)

    def _way(self) -> list[DOMNode]:
        return (self.focused or self.screen).ancestors_with_self

    async def _follow(self, way: Sequence[DOMNode]) -> None:
        """Go the way of what the last key set off, behind it in each queue; then take the next."""
        for at, node in enumerate(way, 1):
            if node.call_later(self._follow, way[at:]):
                return
        if self.screen_stack and self.screen is not self._taken_on:
            # Behind what the screen that was opened has to do until it has its focus.
            self._taken_on = self.screen
            await self._follow(self._way() * ROUNDS)
        else:
            await self._take_next()

"""How fast a polite guest asks: a few requests at once, then a steady trickle."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Pause = Callable[[float], Awaitable[None]]
"""Waits so many seconds, as `asyncio.sleep` does."""


class Pace:
    """A bucket of `burst` requests, refilled with `rate` a second, at most `lanes` at once."""

    def __init__(self, *, burst: int, rate: float, lanes: int, pause: Pause) -> None:
        self._burst, self._rate, self._pause = burst, rate, pause
        self._lanes = asyncio.Semaphore(lanes)
        self._last_turn = float("-inf")  # may lie in the past by a whole burst
        self._held_until = float("-inf")

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until the next request may go out, and keep its lane while it is under way."""
        async with self._lanes:
            now = time.monotonic()
            earliest = now - self._burst / self._rate
            self._last_turn = max(self._last_turn, earliest) + 1 / self._rate
            waits_for = float("-inf")
            until = max(self._last_turn, self._held_until)
            # Who waits already waits longer when the site asks for more.
            while waits_for < until:
                waits_for = until
                if until > (now := time.monotonic()):
                    await self._pause(until - now)
                until = max(until, self._held_until)
            yield

    def hold(self, seconds: float) -> None:
        """Let nothing go out for so many seconds: the site asked for that."""
        self._held_until = max(self._held_until, time.monotonic() + seconds)

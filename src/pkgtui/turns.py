"""Refreshing by turns: one program at a time walks the site, the others wait for what it brings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from pkgtui.store.errors import TurnTaken

if TYPE_CHECKING:
    from pkgtui.store.turn import Turn

PATIENCE = 10.0
"""Seconds without a sign of life after which nobody waits any longer."""
_BEAT = 1.0
_LOOK_EVERY = 0.2

Result = TypeVar("Result")


@asynccontextmanager
async def turn_taken(turn: Turn, waiting: Callable[[], None]) -> AsyncIterator[bool]:
    """Have the turn for the length of the block; yield whether another program had it before.

    Args:
        turn: Not taken.
        waiting: Called once when there is a wait.

    Raises:
        TurnTaken: The program that has the turn shows no life.
    """
    try:
        waited = await _wait_for(turn, waiting)
        beats = asyncio.create_task(_beat(turn))
        try:
            yield waited
        finally:
            beats.cancel()
    finally:
        await asyncio.to_thread(turn.give_back)


async def to_the_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Await `work` that must not be left half-way: when cancelled, wait for its end first."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise


async def _wait_for(turn: Turn, waiting: Callable[[], None]) -> bool:
    waited = False
    sign, seen = None, monotonic()
    while not await to_the_end(asyncio.to_thread(turn.take)):
        if not waited:
            waited = True
            waiting()
        latest = await asyncio.to_thread(turn.sign_of_life)
        if latest != sign:
            # Not compared with the clock: the program may be on another machine, or both asleep.
            sign, seen = latest, monotonic()
        elif monotonic() - seen > PATIENCE:
            holder = await asyncio.to_thread(turn.holder)
            stopped = "has stopped: resume it or end it"
            raise TurnTaken(f"{holder} began to refresh this directory and {stopped}")
        await asyncio.sleep(_LOOK_EVERY)
    return waited


async def _beat(turn: Turn) -> None:
    while True:
        await asyncio.to_thread(turn.show_life)
        await asyncio.sleep(_BEAT)

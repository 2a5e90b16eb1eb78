"""Waiting for a lock no longer than one wants to, whatever the library below does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from threading import Thread
from typing import TypeVar

Held = TypeVar("Held")
Result = TypeVar("Result")


def within(
    seconds: float,
    lock: Callable[[], AbstractContextManager[Held]],
    work: Callable[[Held], Result],
) -> Result:
    """Return ``work(held)``, run with `lock` held, in a thread of its own.

    Only the wait for the lock is bounded; work that has begun is awaited. After the deadline
    the thread is left to itself: it does no work, and does not keep the program from ending.

    Raises:
        TimeoutError: The lock was not to be had in time.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            with lock() as held:
                if not outcome.set_running_or_notify_cancel():
                    return
                result = work(held)
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
            given_up = outcome.cancelled()
            if not given_up and (outcome.running() or outcome.set_running_or_notify_cancel()):
                outcome.set_exception(error)
        else:
            outcome.set_result(result)

    Thread(target=run, name="pkgtui store", daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        if outcome.cancel():
            raise
        return outcome.result()

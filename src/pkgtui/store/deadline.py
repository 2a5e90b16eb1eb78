"""Waiting for a lock no longer than one wants to, whatever the library below does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Event, Lock, Thread
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
    results: list[Result] = []
    errors: list[BaseException] = []
    # Whoever has it first decides: the thread that the work is done, or the deadline that not.
    decision, done = Lock(), Event()

    def run() -> None:
        try:
            with lock() as held:
                if decision.acquire(blocking=False):
                    results.append(work(held))
        except BaseException as error:  # noqa: BLE001 - it is raised again where it is awaited
            errors.append(error)
        finally:
            done.set()

    Thread(target=run, name="pkgtui store", daemon=True).start()
    if not done.wait(seconds) and decision.acquire(blocking=False):
        raise TimeoutError
    done.wait()
    if errors:
        raise errors[0]
    return results[0]

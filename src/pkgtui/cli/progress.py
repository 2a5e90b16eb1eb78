"""How a sync shows that it moves: bars on a terminal, a quiet line a stage elsewhere."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

import click

from pkgtui.ending import ENDING, status_for
from pkgtui.phrases import count

if TYPE_CHECKING:
    from pkgtui.sync import Progress

Report = Callable[["Progress"], None]

WAITING = "waiting for another pkgtui's refresh of this directory"
_STDERR = 2
_ENDING = ("SIGTERM", "SIGHUP")


@contextmanager
def shown() -> Iterator[Report]:
    """Yield what to call with each piece of progress; everything goes to stderr."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    with _ended_in_order(), _bars() as report:
        yield report


def _lines() -> Report:
    told: set[str] = set()

    def report(progress: Progress) -> None:
        if progress.stage == "waiting":
            click.echo(WAITING, err=True)
        elif progress.done == progress.total and progress.stage not in told:
            told.add(progress.stage)
            unit = " kB" if progress.stage == "snapshot" else ""
            click.echo(f"{progress.stage}: {count(progress.done)}{unit}", err=True)

    return report


@contextmanager
def _bars() -> Iterator[Report]:
    from rich import progress as bars  # noqa: PLC0415 - only a terminal needs it
    from rich.console import Console  # noqa: PLC0415 - likewise

    columns = bars.TextColumn("{task.description}"), bars.BarColumn(), bars.MofNCompleteColumn()
    with bars.Progress(*columns, console=Console(stderr=True), transient=True) as display:
        tasks: dict[str, bars.TaskID] = {}

        def report(progress: Progress) -> None:
            if progress.stage == "waiting":
                display.console.print(WAITING)
                return
            if progress.stage not in tasks:
                tasks[progress.stage] = display.add_task(progress.stage)
            display.update(tasks[progress.stage], completed=progress.done, total=progress.total)

        yield report


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let the signals that end a program give the terminal its cursor back first.

    They end it as Ctrl+C does, by which asyncio cancels what runs: what a handler raises in the
    midst of a task would be told as that task's crash.
    """
    came: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        if came:
            return  # One wish to end is enough, and `ENDING` sees to it that it is met.
        came.append(number)
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):  # As where a shell without jobs has begun us behind it.
            raise KeyboardInterrupt
        interrupt(number, frame)

    kinds = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    untouched = [kind for kind in kinds if signal.getsignal(kind) is signal.SIG_DFL]
    for kind in untouched:
        signal.signal(kind, end)
    ENDING.restore = _show_cursor
    try:
        yield
    except KeyboardInterrupt:
        if came:
            raise SystemExit(status_for(came[0])) from None
        raise
    finally:
        for kind in untouched:
            signal.signal(kind, signal.SIG_DFL)


def _show_cursor() -> None:
    """What the display would do, had its end not to wait for something that hangs."""
    os.write(_STDERR, b"\r\x1b[2K\x1b[?25h")

"""How the process ends: asked to first, forced after a while, with the status a shell expects."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

PATIENCE = 1.5
"""Seconds from the wish to end to the forced end."""
SIGNALS = [
    getattr(signal, name)
    for name in ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")
    if hasattr(signal, name)
]
"""What asks a program to end; not every platform has all of them."""
_BY_SIGNAL = 128


def status_for(number: int) -> int:
    """Return the status of a program that signal `number` ended, as shells count."""
    return _BY_SIGNAL + number


class Ending:
    """The end of this process.

    A thread may hang in a call that nothing interrupts: a name server that never answers, a
    disk that is gone. Python would wait for it for ever; here nothing outlives `PATIENCE`.

    Attributes:
        status: What the process ends with; None while no end is in sight.
        ask: Asks what is running to end; may be called in any thread.
        restore: Gives the terminal back at the last moment, should that not have been done.
    """

    def __init__(self) -> None:
        self.status: int | None = None
        self.ask: Callable[[int], None] = lambda _status: None
        self.restore: Callable[[], None] = lambda: None

    def watch(self) -> None:
        """Notice the signals that a program handles, also while its main thread hangs."""
        if os.name != "posix":
            return
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        threading.Thread(target=self._follow, args=(reader,), name="ending", daemon=True).start()

    def demand(self, status: int) -> None:
        """Ask what is running to end with `status`, and see to it that it does."""
        if self.status is None:
            self.begin(status)
            self.ask(status)

    def begin(self, status: int) -> None:
        """Begin to end with `status`, unless that has begun already."""
        if self.status is None:
            self.status = status
            force = threading.Timer(PATIENCE, self._force)
            force.daemon = True
            force.start()

    def _follow(self, reader: int) -> None:
        while number := os.read(reader, 1):
            if number[0] in SIGNALS:
                self.demand(status_for(number[0]))

    def _force(self) -> None:
        try:
            self.restore()
        finally:
            os._exit(self.status or 0)


ENDING = Ending()
"""The one of this process, as signals are the process's."""

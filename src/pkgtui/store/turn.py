"""The turn to refresh a catalog, which one program at a time has."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

_FILE = "refresh.lock"


class Turn:
    """A lock on one folder that ends with its program, however that ends.

    Every method blocks for as long as the file system does: call it outside the event loop.
    """

    def __init__(self, folder: Path) -> None:
        """Make a turn over `folder`, which exists, without taking it."""
        self._file = folder / _FILE
        # Taken in one thread, given back in another.
        self._lock = FileLock(self._file, mode=0o600, thread_local=False)

    def take(self) -> bool:
        """Take the turn; return False when another program has it.

        Where no lock can be made, for want of rights or room, everybody has a turn: two walks
        at once are a waste, and no harm to the catalog.
        """
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            return False
        except (OSError, NotImplementedError):
            return True
        with suppress(OSError):
            self._file.write_text(f"{os.getpid()}\n")
        return True

    def give_back(self) -> None:
        """Let the next one have the turn."""
        self._lock.release()

    def remove(self) -> None:
        """Leave no trace of the turn, which is not taken."""
        with suppress(OSError):
            self._file.unlink()

    def show_life(self) -> None:
        """Let those who wait see that the program is at work."""
        with suppress(OSError):
            os.utime(self._file)

    def sign_of_life(self) -> int:
        """Return what differs from call to call as long as the program that has it is at work."""
        try:
            return self._file.stat().st_mtime_ns
        except OSError:
            return 0

    def holder(self) -> str:
        """Return the program that has the turn, in words that begin a sentence."""
        try:
            return f"Another pkgtui, process {int(self._file.read_text())},"
        except (OSError, ValueError):
            return "Another pkgtui"

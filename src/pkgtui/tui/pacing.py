"""Sends no faster than the line carries: on a slow one frames would pile up behind each other.

Nobody tells a program how much of what it wrote is still under way: sshd, and what lies behind it,
take megabytes without a word. The terminal itself tells, if it is asked behind each frame where
its cursor stands, which every terminal answers once it has come so far.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic, sleep

ASK = "\x1b[6n"
IN_FLIGHT = 1_000
"""Bytes of frames under way from which a further frame is kept back: some letters as they are
typed go on, of what fills the screen one frame at a time."""
PATIENCE = 10.0
"""Seconds after which an answer is not waited for any more: a line of 9,600 bit/s carries the
largest frame in that time."""
_ASKED_IN_VAIN = 3
_GLANCE = 0.005


class Pace:
    """Knows what is under way to a terminal that answers; holds nothing back from others.

    Answers may be noted in another thread than that which sends.

    Attributes:
        has_missed: Whether frames were kept back that nothing has made up for.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.has_missed = False
        self._now = now
        self._under_way: deque[int] = deque()
        self._answers = False
        self._heard = 0.0

    def is_clear(self) -> bool:
        """Whether a frame may be sent."""
        if self._answers and self._under_way and self._now() - self._heard > PATIENCE:
            # It was exchanged for one that does not answer, or what it said was lost.
            self._answers = False
            self._under_way.clear()
        return not self._answers or sum(self._under_way) < IN_FLIGHT

    def sent(self, size: int) -> str:
        """Take note of a frame of `size` bytes; return what is to be sent behind it."""
        if not self._answers and len(self._under_way) >= _ASKED_IN_VAIN:
            return ""
        if not self._under_way:
            self._heard = self._now()
        self._under_way.append(size)
        return ASK

    def answered(self) -> None:
        """Take the oldest frame under way for shown."""
        self._answers = True
        self._heard = self._now()
        if self._under_way:
            self._under_way.popleft()

    def await_answers(self, seconds: float) -> None:
        """Wait until a terminal that answers has said all that it was asked, or so long."""
        deadline = self._now() + seconds
        while self._answers and self._under_way and self._now() < deadline:
            sleep(_GLANCE)

    def begin_anew(self) -> None:
        """Expect nothing of the terminal: the program comes back to it, or to another."""
        self._answers = False
        self._under_way.clear()

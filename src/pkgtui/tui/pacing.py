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
LEAST_ROOM = 1_000
"""Bytes of frames under way below which a further one is sent on any line: letters as they are
typed go on, of what fills the screen one frame at a time."""
ROOM_SECONDS, MOST_ROOM = 0.25, 16_000
"""On a faster line there is room for as many bytes as it carries in that time, within reason: any
line may stand still."""
_REMEMBERED = 0.8
"""How much of the rate seen before counts beside that of the newest answer: a small frame says
little of it where the way is long."""
PATIENCE = 10.0
"""Seconds after which an answer is not waited for any more: a line of 9,600 bit/s carries the
largest frame in that time."""
_ASKED_IN_VAIN = 3
_GLANCE = 0.005
_INSTANT = 0.001


class Pace:
    """Knows what is under way to a terminal that answers; holds nothing back from others.

    Answers may be noted in another thread than that which sends.

    Attributes:
        has_missed: Whether frames were kept back that nothing has made up for.
    """

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self.has_missed = False
        self._now = now
        self._under_way: deque[tuple[int, float]] = deque()
        self._rate = 0.0
        self._answers = False
        self._heard = 0.0

    def is_clear(self) -> bool:
        """Whether a frame may be sent."""
        if self._answers and self._under_way and self._now() - self._heard > PATIENCE:
            # It was exchanged for one that does not answer, or what it said was lost.
            self._answers = False
            self._under_way.clear()
        room = min(max(LEAST_ROOM, self._rate * ROOM_SECONDS), MOST_ROOM)
        # Copied at once: an answer may come meanwhile.
        return not self._answers or sum(size for size, _ in tuple(self._under_way)) < room

    def sent(self, size: int) -> str:
        """Take note of a frame of `size` bytes; return what is to be sent behind it."""
        if not self._answers and len(self._under_way) >= _ASKED_IN_VAIN:
            return ""
        now = self._now()
        if not self._under_way:
            self._heard = now
        self._under_way.append((size, now))
        return ASK

    def answered(self) -> None:
        """Take the oldest frame under way for shown."""
        self._answers = True
        before, self._heard = self._heard, self._now()
        if self._under_way:
            size, sent_at = self._under_way.popleft()
            # It waited for those before it, and then had the line for itself.
            rate = size / max(self._heard - max(sent_at, before), _INSTANT)
            self._rate = max(rate, self._rate * _REMEMBERED)

    def await_answers(self, seconds: float) -> None:
        """Wait until a terminal that answers has said all that it was asked, or so long."""
        deadline = self._now() + seconds
        while self._answers and self._under_way and self._now() < deadline:
            sleep(_GLANCE)

    def begin_anew(self) -> None:
        """Expect nothing of the terminal: the program comes back to it, or to another."""
        self._answers = False
        self._rate = 0.0
        self._under_way.clear()

"""One direction of a slow line, without a clock of its own."""

from __future__ import annotations

from collections import deque

_PIECE = 16
"""Bytes that arrive together: on a slow line a person sees a screen grow in small pieces."""


class Line:
    """Bytes that go in at one end, one after the other, and come out later at the other end.

    All times are seconds of one clock that never goes back.
    """

    def __init__(self, rate: float, delay: float) -> None:
        """Make an empty line.

        Args:
            rate: Bytes a second that it takes in.
            delay: Seconds that each byte travels.
        """
        self._rate = rate
        self._delay = delay
        self._free_at = 0.0
        self._under_way: deque[tuple[float, bytes]] = deque()

    def put(self, data: bytes, now: float) -> None:
        """Have `data` go in as soon as what was put before it has gone."""
        for at in range(0, len(data), _PIECE):
            piece = data[at : at + _PIECE]
            self._free_at = max(self._free_at, now) + len(piece) / self._rate
            self._under_way.append((self._free_at + self._delay, piece))

    def take(self, now: float) -> bytes:
        """Return what has come out since the last call."""
        came = bytearray()
        while self._under_way and self._under_way[0][0] <= now:
            came += self._under_way.popleft()[1]
        return bytes(came)

    def waiting(self, now: float) -> int:
        """Return how many bytes have not gone in yet."""
        return round(max(0.0, self._free_at - now) * self._rate)

    def next_at(self) -> float | None:
        """Return when the next bytes come out; None when none are under way."""
        return self._under_way[0][0] if self._under_way else None

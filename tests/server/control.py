"""What tests ask of the running site beyond its API: a log, faults, and rows that move."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Request:
    """One request as it arrived.

    Attributes:
        time: Seconds of the server's own steady clock.
        at_once: Requests under way when it came, itself included.
        status: What it was answered with; None while it is under way or when dropped.
    """

    method: str
    path: str
    query: str
    headers: dict[str, str]
    time: float
    at_once: int
    status: int | None = None

    @property
    def address(self) -> str:
        """Path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass
class Fault:
    """How the next matching requests are answered instead, or what happens to their answers.

    Attributes:
        match: A regular expression searched for in path and query.
        times: For so many requests; None for all.
        status: Answer with it; None lets the site answer.
        headers: Added to, or in place of, those of the answer.
        body: The body, as latin-1 text, in place of the site's; HTML unless headers say otherwise.
        delay: Seconds before the answer.
        hold: Answer only when released.
        drop: Close the connection without an answer.
        reset: Break the connection off without an answer, as a crashed machine does.
        raw: Send these bytes, as latin-1 text, in place of any answer, then close the connection.
        endless: Send the raw bytes over and over behind the head of a sound answer.
        cut: Send only so many bytes of the body, then close the connection.
        drip: Seconds between every 64 bytes of the body, or of the raw ones.
    """

    match: str = ""
    times: int | None = 1
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    delay: float = 0.0
    hold: bool = False
    drop: bool = False
    reset: bool = False
    raw: str | None = None
    endless: bool = False
    cut: int | None = None
    drip: float = 0.0


@dataclass
class Move:
    """Rows to be added and removed once the k-th list request of a kind has its answer."""

    after: int
    kind: str = "packages"
    add: int = 0
    remove: list[int] = field(default_factory=list)


class Control:
    """The wishes of the test under way. Safe to use from the server's threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._released = threading.Event()
        self.lies: dict[str, dict[str, Any]] = {}
        self.left_out: dict[str, list[str]] = {}
        self.largest_page: int | None = None
        self.spoilt: dict[int, dict[str, Any]] = {}
        self.replaced: dict[int, str] = {}
        self.reset()

    def reset(self) -> None:
        """Forget the log and every wish; let go what is held."""
        with self._changed:
            self.lies.clear()
            self.left_out.clear()
            self.largest_page = None
            self.spoilt.clear()
            self.replaced.clear()
            self._faults: list[Fault] = []
            self._moves: list[Move] = []
            self._lists: dict[str, int] = {}
            self._log: list[Request] = []
            self._under_way: list[Request] = []
            self._released.set()
            self._released = threading.Event()

    def arrived(self, method: str, path: str, query: str, headers: dict[str, str]) -> Request:
        """Enter a request in the log."""
        with self._changed:
            at_once = len(self._under_way) + 1
            request = Request(method, path, query, headers, time.monotonic(), at_once)
            self._under_way.append(request)
            self._log.append(request)
            self._changed.notify_all()
            return request

    def left(self, request: Request) -> None:
        """Note that a request is over, once or again."""
        with self._changed:
            self._under_way = [other for other in self._under_way if other is not request]

    def log(self) -> list[dict[str, Any]]:
        """Return the log."""
        with self._changed:
            return [asdict(request) for request in self._log]

    def clear(self) -> None:
        """Empty the log."""
        with self._changed:
            self._log = []

    def wait(self, count: int, match: str, seconds: float) -> int:
        """Wait until so many matching requests have arrived; return how many have."""

        def matching() -> int:
            return sum(1 for request in self._log if re.search(match, request.address))

        with self._changed:
            self._changed.wait_for(lambda: matching() >= count, seconds)
            return matching()

    def add_fault(self, fault: Fault) -> None:
        """Let something go wrong from now on."""
        with self._changed:
            self._faults.append(fault)

    def fault_for(self, request: Request) -> Fault | None:
        """Take the first fault that the request matches, counting it down."""
        with self._changed:
            for fault in self._faults:
                if re.search(fault.match, request.address):
                    if fault.times is not None:
                        fault.times -= 1
                        if fault.times <= 0:
                            self._faults.remove(fault)
                    return fault
        return None

    def hold(self, seconds: float = 60.0) -> None:
        """Wait until held requests are released, so many seconds at most."""
        self._released.wait(seconds)

    def release(self) -> None:
        """Let all held requests go on, and those to come hold again."""
        with self._changed:
            self._released.set()
            self._released = threading.Event()

    def spoil(self, package: int, fields: dict[str, Any]) -> None:
        """Let fields of one package be answered with these values."""
        with self._changed:
            self.spoilt.setdefault(package, {}).update(fields)

    def replace(self, package: int, by: str) -> None:
        """Let the page of a package say that one of this name on the index has replaced it."""
        with self._changed:
            self.replaced[package] = by

    def spoil_list(self, kind: str, fields: dict[str, Any], leave_out: list[str]) -> None:
        """Let the lists of a kind be answered with these values, and without these fields."""
        self.lies.setdefault(kind, {}).update(fields)
        self.left_out[kind] = leave_out

    def limit_pages(self, rows: int) -> None:
        """Let no page have more rows, whatever is asked for."""
        self.largest_page = rows

    def add_move(self, move: Move) -> None:
        """Let rows move later."""
        with self._changed:
            self._moves.append(move)

    def moves_after(self, request: Request) -> list[Move]:
        """Count a request for a list, and take the moves that are due after it."""
        kind = re.fullmatch(r"/api/v4/(\w+)/", request.path)
        if kind is None:
            return []
        with self._changed:
            count = self._lists[kind[1]] = self._lists.get(kind[1], 0) + 1
            due = [move for move in self._moves if move.kind == kind[1] and move.after == count]
            self._moves = [move for move in self._moves if move not in due]
            return due


CONTROL = Control()
"""The one of this process: Django makes its views itself and cannot be handed another."""

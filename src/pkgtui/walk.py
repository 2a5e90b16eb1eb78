"""Reading a whole list of the site, page by page, while its rows may move.

The site lists the newest entry first. One that is added moves every row down by one, one that is
deleted moves rows up, so that page by page some come twice and some never. Each page therefore
asks for one row of the page before it: pages that share a row prove that nothing lies between.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, Protocol, TypeVar

from pkgtui.api.errors import ApiError, NoConnection, TooLarge
from pkgtui.api.schema import Page
from pkgtui.phrases import count as counted

_LARGEST_PAGE, _SMALLEST_PAGE = 500, 50
_LANES = 4
_MARGINS = (25, 100, 400)
"""Rows asked for on both sides of a gap: in the first pass over the gaps, the second, the third."""
_MOST_WALKS = 3
_MOST_EMPTY = 3
_MOST_ROWS = 200_000
_MOST_PAGES = 1_000
_MOST_BYTES = 32 * 2**20


class SyncRefused(Exception):  # noqa: N818 - reads as what happened
    """The answers do not make a catalog that can be trusted; the text says why.

    Attributes:
        acceptable: Whether there is a catalog all the same, if the person wants it.
        advice: What else a person can do about it, a sentence.
    """

    def __init__(
        self, message: str, *, acceptable: bool = True, advice: str = "Try again later"
    ) -> None:
        super().__init__(message)
        self.acceptable = acceptable
        self.advice = advice


class Condition(Protocol):
    """How the site takes what is asked of it."""

    @property
    def struggling(self) -> bool:
        """Whether it needs sparing just now."""

    @property
    def has_answered(self) -> bool:
        """Whether it has answered in this walk, so that asking for less may help."""


class Keyed(Protocol):
    """An entry that the site numbers."""

    @property
    def id(self) -> int:
        """The number."""


Entry = TypeVar("Entry", bound=Keyed)
Ids = Sequence[int | None]


class _Stretch(NamedTuple):
    """Rows that arrived together, and whether they reach the end that the site told with them."""

    offset: int
    ids: Ids
    ended: bool


@dataclass(frozen=True)
class Listed(Generic[Entry]):
    """A whole list: its entries in the site's order, and how many rows could not be read."""

    entries: tuple[Entry, ...]
    refused: int


@dataclass
class ListWalk(Generic[Entry]):
    """One walk over one of the site's lists.

    Attributes:
        name: What is listed, in the plural.
        ask: Asks for a page by offset and limit.
        site: How the site takes it.
        arrived: Called after every page with the name, how many were read, and the total.
        accept_short: Take what arrived even where the site claims to have more.
        read: The entries read so far, by id.
        total: How many rows the site claimed last.
    """

    name: str
    ask: Callable[[int, int], Awaitable[Page[Entry]]]
    site: Condition
    arrived: Callable[[str, int, int], None]
    accept_short: bool = False
    read: dict[int, Entry] = field(default_factory=dict)
    total: int = 0
    _stretches: list[_Stretch] = field(default_factory=list)
    _seen: set[int | None] = field(default_factory=set)
    _todo: deque[tuple[int, int]] = field(default_factory=deque)
    _planned: int = 0
    _limit: int = _LARGEST_PAGE
    _spared: bool = False
    _empty: int = 0
    _pages: int = 0
    _bytes: int = 0
    _rows: int = 0

    async def run(self) -> Listed[Entry]:
        """Walk to the end, and again wherever rows moved meanwhile.

        Raises:
            SyncRefused: Fewer rows arrived than the site claims to have.
            ApiError: A page did not come, however small.
        """
        rows: Ids = ()
        for _ in range(_MOST_WALKS):
            self._stretches.clear()
            self._seen.clear()
            self._planned = self._limit
            await self._fetch([(0, self._limit)])
            rows = await self._settle()
            if len(rows) <= self.total:
                break
            # Some were deleted after they had been read, and nobody can say which.
        entries = tuple(self.read[key] for key in rows if key in self.read)
        return Listed(entries, len(rows) - len(entries))

    def so_far(self) -> tuple[Entry, ...]:
        """What has been read already, the newest first."""
        return tuple(self.read[key] for key in sorted(self.read, reverse=True))

    async def _settle(self) -> Ids:
        """Close the gaps that moving rows have left, and return the ids of all rows in order."""
        margins = iter(_MARGINS)
        while True:
            if len(self._stretches) > 1:
                # What was added meanwhile stands at the top; this brings the newest total too.
                await self._fetch([(0, _SMALLEST_PAGE)])
            # Many thousand rows in many small pages take a while.
            rows, gaps = await asyncio.to_thread(_join, tuple(self._stretches))
            if not gaps and len(rows) >= self.total:
                return rows
            margin = next(margins, None)
            if margin is None:
                if self.accept_short:
                    return rows
                raise SyncRefused(
                    f"The site says that it lists {counted(self.total)} {self.name}, "
                    f"but {counted(len(rows))} could be had"
                )
            await self._fetch((max(0, gap - margin), gap + margin) for gap in gaps)

    async def _fetch(self, parts: Iterable[tuple[int, int]]) -> None:
        """Ask for these parts of the list, several pages at once, and for what lies behind."""
        self._todo.extend(parts)
        running: set[asyncio.Task[None]] = set()
        try:
            while self._todo or running:
                lanes = self._lanes()
                while self._todo and len(running) < lanes:
                    running.add(asyncio.create_task(self._fetch_page(*self._next_page())))
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                    running.remove(task)
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _lanes(self) -> int:
        """How many pages to ask for at once; where the site begins to struggle, pages shrink."""
        struggling = self.site.struggling
        if struggling and not self._spared:
            self._limit = max(_SMALLEST_PAGE, self._limit // 2)
        self._spared = struggling
        return 1 if struggling else _LANES

    def _next_page(self) -> tuple[int, int]:
        offset, stop = self._todo.popleft()
        end = min(stop, offset + self._limit)
        if end < stop:
            self._todo.appendleft((end - 1, stop))
        return offset, end

    async def _fetch_page(self, offset: int, end: int) -> None:
        limit = end - offset
        self._pages += 1
        if self._pages > _MOST_PAGES:
            raise SyncRefused(
                f"The site sent {counted(_MOST_PAGES)} pages of {self.name} and no end of them",
                acceptable=False,
            )
        try:
            page = await self.ask(offset, limit)
        except ApiError as error:
            if not self._less_may_help(error) or limit <= _SMALLEST_PAGE:
                raise
            self._limit = max(_SMALLEST_PAGE, limit // 2)
            self._todo.appendleft((offset, end))
            return
        self._bytes += page.size
        self._rows += len(page.ids)
        if self._bytes > _MOST_BYTES or self._rows > _MOST_ROWS:
            raise SyncRefused(
                f"The site sent more {self.name} than any directory of packages has",
                acceptable=False,
            )
        self.total = page.count
        self.read.update((entry.id, entry) for entry in page.items)
        self._plan(offset, end, page)
        self._seen.update(page.ids)
        reached = offset + len(page.ids)
        self._stretches.insert(0, _Stretch(offset, page.ids, ended=reached >= page.count))
        self.arrived(self.name, len(self.read), page.count)

    def _less_may_help(self, error: ApiError) -> bool:
        if isinstance(error, TooLarge):
            return True
        return error.may_pass and self.site.has_answered and not isinstance(error, NoConnection)

    def _plan(self, offset: int, end: int, page: Page[Entry]) -> None:
        """Note what `page` leaves to be asked for."""
        reached = offset + len(page.ids)
        if reached < min(end, page.count):
            if len(page.ids) > 1:  # The site sends smaller pages than were asked for.
                self._limit = max(_SMALLEST_PAGE, len(page.ids))
                self._todo.appendleft((reached - 1, min(end, page.count + 1)))
            elif self._empty < _MOST_EMPTY:
                self._empty += 1
                self._todo.appendleft((offset, end))
            else:  # Nothing is there, whatever the total says.
                self._todo.clear()
        # One row more than there should be is asked for: if it comes, there are more still.
        farthest = page.count + 1
        if reached >= end > page.count and not self._seen.issuperset(page.ids):
            farthest = reached + self._limit
        if farthest > _MOST_ROWS:
            raise SyncRefused(
                f"The site says that it lists {counted(max(page.count, reached))} {self.name}, "
                "more than any directory of packages has",
                acceptable=False,
            )
        # A site that heeds no limit sends everything at once.
        self._planned = max(self._planned, reached)
        if farthest > self._planned:
            self._todo.append((self._planned - 1, farthest))
            self._planned = farthest


def _join(stretches: Iterable[_Stretch]) -> tuple[Ids, Sequence[int]]:
    """Lay `stretches`, the newest first, over each other where they share a row.

    Returns:
        The ids of all rows in order, and the offsets at which something may be missing: where a
        stretch shares no row with those before it, and behind the last row when nothing shows
        that it is the last.
    """
    rows: list[int | None] = []
    gaps: list[int] = []
    ended = False
    # Of stretches with one offset the newest comes first, and stays first.
    for offset, ids, ends_there in sorted(stretches, key=lambda stretch: stretch.offset):
        if offset and not ids:
            continue
        places: dict[int | None, int] = {}
        for place, key in enumerate(ids):
            if key is not None:
                places.setdefault(key, place)
        shared = next((at for at in reversed(range(len(rows))) if rows[at] in places), None)
        following = ids
        if shared is not None:
            following = ids[places[rows[shared]] + 1 :]
            if len(following) < len(rows) - 1 - shared:
                continue  # It lies within what is there already.
            del rows[shared + 1 :]
        elif rows:
            gaps.append(offset)
        ended = ends_there or (ended and not following)
        known = set(rows)
        for key in following:
            if key is None or key not in known:
                rows.append(key)
                known.add(key)
    return rows, gaps if ended else [*gaps, len(rows)]

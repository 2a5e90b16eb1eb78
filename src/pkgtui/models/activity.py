"""What 52 weeks of commits say, without claiming more than they do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

import msgspec

QUARTER = 13
"""Weeks that the trend compares with as many before them."""


class Trend(StrEnum):
    """Where the commits of the last quarter stand against the quarter before."""

    UP = "up"
    LEVEL = "level"
    DOWN = "down"


class Activity(msgspec.Struct, frozen=True, gc=False):
    """Commits a week, oldest first, the last one being the week of `ends`.

    Attributes:
        weeks: Commits in each week; usually 52 entries, but the site also sends 0, 1, 13 or 53.
        ends: The day the site last looked, which is not today; None when it never said.
    """

    weeks: tuple[int, ...]
    ends: date | None

    @property
    def known(self) -> bool:
        """Whether the site reported any week at all, be it a week without commits."""
        return bool(self.weeks)

    @property
    def total(self) -> int | None:
        """Commits in all weeks; None when no week is known."""
        return sum(self.weeks) if self.weeks else None

    @property
    def peak(self) -> int | None:
        """Commits in the busiest week; None when no week is known."""
        return max(self.weeks) if self.weeks else None

    @property
    def active_weeks(self) -> int | None:
        """Weeks with at least one commit; None when no week is known."""
        return len(self.weeks) - self.weeks.count(0) if self.weeks else None

    @property
    def recent(self) -> int | None:
        """Commits in the last 13 weeks; None when fewer are known."""
        return sum(self.weeks[-QUARTER:]) if len(self.weeks) >= QUARTER else None

    @property
    def before(self) -> int | None:
        """Commits in the 13 weeks before the last 13; None when fewer than 26 are known."""
        return sum(self.weeks[-2 * QUARTER : -QUARTER]) if len(self.weeks) >= 2 * QUARTER else None

    @property
    def trend(self) -> Trend | None:
        """The last 13 weeks against the 13 before; a change within a tenth counts as level."""
        recent, before = self.recent, self.before
        if recent is None or before is None:
            return None
        if abs(recent - before) * 10 <= before:
            return Trend.LEVEL
        return Trend.UP if recent > before else Trend.DOWN

    def day_of_week(self, index: int) -> date | None:
        """The day on which week `index` ended (negative counts from the last)."""
        if self.ends is None:
            return None
        back = len(self.weeks) - 1 - index if index >= 0 else -1 - index
        return self.ends - timedelta(weeks=back)


def buckets(weeks: Sequence[int], size: int) -> tuple[int, ...]:
    """Sum `weeks` in groups of `size`, aligned at the newest week.

    The oldest group may hold fewer weeks. ``buckets((1, 2, 3), 2) == (1, 5)``.
    """
    if size <= 1:
        return tuple(weeks)
    first = len(weeks) % size
    oldest = (sum(weeks[:first]),) if first else ()
    rest = iter(weeks[first:])
    return (*oldest, *map(sum, zip(*[rest] * size, strict=True)))

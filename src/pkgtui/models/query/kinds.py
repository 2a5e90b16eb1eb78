"""What can be asked of a key, and how the entries that have it are found.

A value is read into a `Test`, which picks from rows those that pass. Tests look at columns: one
figure of all entries, worked out when it is first asked for and kept as long as its generation.
What is not known is not a number, which no comparison holds for.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import datetime
from math import isnan, nan
from typing import Any, Protocol, TypeVar

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.models.query.limits import Limits, ages, days, numbers
from pkgtui.models.texts import Texts
from pkgtui.text import fold, one_line

UNKNOWN = "unknown"
Result = TypeVar("Result")


class Listed(msgspec.Struct, frozen=True, eq=False):
    """What is filtered: the packages of a catalog, or some grids of it.

    Attributes:
        memo: Where is kept what was worked out of all entries together.
        personal: What the person watches and has marked.
    """

    catalog: Catalog
    entries: Sequence[Any]
    now: datetime
    memo: dict[str, Any]
    personal: Personal = Personal()

    def column(self, name: str, value: Callable[[Catalog, Any], Any]) -> Sequence[Any]:
        """Return `value` of every entry, worked out once."""
        if self.has_people:
            return self.catalog.column(name, value)
        return self.once(name, lambda: [value(self.catalog, entry) for entry in self.entries])

    def texts(self, name: str, value: Callable[[Catalog, Any], str]) -> Texts:
        """Return `value` of every entry, worked out once, to be looked through."""
        if self.has_people:
            return self.catalog.texts(name, value)
        return self.once(name, lambda: Texts(value(self.catalog, entry) for entry in self.entries))

    @property
    def has_people(self) -> bool:
        """Whether the entries are packages, not grids."""
        return self.entries is self.catalog.packages

    def once(self, name: str, work: Callable[[], Result]) -> Result:
        """Return what `work` gives, done once and kept under `name`."""
        if name not in self.memo:
            self.memo[name] = work()
        done: Result = self.memo[name]
        return done


Rows = Iterable[int]
Test = Callable[[Listed, Rows], list[int]]
"""Picks those rows that pass, in their order."""


class Offer(msgspec.Struct, frozen=True):
    """A value that can be asked for, and what it means in a few words."""

    value: str
    about: str = ""


_NOT_KNOWN = Offer(UNKNOWN, "not known to the site")


def starting(offers: Iterable[Offer], start: str) -> Iterable[Offer]:
    """Return those of `offers` whose value begins with `start`."""
    return [offer for offer in offers if offer.value.startswith(start)]


class Kind(Protocol):
    """What can be asked of all keys of a kind."""

    @property
    def takes(self) -> str:
        """The values in words: ``a number such as >200``."""

    def read(self, value: str) -> Test | None:
        """Return the test for `value`, None when it is no value of this kind."""

    def offers(self, listed: Listed, start: str) -> Iterable[Offer]:
        """Return values to choose from that begin with `start`, which is folded."""


class Figure(msgspec.Struct, frozen=True):
    """A number.

    Attributes:
        value: The figure of an entry, None when it is not known.
    """

    name: str
    value: Callable[[Catalog, Any], int | None]
    takes: str = "a number such as >200, 1k, 10..50, or unknown"

    def read(self, value: str) -> Test | None:
        """Read ``>200``, ``10..50`` or ``unknown``."""
        return _within(self._column, value, numbers(value))

    def offers(self, listed: Listed, start: str) -> Iterable[Offer]:
        """Return some examples."""
        del listed
        examples = (
            Offer(">10", "more than 10"),
            Offer(">=100", "100 or more"),
            Offer(">1k", "more than 1,000"),
            Offer("<10", "fewer than 10"),
            Offer("10..50", "from 10 to 50"),
            _NOT_KNOWN,
        )
        return starting(examples, start)

    def _column(self, listed: Listed) -> Sequence[float]:
        def figures() -> Sequence[float]:
            return [nan if it is None else it for it in listed.column(self.name, self.value)]

        return listed.once(f"{self.name} or nan", figures)


class Moment(msgspec.Struct, frozen=True):
    """A time, asked for by its age or by its date as it is shown."""

    name: str
    value: Callable[[Any], datetime | None]
    takes: str = "an age such as <1y or >6m, a date such as >=2020-05, or unknown"

    def read(self, value: str) -> Test | None:
        """Read ``<1y``, ``>=2020-05``, ``2020..2022`` or ``unknown``."""
        if (age := ages(value)) is None:
            return _within(self._days, value, days(value))
        least, most = age

        def test(listed: Listed, rows: Rows) -> list[int]:
            now, seconds = listed.now.timestamp(), self._seconds(listed)
            return [row for row in rows if least <= now - seconds[row] <= most]

        return test

    def offers(self, listed: Listed, start: str) -> Iterable[Offer]:
        """Return some examples."""
        year = listed.now.year
        examples = (
            Offer("<1y", "less than a year ago"),
            Offer("<3m", "less than 3 months ago"),
            Offer(">2y", "more than 2 years ago"),
            Offer(f">={year - 1}", f"since the start of {year - 1}"),
            Offer(f"{year - 2}..{year - 1}", "in these years"),
            _NOT_KNOWN,
        )
        return starting(examples, start)

    def _seconds(self, listed: Listed) -> Sequence[float]:
        def seconds(_: Catalog, entry: Any) -> float:
            moment = self.value(entry)
            return nan if moment is None else moment.timestamp()

        return listed.column(f"{self.name} seconds", seconds)

    def _days(self, listed: Listed) -> Sequence[float]:
        def day(_: Catalog, entry: Any) -> float:
            moment = self.value(entry)
            return nan if moment is None else moment.toordinal()

        return listed.column(f"{self.name} days", day)


class Choice(msgspec.Struct, frozen=True):
    """One of some words, each with its own test."""

    options: Mapping[str, tuple[str, Test]]

    @property
    def takes(self) -> str:
        """The words."""
        *most, last = self.options
        return f"{', '.join(most)} or {last}" if most else last

    def read(self, value: str) -> Test | None:
        """Read one of the words."""
        option = self.options.get(value.lower())
        return option and option[1]

    def offers(self, listed: Listed, start: str) -> Iterable[Offer]:
        """Return the words."""
        del listed
        words = (Offer(word, about) for word, (about, _) in self.options.items())
        return starting(words, start)


class Named(msgspec.Struct, frozen=True):
    """Something with a name: the one called so, or else those that have words that start so.

    Attributes:
        find: Returns the rows that belong to a name, given folded.
        known: Returns the names to choose from that start so, likewise.
    """

    takes: str
    find: Callable[[Listed, str], Container[int]]
    known: Callable[[Listed, str], Iterable[Offer]]

    def read(self, value: str) -> Test | None:
        """Read a name."""
        name = one_line(fold(value))
        if not name:
            return None

        def test(listed: Listed, rows: Rows) -> list[int]:
            found = self.find(listed, name)
            return [row for row in rows if row in found]

        return test

    def offers(self, listed: Listed, start: str) -> Iterable[Offer]:
        """Return the names that start so."""
        return self.known(listed, start)


def _within(
    column: Callable[[Listed], Sequence[float]], value: str, limits: Limits | None
) -> Test | None:
    if value.lower() == UNKNOWN:
        return _unknown(column)
    if limits is None:
        return None
    least, most = limits

    def test(listed: Listed, rows: Rows) -> list[int]:
        figures = column(listed)
        return [row for row in rows if least <= figures[row] <= most]

    return test


def _unknown(column: Callable[[Listed], Sequence[float]]) -> Test:
    def test(listed: Listed, rows: Rows) -> list[int]:
        figures = column(listed)
        return [row for row in rows if isnan(figures[row])]

    return test

"""Numbers, ages and dates in words: one wording for the dashboard and the command line."""

from __future__ import annotations

from datetime import date, datetime

UNKNOWN = "unknown"

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_MONTH, _YEAR = 30.44 * _DAY, 365.25 * _DAY
# Up to how many seconds an age is told in which unit: two days in hours, two months in days.
_UNITS = (
    (_MINUTE, 1, ""),
    (_HOUR, _MINUTE, "min"),
    (2 * _DAY, _HOUR, "h"),
    (2 * _MONTH, _DAY, "day"),
    (2 * _YEAR, _MONTH, "month"),
)
_SHORT_WORDS = ("min", "h")
_TEN_THOUSAND = 10_000
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def count(number: int | None, one: str = "", many: str = "") -> str:
    """Return ``1,197``, or with words ``1 package`` and ``5,400 packages``."""
    if number is None:
        return UNKNOWN
    figure = f"{number:,}"
    if not one:
        return figure
    return f"{figure} {one if number == 1 else many or one + 's'}"


def short_count(number: int | None) -> str:
    """Return at most five characters: ``812``, ``8.1k``, ``27k``, ``?`` for unknown."""
    if number is None:
        return "?"
    if number < 1000:  # noqa: PLR2004 - where thousands begin
        return str(number)
    if number < _TEN_THOUSAND:
        return f"{number // 100 / 10:.1f}k"
    if number < 1_000_000:  # noqa: PLR2004 - where millions begin
        return f"{number // 1000}k"
    if number < 1_000_000_000:  # noqa: PLR2004 - where five characters end
        return f"{number // 1_000_000}M"
    return ">999M"


def people(persons: int, bots: int, unnamed: int = 0) -> str:
    """Return ``50 people, 4 bots``, and ``18,000 more not listed`` where some are unnamed."""
    parts = [count(persons, "person", "people")]
    parts += [count(bots, "bot")] * bool(bots)
    parts += [f"{count(unnamed)} more not listed"] * bool(unnamed)
    return ", ".join(parts)


def age(then: datetime | None, now: datetime) -> str:
    """Return how long ago `then` was, in the largest fitting unit: ``9 months``.

    Both are aware. A time in the future, which a wrong clock can give, reads ``just now``.
    """
    if then is None:
        return UNKNOWN
    seconds = (now - then).total_seconds()
    for limit, unit, word in _UNITS:
        if seconds < limit:
            return "just now" if not word else _in_units(seconds, unit, word)
    return _in_units(seconds, _YEAR, "year")


def _in_units(seconds: float, unit: float, word: str) -> str:
    number = int(seconds // unit)
    return f"{number} {word}" if word in _SHORT_WORDS else count(number, word)


def short_age(then: datetime | None, now: datetime) -> str:
    """Return `age` in at most five characters: ``9 mo``, ``12 y``, ``?`` for unknown."""
    if then is None:
        return "?"
    words = age(then, now)
    if words == "just now":
        return "now"
    number, unit = words.split()
    return f"{number} {_SHORT_UNITS.get(unit.removesuffix('s'), unit)}"


_SHORT_UNITS = {"day": "d", "month": "mo", "year": "y"}


def ago(then: datetime | None, now: datetime) -> str:
    """Return `age` as an adverb: ``3 h ago``, ``just now``, ``at an unknown time``."""
    if then is None:
        return "at an unknown time"
    words = age(then, now)
    return words if words == "just now" else f"{words} ago"


def day(then: date | None) -> str:
    """Return ``15 Feb 2026`` whatever the locale; a datetime is read in its own zone."""
    if then is None:
        return UNKNOWN
    return f"{then.day} {_MONTHS[then.month - 1]} {then.year}"


def month(then: date | None) -> str:
    """Return ``Jun 2024`` whatever the locale."""
    if then is None:
        return UNKNOWN
    return f"{_MONTHS[then.month - 1]} {then.year}"


def month_name(then: date) -> str:
    """Return ``Jun`` whatever the locale."""
    return _MONTHS[then.month - 1]

"""Values that stand for a stretch of numbers: ``>200``, ``10..50``, ``<1y``, ``>=2020-05``."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from math import inf, nextafter

Limits = tuple[float, float]
"""The least and the greatest number that are meant, both included."""

_COMPARED = re.compile(r"(>=|<=|>|<|=?)(.+)")
_NUMBER = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,6}))?([kM]?)", re.IGNORECASE)
_AGE = re.compile(r"([0-9]{1,6})([dwmy])", re.IGNORECASE)
_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")
_DAY = 86400.0
# As long as ages in words have them: see phrases.age.
_UNITS = {"d": _DAY, "w": 7 * _DAY, "m": 30.44 * _DAY, "y": 365.25 * _DAY}
_TIMES = {"": 1, "k": 1000, "m": 1_000_000}


def numbers(text: str) -> Limits | None:
    """Read ``>200``, ``>=1.5k``, ``200`` or ``10..50``; None when it is nothing of the kind."""
    return _limits(text, _number)


def days(text: str) -> Limits | None:
    """Read ``>2020``, ``2024-05`` or ``2020..2022`` as ordinals of days; None likewise.

    A year or a month is meant whole: ``>2020`` begins with 2021, ``<=2020`` ends with it.
    """
    return _limits(text, _period)


def ages(text: str) -> Limits | None:
    """Read ``<1y``, ``>=6m`` or ``6m..2y`` as seconds; None likewise, and for an age alone."""
    compared = _COMPARED.fullmatch(text)
    is_exact = compared and compared[1] in ("", "=") and ".." not in text
    return None if is_exact else _limits(text, _age)


def _limits(text: str, amount: Callable[[str], Limits | None]) -> Limits | None:
    first, is_range, last = text.partition("..")
    if is_range:
        start, end = amount(first), amount(last)
        return (start[0], end[1]) if start and end and start[0] <= end[1] else None
    compared = _COMPARED.fullmatch(text)
    meant = amount(compared[2]) if compared else None
    if compared is None or meant is None:
        return None
    return {
        ">": (nextafter(meant[1], inf), inf),
        ">=": (meant[0], inf),
        "<": (-inf, nextafter(meant[0], -inf)),
        "<=": (-inf, meant[1]),
    }.get(compared[1], meant)


def _number(text: str) -> Limits | None:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    whole, fraction, suffix = found[1], found[2] or "", found[3].lower()
    number, rest = divmod(int(whole + fraction) * _TIMES[suffix], 10 ** len(fraction))
    return None if rest else (number, number)


def _period(text: str) -> Limits | None:
    found = _PERIOD.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def _age(text: str) -> Limits | None:
    found = _AGE.fullmatch(text)
    if found is None:
        return None
    seconds = int(found[1]) * _UNITS[found[2].lower()]
    return seconds, seconds

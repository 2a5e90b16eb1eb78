"""What can be asked of a version: ``any``, ``none``, ``>=3``, ``2.0..3.0``, ``3.7.2``.

Versions stand in the order of the packages that install them: ``2.0rc1`` before ``2.0``, which is
``2.0.0``. Of one that keeps to no such order, as ``1.2-final-2``, its leading numbers count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.query.kinds import Listed, Offer, Rows, Test, starting

if TYPE_CHECKING:
    from packaging.version import Version

ANY, NONE = "any", "none"

_COMPARED = re.compile(r"(>=|<=|>|<|=?)(.+)")
_Comparison = Callable[["Version", "Version"], bool]
_COMPARISONS: dict[str, _Comparison] = {">": gt, ">=": ge, "<": lt, "<=": le}
_LEADING = re.compile(r"v?([0-9]{1,12}(?:\.[0-9]{1,12}){0,5})", re.IGNORECASE)


class VersionKind(msgspec.Struct, frozen=True):
    """A version; which one a package has, the entry says."""

    takes: str = "any, none, or a version such as >=3, <2.0 or 3.7.2"

    def read(self, value: str) -> Test | None:
        """Read ``any``, ``none``, ``>=3``, ``2.0..3.0`` or ``3.7.2``."""
        if value.lower() in (ANY, NONE):
            return _passing(lambda version: (version is None) == (value.lower() == NONE))
        first, is_range, last = value.partition("..")
        if is_range:
            start, end = _strict(first), _strict(last)
            if start is None or end is None or end < start:
                return None
            return _comparing((ge, start), (le, end))
        compared = _COMPARED.fullmatch(value)
        wanted = _strict(compared[2]) if compared else None
        if compared is None or wanted is None:
            return None
        return _comparing((_COMPARISONS.get(compared[1], eq), wanted))

    def offers(self, listed: Listed, start: str) -> Iterable[Offer]:
        """Return some examples."""
        del listed
        examples = (
            Offer(ANY, "the site names a version"),
            Offer(NONE, "the site names none"),
            Offer(">=1", "1.0 or newer"),
            Offer("<1", "older than 1.0"),
            Offer("2.0..3.0", "from 2.0 to 3.0"),
        )
        return starting(examples, start)


def _comparing(*comparisons: tuple[_Comparison, Version]) -> Test:
    def passes(text: str | None) -> bool:
        version = None if text is None else version_of(text)
        return version is not None and all(compare(version, it) for compare, it in comparisons)

    return _passing(passes)


def _passing(passes: Callable[[str | None], bool]) -> Test:
    def test(listed: Listed, rows: Rows) -> list[int]:
        texts = listed.column("version as written", _written)
        return [row for row in rows if passes(texts[row])]

    return test


def _written(_: Catalog, package: Package) -> str | None:
    """The version as the site names it."""
    return package.version


@lru_cache(maxsize=8192)
def version_of(text: str) -> Version | None:
    """Return the version that `text` names, be it by its leading numbers; None when by none."""
    strict = _strict(text)
    if strict is not None:
        return strict
    leading = _LEADING.match(text)
    return None if leading is None else _strict(leading[1])


def _strict(text: str) -> Version | None:
    from packaging.version import InvalidVersion, Version  # noqa: PLC0415 - few filters need it

    try:
        return Version(text)
    except InvalidVersion:
        return None

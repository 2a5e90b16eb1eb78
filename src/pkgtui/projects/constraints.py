"""Versions as Poetry and Pipenv write them, in the words of the packaging standard."""

from __future__ import annotations

import re
from collections.abc import Sequence

from packaging.version import InvalidVersion, Version

_PART = re.compile(r"(\^|~=|~|===|==|!=|<=|>=|<|>|=|)\s*([^\s,<>=!~^|]+)")
_ANY = "*"


def standard(constraint: str) -> str:
    """Return `constraint` as a specifier: ``>=1.2,<2`` for ``^1.2``, ``==1.2`` for ``1.2``.

    What the standard has no words for, as ``^1 || ^2``, is returned as it is.
    """
    text = constraint.strip()
    parts = _PART.findall(text)
    if "|" in text or "".join(map("".join, parts)) != re.sub(r"[\s,]", "", text):
        return text
    try:
        found = [_standard(sign, version) for sign, version in parts]
    except InvalidVersion:
        return text
    return ",".join(part for part in found if part)


def _standard(sign: str, version: str) -> str:
    if version == _ANY:
        return ""
    if sign == "^":
        release = Version(version).release
        # The first number that is not 0 stays, or the last one there is.
        stays = next((at for at, number in enumerate(release) if number), len(release) - 1)
        return f">={version},<{_next(release[: stays + 1])}"
    if sign == "~":
        return f">={version},<{_next(Version(version).release[:2])}"
    return f"{'==' if sign in ('', '=') else sign}{version}"


def _next(release: Sequence[int]) -> str:
    return ".".join(map(str, (*release[:-1], release[-1] + 1)))

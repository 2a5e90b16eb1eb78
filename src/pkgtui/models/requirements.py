"""What a project asks for, as its files say it, and how far that is behind the latest version."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Specified
from packaging.specifiers import InvalidSpecifier, Specifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LONGEST = 2_000
"""Characters of what asks for one package: of more, numbers and brackets take too long to read."""
_PINNING = ("==", "===")
_UPPER = ("<", "<=", "==", "~=")


class Behind(StrEnum):
    """How far what is used lies behind the latest version; the most serious first."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    RANGE = "range"
    """The versions that are asked for end before the latest one."""


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One place in a project's files that asks for a package.

    Attributes:
        name: As the packaging standard normalises it.
        specifier: The versions that are asked for, such as ``>=3,<4``; empty for any.
        version: The one version, where the file names one.
        direct: Whether the project itself asks for it; None where the file does not say.
        file: The file, as it was named or found; clean.
        line: The line in it, from 1; None where it cannot be told.
        constraint: Whether it only limits what something else asks for.
    """

    name: str
    specifier: str = ""
    version: str | None = None
    direct: bool | None = None
    file: str = ""
    line: int | None = None
    constraint: bool = False

    @property
    def where(self) -> str:
        """The place: ``requirements.txt:3``."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def specified(
    text: str,
    file: str,
    line: int | None,
    *,
    direct: bool | None = None,
    constraint: bool = False,
) -> Requirement:
    """Read a dependency specifier, such as ``django-q[rollbar]>=1.3 ; python_version > "3"``.

    Raises:
        packaging.requirements.InvalidRequirement: It is none; the message quotes it from its
            second line on.
    """
    if len(text) > LONGEST:
        raise InvalidRequirement(f"It is longer than {LONGEST:,} characters")
    try:
        asked = Specified(text)
    except RecursionError as error:
        raise InvalidRequirement("It is nested too deep") from error
    return Requirement(
        name=canonicalize_name(asked.name),
        specifier=",".join(sorted(map(str, asked.specifier), key=_lower_first)),
        version=_pinned(asked.specifier),
        direct=direct,
        file=file,
        line=line,
        constraint=constraint,
    )


def pin_of(specifier: str) -> str | None:
    """Return the one version that `specifier` allows, None when it allows several."""
    asked = _specifiers(specifier)
    return None if asked is None else _pinned(asked)


def oldest(versions: Iterable[str]) -> str | None:
    """Return the oldest of `versions`; what is no version stands before all others."""
    return min(versions, key=lambda text: (_version(text) or _NONE, text), default=None)


def pin_behind(version: str, latest: str | None) -> Behind | None:
    """Say how far `version` lies behind `latest`; None when it does not, or that is unknown."""
    used, newest = _version(version), _version(latest)
    if used is None or newest is None or used >= newest:
        return None
    if (used.epoch, used.major) != (newest.epoch, newest.major):
        return Behind.MAJOR
    return Behind.PATCH if used.minor == newest.minor else Behind.MINOR


def range_behind(specifier: str, latest: str | None) -> Behind | None:
    """Say whether the versions of `specifier` end before `latest`; None when that is unknown.

    A range that begins above `latest` is not behind: there the directory is.
    """
    asked, newest = _specifiers(specifier), _version(latest)
    if asked is None or newest is None:
        return None
    return Behind.RANGE if any(_ends_before(one, newest) for one in asked) else None


def _ends_before(one: Specifier, newest: Version) -> bool:
    if one.operator not in _UPPER or one.contains(newest, prereleases=True):
        return False
    bound = _version(one.version.removesuffix(".*"))
    return bound is not None and bound <= newest


def _pinned(specifiers: SpecifierSet) -> str | None:
    for one in specifiers:
        if one.operator in _PINNING and not one.version.endswith(".*"):
            return one.version
    return None


def _lower_first(specifier: str) -> tuple[bool, str]:
    return specifier.startswith("<"), specifier


def _specifiers(text: str) -> SpecifierSet | None:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def _version(text: str | None) -> Version | None:
    try:
        return None if text is None else Version(text)
    except InvalidVersion:
        return None


_NONE = Version("0.dev0")

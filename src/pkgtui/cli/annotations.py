"""Findings as the commands by which a log tells GitHub where something is the matter.

Signs that would end a command or a part of it are escaped as its own toolkit escapes them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pkgtui.cli.audited import Audited

_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = _IN_TEXT | str.maketrans({":": "%3A", ",": "%2C"})


def github_lines(found: Iterable[Audited], failing: Collection[str]) -> Iterator[str]:
    """Return a line for each finding with which something is the matter.

    Those with any of the troubles `failing` are errors, those that are only outdated notices, the
    others warnings.
    """
    for one in found:
        if not one.told:
            continue
        place = one.places[0]
        properties = {"file": place.file, "line": place.line, "title": f"{one.name} {one.used}"}
        written = ",".join(
            f"{name}={str(value).translate(_IN_PROPERTY)}"
            for name, value in properties.items()
            if value is not None
        )
        yield f"::{_level(one, failing)} {written}::{'; '.join(one.told).translate(_IN_TEXT)}\n"


def _level(one: Audited, failing: Collection[str]) -> str:
    troubles = one.listed.troubles if one.listed else frozenset()
    if not troubles.isdisjoint(failing):
        return "error"
    return "notice" if troubles == {"outdated"} else "warning"

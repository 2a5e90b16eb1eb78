"""Changes in words, and which of them a filter asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import Change, Kind
from pkgtui.models.personal import Personal
from pkgtui.models.standing import Mark
from pkgtui.phrases import count
from pkgtui.text import fold, one_line

WORDS: Mapping[Kind, str] = {
    Kind.UNCOMPARED: "not compared",
    Kind.ARCHIVED: "archived",
    Kind.GONE: "left the site",
    Kind.MISSING: "missing",
    Kind.QUIET: "went quiet",
    Kind.RELEASED: "new version",
    Kind.AWAKE: "woke up",
    Kind.RESTORED: "active again",
    Kind.NEW: "new package",
    Kind.JOINED: "joined a grid",
    Kind.LEFT: "left a grid",
    Kind.STARS: "stars",
    Kind.GRID_NEW: "new grid",
    Kind.GRID_GONE: "grid is gone",
}
"""What each kind is called."""

_SILENCE: Mapping[object, str] = {
    Mark.QUIET: "no commit for a year",
    Mark.DORMANT: "no commit for two years",
}
_PLAIN: Mapping[Kind, str] = {
    Kind.ARCHIVED: "or deprecated, replaced",
    Kind.GONE: "no longer listed",
    Kind.MISSING: "not listed or unreadable",
    Kind.RESTORED: "no longer archived",
    Kind.GRID_GONE: "no longer listed",
}


def name(change: Change) -> str:
    """What has changed, by its title."""
    named = change.package or change.grid
    return "The directory" if named is None else one_line(named.title or named.slug)


def slug_of(change: Change) -> str | None:
    """The slug of the package concerned; None where it is no package."""
    return None if change.package is None else change.package.slug


def detail(change: Change, to: str) -> str:
    """How it has changed, on one line; `to` stands between what was and what is."""
    told = _PLAIN.get(change.kind, "")
    match change.kind:
        case Kind.RELEASED | Kind.UNCOMPARED:
            told = f"{_text(change.before)} {to} {_text(change.after)}"
        case Kind.NEW:
            told = "no release" if change.after is None else f"version {_text(change.after)}"
        case Kind.JOINED | Kind.LEFT if change.grid is not None:
            told = one_line(change.grid.title or change.grid.slug)
        case Kind.STARS:
            told = _stars(change, to)
        case Kind.QUIET:
            told = _SILENCE.get(change.after, "")
        case Kind.AWAKE:
            told = f"a commit after {'two years' if change.before == Mark.DORMANT else 'a year'}"
    return told


def asked_for(
    changes: Sequence[Change], catalog: Catalog, personal: Personal, text: str, now: datetime
) -> Sequence[Change]:
    """Return those of `changes` that `text` asks for.

    Either all of its words occur in what is told of a change, or it is a filter, as of a list,
    that the package concerned is found by.
    """
    from pkgtui.models.query import QueryError, match_rows, parse  # noqa: PLC0415 - late, as heavy

    words = fold(text).split()
    concerned = {it.package.id for it in changes if it.package} & catalog.row_by_id.keys()
    rows = [catalog.row_by_id[key] for key in concerned]
    try:
        rows = match_rows(catalog, rows, parse(text), now, personal)
    except QueryError:
        rows = []
    found = {catalog.packages[row].id for row in rows}

    def is_asked_for(change: Change) -> bool:
        told = _told(change)
        is_found = change.package is not None and change.package.id in found
        return is_found or all(word in told for word in words)

    return [change for change in changes if is_asked_for(change)]


def _told(change: Change) -> str:
    return fold(f"{name(change)} {WORDS[change.kind]} {detail(change, ' ')}")


def _text(value: object) -> str:
    return "none" if value is None else one_line(str(value))


def _stars(change: Change, to: str) -> str:
    before, after = int(change.before or 0), int(change.after or 0)
    more = f"{count(abs(after - before))} {'more' if after > before else 'fewer'}"
    return f"{count(before)} {to} {count(after)}, {more}"

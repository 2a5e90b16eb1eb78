"""What could stand in for a package, in a line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from pkgtui import phrases
from pkgtui.models.alternatives import Alternative, alternatives
from pkgtui.models.entries import Package
from pkgtui.models.notice import replacement
from pkgtui.text import one_line
from pkgtui.tui.columns import health
from pkgtui.tui.flowing import in_lines, lines_of, short
from pkgtui.tui.state import State

_BEST = 3
_NAME_CELLS = 24


def alternatives_to(package: Package, state: State) -> Sequence[Alternative]:
    """What could stand in for `package`, first what the site's page says has replaced it."""
    if state.catalog is None:
        return ()
    notice = state.notices.get(package.id)
    successor = replacement(state.catalog, package, notice) if notice else None
    # A screen asks several times while it takes its place.
    known: dict[object, Sequence[Alternative]] = state.catalog.memo.setdefault("instead", {})
    asked = package.id, successor and successor.id
    if asked not in known:
        known[asked] = alternatives(state.catalog, package, successor)
    return known[asked]


def notice_words(package: Package, state: State) -> str:
    """What the site's page of `package` says of its end; empty where it was not asked."""
    if package.id not in state.notices:
        return ""
    notice = state.notices[package.id]
    if notice is None:
        return "What replaced it could not be asked."
    if notice.replacement:
        return f"Replaced by {one_line(notice.replacement)}, says the site."
    if notice.deprecated:
        return "Deprecated, says the site, and names nothing in its place."
    return "Its repository was archived, says the site." if notice.archived else ""


def instead_words(package: Package, state: State, room: int, lines: int) -> Content:
    """What the site's page says of its end, and the best alternatives, in so many lines."""
    said = notice_words(package, state)
    found = alternatives_to(package, state)
    for shown in range(min(_BEST, len(found)), -1, -1):
        words = _words(said, found, shown, state)
        if len(lines_of(words, room)) <= lines:
            return Content(words)
    return Content(in_lines(said, room, lines, state.glyphs.ellipsis))


def _words(said: str, found: Sequence[Alternative], shown: int, state: State) -> str:
    dot = f" {state.glyphs.dot} "
    if not found:
        return said or "Nothing is known that could stand in for it."
    if not shown:
        return f"{said} {phrases.count(len(found), 'alternative')}: i".strip()
    best = dot.join(_described(one, state) for one in found[:shown])
    rest = f"{dot}i shows all {len(found)}" if len(found) > shown else f"{dot}i says why"
    return f"{said} Instead of it: {best}{rest}".strip()


def _described(one: Alternative, state: State) -> str:
    catalog, glyphs = state.catalog, state.glyphs
    if catalog is None:
        return ""
    package = catalog.packages[one.row]
    name = short(package.title or package.slug, _NAME_CELLS, glyphs.ellipsis)
    stars = phrases.short_count(package.stars)
    return f"{name} {glyphs.star} {stars} {health(package, state)}"

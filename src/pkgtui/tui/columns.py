"""Which columns each kind of list has, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Sequence

from pkgtui import phrases
from pkgtui.models.entries import Grid, Package
from pkgtui.models.health import verdict
from pkgtui.models.sorting import grid_activity
from pkgtui.models.standing import GONE, Mark, marks
from pkgtui.text import one_line
from pkgtui.tui.fitting import Column
from pkgtui.tui.present import sparkline
from pkgtui.tui.state import State

FORTNIGHTS = 26
"""Cells of a sparkline that has room: two weeks each."""


def mark_sign(package: Package, state: State) -> str:
    """The sign of a package that is marked for comparing; empty for others."""
    return state.glyphs.marked if package.slug in state.personal.basket else ""


def package_name(package: Package, state: State) -> str:
    """The title as one line, behind the signs of its use, of watching, of its worst mark."""
    signs = [state.glyphs.used] if package.id in state.uses() else []
    signs += [state.glyphs.watched] if state.watches(package.slug) else []
    signs += [state.glyphs.marks[mark] for mark in _marks(package, state)[:1]]
    return " ".join((*signs, one_line(package.title) or package.slug))


def is_faded(package: Package, state: State) -> bool:
    """Whether the row of `package` steps back behind those that live."""
    return any(mark is not Mark.QUIET for mark in _marks(package, state))


def last_commit(package: Package, state: State) -> str:
    """How long ago the last commit was, and whether that means silence: ``dormant 5 y``."""
    found = [mark for mark in _marks(package, state) if mark not in GONE]
    if found:
        return f"{found[0]} {phrases.short_age(package.last_commit, state.now())}"
    return phrases.age(package.last_commit, state.now())


def health(package: Package, state: State) -> str:
    """The verdict by sign and word; of what is gone the word says why: ``○ archived``."""
    if state.catalog is None:
        return ""
    found = verdict(state.catalog, package)
    gone = [mark for mark in _marks(package, state) if mark in GONE]
    return f"{state.glyphs.health[found]} {gone[0] if gone else found}"


def _marks(package: Package, state: State) -> Sequence[Mark]:
    return marks(state.catalog, package) if state.catalog else ()


def package_columns(state: State) -> Sequence[Column[Package]]:
    """The columns of a list of packages; their ids are those of the sorts."""
    glyphs = state.glyphs

    def category(package: Package) -> str:
        found = state.catalog and state.catalog.category_of(package)
        return one_line(found.title) if found else phrases.UNKNOWN

    def people(package: Package) -> str:
        return phrases.short_count(package.team)

    def weeks(package: Package, cells: int = FORTNIGHTS) -> str:
        return sparkline(package.commits_over_52, cells, glyphs) or "no data".rjust(cells)

    return (
        Column("name", "name", 15, lambda p: package_name(p, state), most=60, wish=24),
        Column("stars", glyphs.star, 5, lambda p: phrases.short_count(p.stars), right=True),
        Column("commits", "last 52 weeks", 13, weeks, most=FORTNIGHTS, in_width=weeks, drop=2),
        Column("trend", "trend", 5, lambda p: glyphs.trend[p.activity.trend], drop=4),
        Column("commit", "commit", 12, lambda p: last_commit(p, state), drop=1),
        Column("version", "version", 9, lambda p: p.version or "none", drop=3, muted=True),
        Column("health", "health", 12, lambda p: health(p, state), drop=1),
        Column("forks", "forks", 6, lambda p: phrases.short_count(p.forks), right=True, drop=6),
        Column("people", "people", 6, people, right=True, drop=7),
        Column("category", "category", 10, category, drop=9, muted=True),
        Column("listed", "listed", 8, lambda p: phrases.month(p.created), drop=8, muted=True),
    )


def grid_columns(state: State) -> Sequence[Column[Grid]]:
    """The columns of a list of grids."""

    def members(grid: Grid) -> str:
        return phrases.count(len(state.catalog.grid_rows(grid))) if state.catalog else ""

    def commits(grid: Grid) -> str:
        return phrases.count(grid_activity(state.catalog, grid)) if state.catalog else ""

    return (
        Column("title", "grid", 20, lambda g: one_line(g.title) or g.slug, most=60),
        Column("members", "packages", 9, members, right=True),
        Column("activity", "commits", 8, commits, right=True, drop=1),
    )


def preview_columns(state: State) -> Sequence[Column[Package]]:
    """The columns of a list beside another: name, stars, last commit, version, health."""
    wanted = ("name", "stars", "commit", "version", "health")
    return [column for column in package_columns(state) if column.id in wanted]

"""Which columns each kind of list has, and what stands in their cells."""

from __future__ import annotations

from collections.abc import Sequence

from pkgtui import phrases
from pkgtui.models.entries import Grid, Package
from pkgtui.models.sorting import grid_activity
from pkgtui.text import one_line
from pkgtui.tui.fitting import Column
from pkgtui.tui.present import sparkline
from pkgtui.tui.state import State

FORTNIGHTS = 26
"""Cells of a sparkline that has room: two weeks each."""


def package_name(package: Package, state: State) -> str:
    """The title as one line, with the sign of what the site counts as archived."""
    title = one_line(package.title) or package.slug
    if state.catalog is not None and state.catalog.is_archived(package):
        return f"{state.glyphs.archived} {title}"
    return title


def package_columns(state: State) -> Sequence[Column[Package]]:
    """The columns of a list of packages; their ids are those of the sorts."""
    glyphs = state.glyphs
    now = state.now()

    def category(package: Package) -> str:
        found = state.catalog and state.catalog.category_of(package)
        return one_line(found.title) if found else phrases.UNKNOWN

    def people(package: Package) -> str:
        known = len(package.people) + package.unnamed if package.names else None
        return phrases.short_count(known)

    def weeks(package: Package, cells: int = FORTNIGHTS) -> str:
        return sparkline(package.commits_over_52, cells, glyphs) or "no data".rjust(cells)

    return (
        Column("name", "name", 16, lambda p: package_name(p, state), most=60),
        Column("stars", glyphs.star, 5, lambda p: phrases.short_count(p.stars), right=True),
        Column("commits", "last 52 weeks", 13, weeks, most=FORTNIGHTS, in_width=weeks, drop=2),
        Column("trend", "trend", 5, lambda p: glyphs.trend[p.activity.trend], drop=4),
        Column("commit", "commit", 9, lambda p: phrases.age(p.last_commit, now), drop=1),
        Column("version", "version", 9, lambda p: p.version or "none", drop=3, muted=True),
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
    """The columns of a list beside another: the name, the stars and the last commit."""
    wanted = ("name", "stars", "commit", "version")
    return [column for column in package_columns(state) if column.id in wanted]

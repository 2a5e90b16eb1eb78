"""What stands at the head of a package's screen: who it is, how it fares, how old that is."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from pkgtui import phrases
from pkgtui.models.entries import Package
from pkgtui.text import emojize, one_line
from pkgtui.tui.flowing import before, in_lines, lines_of, short
from pkgtui.tui.state import State
from pkgtui.tui.why import judged, standing_words, tone, verdict_words, why_words

VERSION_CELLS, KIND_CELLS = 20, 30
FACT_LINES = 7
"""Lines that the facts may take, as the stylesheet has it."""


def facts(package: Package, state: State, room: int) -> Content:
    """Tell all facts of `package` in lines of `room` cells."""
    glyphs = state.glyphs
    dot = f" {glyphs.dot} "
    title = emojize(one_line(package.title), plain=not glyphs.emoji) or package.slug
    category = state.catalog.category_of(package) if state.catalog else None
    version = short(package.version or "no release", VERSION_CELLS, glyphs.ellipsis)
    kind = short(category.title if category else "category unknown", KIND_CELLS, glyphs.ellipsis)
    behind, standing = f"  {version}{dot}{kind}", standing_words(package, state)
    if standing:
        standing = f"{dot}{standing}"
    title = before(title, behind + standing, room, glyphs.ellipsis)
    figures, ages = dot.join(_figures(package, state)), dot.join(_ages(package, state))
    words = emojize(one_line(package.description), plain=not glyphs.emoji)
    left = FACT_LINES - 2 - len(lines_of(figures, room)) - len(lines_of(ages, room))
    return Content.assemble(
        (title, "bold"),
        behind,
        (standing, "$warning"),
        f"\n{in_lines(words or 'No description.', room, max(left, 1), glyphs.ellipsis)}",
        f"\n{figures}",
        *_health(package, state, room),
        (f"\n{ages}", "$foreground-muted"),
    )


def noted(package: Package, state: State) -> str:
    """Tell how the project uses the package, that it is watched, and what is noted on it."""
    glyphs, told = state.glyphs, []
    if (use := state.uses().get(package.id)) is not None:
        from pkgtui.tui.using import use_words  # noqa: PLC0415 - only with a project

        told.append(use_words(use, package, glyphs))
    if (watched := state.personal.watches(package.slug)) is not None:
        words = one_line(watched.note)
        told.append(f"{glyphs.watched} watched{': ' if words else ''}{words}")
    return f" {glyphs.dot} ".join(told)


def _health(package: Package, state: State, room: int) -> Sequence[str | tuple[str, str]]:
    """The verdict, and behind it as much as has room of what decides it."""
    health, glyphs = judged(package, state), state.glyphs
    if health is None:
        return ()
    words, hit = verdict_words(health, glyphs), state.site_hits.get(package.slug)
    site = f" (the site: {hit.weight})" if hit and hit.weight is not None else ""
    why = f"{site} {glyphs.dot} {why_words(health, glyphs)}"
    left = max(room - cell_len(words) - 1, 0)
    return (f"\n{words}", tone(health.verdict)), f" {short(why, left, glyphs.ellipsis)}"


def _figures(package: Package, state: State) -> Sequence[str]:
    glyphs, now, last = state.glyphs, state.now(), package.last_commit
    when = f"{phrases.day(last)} ({phrases.ago(last, now)})" if last else phrases.UNKNOWN
    return (
        f"{glyphs.star} {phrases.count(package.stars)}",
        f"forks {phrases.count(package.forks)}",
        f"last commit {when}",
        f"docs {glyphs.yes if package.documentation_url else 'not listed'}",
        f"listed since {phrases.month(package.created)}",
    )


def _ages(package: Package, state: State) -> Sequence[str]:
    catalog, now = state.catalog, state.now()
    seen = phrases.day(package.last_fetched) if package.last_fetched else "at an unknown time"
    parts = [f"seen by the site {seen}"]
    if catalog is not None:
        if catalog.generation.sample:
            parts.append("sample data")
        else:
            parts.append(f"fetched {phrases.ago(catalog.fetched_at(package), now)}")
    if note := state.package_notes.get(package.id):
        parts.append(note)
    return parts

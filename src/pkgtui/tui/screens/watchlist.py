"""The packages the person watches, with what they noted, and those that are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual.widget import Widget

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.personal import Watched, with_watch_turned
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui.columns import package_columns
from pkgtui.tui.fitting import Column
from pkgtui.tui.messages import Keep
from pkgtui.tui.screens.noted import NotedScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.table import Table

EMPTY = "Nothing is watched yet: w on any package watches it, n notes why."


class WatchlistScreen(NotedScreen):
    """The list above; below it the whole note on the package under the cursor."""

    CSS_PATH = sheet("watchlist")
    PLACE = "watchlist"

    def body(self) -> Iterable[Widget]:
        """The packages, the note, and what has left the directory where there is such."""
        yield from super().body()
        gone = Table[Watched](
            _gone_columns(), key=lambda one: one.slug, glyphs=self.state.glyphs, id="gone"
        )
        gone.border_title = "No longer in the directory: w watches them no longer"
        yield gone

    def scope(self) -> str:
        """What is watched."""
        return "is:watched"

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        from pkgtui.models.wording import list_command  # noqa: PLC0415 - no start needs it

        return list_command("watch list", (), self.packages.view)

    def show_catalog(self, catalog: Catalog) -> None:
        """Show what of the watchlist `catalog` has, and what it has not."""
        rows, gone = catalog.row_by_slug, self.query_one("#gone", Table)
        watched = self.state.personal.watched
        here = [rows[one.slug] for one in watched if one.slug in rows]
        self.packages.show("Watched", here)
        gone.show([one for one in watched if one.slug not in rows])
        gone.display = bool(gone.rows)
        if not here:
            self.packages.table.empty = EMPTY
        self.show_note()

    def show_personal(self) -> None:
        """Show what is watched now, and noted."""
        if self.state.catalog is not None:
            self.show_catalog(self.state.catalog)

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return None if self._gone is not None else self.packages.current

    @property
    def _gone(self) -> Watched | None:
        """What has left the directory, while the keys are on it."""
        gone = self.query_one("#gone", Table)
        return gone.current if gone.has_focus else None

    def note(self, package: Package | None) -> str:
        """What is noted on the package."""
        watched = package and self.state.personal.watches(package.slug)
        words = one_line(watched.note) if watched else ""
        return words or ("No note yet: n writes one." if package else "")

    def columns(self) -> Sequence[Column[Package]]:
        """Those that tell what is noted, too."""
        return watched_columns(self.state)

    def action_watch(self) -> None:
        """Watch the package under the cursor no longer, be it one that has left the directory."""
        if (gone := self._gone) is None:
            super().action_watch()
            return
        self.packages.table.focus()
        self.notify(f"{gone.slug} is watched no longer.", markup=False)
        self.post_message(Keep(partial(with_watch_turned, slug=gone.slug)))


def _gone_columns() -> Sequence[Column[Watched]]:
    return (
        Column("slug", "name", 20, lambda one: one.slug, most=60),
        Column("note", "note", 14, lambda one: one_line(one.note), most=60, muted=True),
    )


def watched_columns(state: State) -> Sequence[Column[Package]]:
    """Those of any list, and behind the name what is noted."""

    def note(package: Package) -> str:
        watched = state.personal.watches(package.slug)
        return one_line(watched.note) if watched else ""

    name, *others = package_columns(state)
    return (name, Column("note", "note", 16, note), *others)

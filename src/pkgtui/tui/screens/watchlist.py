"""The packages the person watches, with what they noted, and those that are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.order import SortKey
from pkgtui.models.personal import Watched, with_watch_turned
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui.columns import package_columns
from pkgtui.tui.fitting import Column
from pkgtui.tui.flowing import in_lines, room_in
from pkgtui.tui.messages import Keep
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table

NOTE_LINES = 3
"""Lines of the note on the package under the cursor."""
EMPTY = "Nothing is watched yet: w on any package watches it, n notes why."


class WatchlistScreen(CatalogScreen):
    """The list above; below it the whole note on the package under the cursor."""

    CSS_PATH = sheet("watchlist")
    PLACE = "watchlist"

    def body(self) -> Iterable[Widget]:
        """The packages, the note, and what has left the directory where there is such."""
        yield PackageList(
            self.state,
            self.PLACE,
            order=(SortKey("name"),),
            columns=columns,
            show_hidden=True,
        )
        yield Static(id="note", markup=False)
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

        return list_command("watch list", (), self.query_one(PackageList).view)

    def show_catalog(self, catalog: Catalog) -> None:
        """Show what of the watchlist `catalog` has, and what it has not."""
        rows, gone = catalog.row_by_slug, self.query_one("#gone", Table)
        watched = self.state.personal.watched
        here = [rows[one.slug] for one in watched if one.slug in rows]
        self.query_one(PackageList).show("Watched", here)
        gone.show([one for one in watched if one.slug not in rows])
        gone.display = bool(gone.rows)
        if not here:
            self.query_one(PackageList).table.empty = EMPTY
        self._show_note()

    def show_personal(self) -> None:
        """Show what is watched now, and noted."""
        if self.state.catalog is not None:
            self.show_catalog(self.state.catalog)

    def on_resize(self) -> None:
        """Let the note flow into the new width."""
        self._show_note()

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return None if self._gone is not None else self.query_one(PackageList).current

    @property
    def _gone(self) -> Watched | None:
        """What has left the directory, while the keys are on it."""
        gone = self.query_one("#gone", Table)
        return gone.current if gone.has_focus else None

    @on(Table.Highlighted)
    def _show_note(self) -> None:
        glyphs, package = self.state.glyphs, self.query_one(PackageList).current
        watched = package and self.state.personal.watches(package.slug)
        words = one_line(watched.note) if watched else ""
        if package is not None and not words:
            words = "No note yet: n writes one."
        room = room_in(self.app.size.width)
        self.query_one("#note", Static).update(
            Content(in_lines(words, room, NOTE_LINES, glyphs.ellipsis)), layout=False
        )

    def action_watch(self) -> None:
        """Watch the package under the cursor no longer, be it one that has left the directory."""
        if (gone := self._gone) is None:
            super().action_watch()
            return
        self.query_one(PackageList).table.focus()
        self.notify(f"{gone.slug} is watched no longer.", markup=False)
        self.post_message(Keep(partial(with_watch_turned, slug=gone.slug)))


def columns(state: State) -> Sequence[Column[Package]]:
    """Those of any list, and behind the name what is noted."""

    def note(package: Package) -> str:
        watched = state.personal.watches(package.slug)
        return one_line(watched.note) if watched else ""

    name, *others = package_columns(state)
    return (name, Column("note", "note", 16, note), *others)


def _gone_columns() -> Sequence[Column[Watched]]:
    return (
        Column("slug", "name", 20, lambda one: one.slug, most=60),
        Column("note", "note", 14, lambda one: one_line(one.note), most=60, muted=True),
    )

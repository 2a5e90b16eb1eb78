"""A screen of one list of packages, with a note below it on the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.content import Content
from textual.widget import Widget

from pkgtui.models.entries import Package
from pkgtui.models.order import SortKey
from pkgtui.tui.fitting import Column
from pkgtui.tui.flowing import in_lines, room_in
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.table import Table
from pkgtui.tui.widgets.words import Words

NOTE_LINES = 3
"""Lines of the note, as the stylesheets have it."""


class NotedScreen(CatalogScreen):
    """The list stands by name and hides nothing; subclasses give its columns and the note."""

    def body(self) -> Iterable[Widget]:
        """The packages and the note."""
        yield PackageList(
            self.state,
            self.PLACE,
            order=(SortKey("name"),),
            columns=lambda _: self.columns(),
            show_hidden=True,
        )
        yield Words(id="note")

    def columns(self) -> Sequence[Column[Package]]:
        """The columns of the list."""
        raise NotImplementedError

    def note(self, package: Package | None) -> str:
        """What there is to say with `package` under the cursor, or with none."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Let the note flow into the new width."""
        self.show_note()

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return self.packages.current

    @property
    def packages(self) -> PackageList:
        """The list of packages."""
        return self.query_one(PackageList)

    @on(Table.Highlighted)
    def show_note(self) -> None:
        """Show the note for what is under the cursor now."""
        words, room = self.note(self.packages.current), room_in(self.app.size.width)
        lines = in_lines(words, room, NOTE_LINES, self.state.glyphs.ellipsis)
        self.query_one("#note", Words).update(Content(lines), layout=False)

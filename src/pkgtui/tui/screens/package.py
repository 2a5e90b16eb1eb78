"""One package: its facts with their age, its weeks of commits, its people, grids and links."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.links import Link, package_links
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui import bindings
from pkgtui.tui.facts import facts, noted
from pkgtui.tui.fitting import Column
from pkgtui.tui.flowing import in_lines, room_in
from pkgtui.tui.instead import instead_words
from pkgtui.tui.messages import (
    AskNotice,
    OpenAlternatives,
    OpenGrid,
    OpenLink,
    OpenPerson,
    RefreshPackage,
)
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.chart import CommitChart
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.table import Table
from pkgtui.tui.widgets.words import Words

NOTE_LINES = 2
TALL = 28
"""Lines from which there is room for more than one about the alternatives."""


class Participant(msgspec.Struct, frozen=True):
    """A participant as the list shows it."""

    name: str
    is_bot: bool
    elsewhere: int


def participants(package: Package, catalog: Catalog) -> list[Participant]:
    """The people, then the bots, in the site's order, with how many other packages each is in."""
    counted = catalog.rows_by_participant

    def entry(name: str, *, is_bot: bool) -> Participant:
        return Participant(name, is_bot, max(len(counted.get(name, ())) - 1, 0))

    people = [entry(name, is_bot=False) for name in package.people]
    return people + [entry(name, is_bot=True) for name in package.bots]


class PackageScreen(CatalogScreen):
    """The facts above, chart and participants in the middle, grids and links below."""

    CSS_PATH = sheet("package")
    BINDINGS = bindings.PACKAGE
    PLACE = ""

    def __init__(self, state: State, key: int | str) -> None:
        super().__init__(state)
        self._key = key
        self._package: Package | None = None
        self._drawn_for = Size(0, 0)

    def body(self) -> Iterable[Widget]:
        """Lay out the panes."""
        glyphs = self.state.glyphs
        yield Words(id="facts")
        yield Words(id="note")
        with Horizontal(id="middle"):
            yield CommitChart(glyphs)
            yield Table[Participant](
                _participant_columns(),
                key=lambda one: one.name,
                empty="The site names nobody.",
                glyphs=glyphs,
                header=False,
                id="participants",
            )
        yield Words(id="instead")
        with Horizontal(id="below"):
            yield Table[Grid](
                self._grid_columns(),
                key=lambda grid: grid.id,
                empty="In no grid.",
                glyphs=glyphs,
                header=False,
                id="in-grids",
            )
            yield Table[Link](
                _link_columns(),
                key=lambda link: link,
                empty="No links.",
                glyphs=glyphs,
                header=False,
                id="links",
            )

    def on_mount(self) -> None:
        """Begin with the facts, also where the list that has the keys lies further down."""
        self.call_after_refresh(self.scroll_home, animate=False)

    def on_screen_resume(self) -> None:
        """Have the package refreshed if it is old."""
        self.look_again()

    def look_again(self) -> None:
        """Have the package refreshed if it is older than an hour."""
        if self._package is not None:
            self.post_message(RefreshPackage(self._package.id, forced=False))
            catalog = self.state.catalog
            # Pages of packages that are active name no successor.
            if catalog is not None and catalog.is_archived(self._package) is not False:
                self.post_message(AskNotice(self._package.id))

    def on_resize(self) -> None:
        """Let the facts flow into the new width."""
        if self.app.size != self._drawn_for:
            self.update()

    def update(self) -> None:
        """Show the current catalog and how refreshing this package stands."""
        super().update()
        self._drawn_for = self.app.size
        if self._package is not None:
            room = room_in(self.app.size.width)
            self.query_one("#facts", Words).update(facts(self._package, self.state, room))
            self.query_one("#instead", Words).update(self._instead(self._package))
            self._show_note(self._package)

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the package as `catalog` has it."""
        package = catalog.package(self._key)
        if package is None:
            self.notify("This package is no longer in the directory.", markup=False)
            return
        self._package = package
        self.query_one(CommitChart).show(package.activity)
        people = self.query_one("#participants", Table)
        people.show(participants(package, catalog))
        people.border_title = "Participants"
        self.tell_left_out(people)
        grids = self.query_one("#in-grids", Table)
        grids.show(catalog.grids_of(package))
        grids.border_title = Content(f"In {phrases.count(len(grids.rows), 'grid')}")
        links = self.query_one("#links", Table)
        links.show(package_links(package, self.state.settings.site_url))
        links.border_title = "Links"

    def _show_note(self, package: Package) -> None:
        note, words = self.query_one("#note", Words), noted(package, self.state)
        note.display = bool(words)
        room = room_in(self.app.size.width)
        note.update(Content(in_lines(words, room, NOTE_LINES, self.state.glyphs.ellipsis)))

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say so under the participants too, behind how many they are."""
        words = [table.left_out_words]
        if table.id == "participants" and self._package is not None:
            words.insert(0, _people_words(self._package))
        note_below(table, ", ".join(filter(None, words)))

    def address(self) -> str:
        """The package as it was asked for."""
        return f"package/{self._key}"

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        subject = self.subject()
        return ("pkgtui", "show", subject.slug if subject else str(self._key))

    def subject(self) -> Package | None:
        """The package."""
        return self._package

    def action_alternatives(self) -> None:
        """Show what could stand in for it, and why."""
        if self._package is not None:
            self.post_message(OpenAlternatives(self._package.id))

    def action_refresh_this(self) -> None:
        """Ask the site for this package, however fresh it is."""
        if self._package is not None:
            self.post_message(RefreshPackage(self._package.id, forced=True))

    def _instead(self, package: Package) -> Content:
        size = self.app.size
        lines = 1 if size.height < TALL else 2
        return instead_words(package, self.state, room_in(size.width), lines)

    def _grid_columns(self) -> Sequence[Column[Grid]]:
        def members(grid: Grid) -> str:
            catalog = self.state.catalog
            return phrases.count(len(catalog.grid_rows(grid)), "package") if catalog else ""

        return (
            Column("title", "grid", 20, lambda grid: one_line(grid.title), most=60),
            Column("members", "members", 12, members, right=True, drop=1, muted=True),
        )

    # -- what a person does --------------------------------------------------------------

    @on(Table.Selected, "#participants")
    def _open_person(self, event: Table.Selected[Participant]) -> None:
        self.post_message(OpenPerson(event.row.name))

    @on(Table.Selected, "#in-grids")
    def _open_grid(self, event: Table.Selected[Grid]) -> None:
        self.post_message(OpenGrid(event.row.id))

    @on(Table.Selected, "#links")
    def _open_link(self, event: Table.Selected[Link]) -> None:
        self.post_message(OpenLink(event.row.url))


def _participant_columns() -> Sequence[Column[Participant]]:
    return (
        Column("name", "name", 10, lambda one: one_line(one.name), most=40),
        Column("kind", "", 3, lambda one: "bot" if one.is_bot else "", muted=True),
        Column(
            "elsewhere",
            "",
            12,
            lambda one: f"also in {one.elsewhere:,}" if one.elsewhere else "",
            drop=1,
            muted=True,
        ),
    )


def _link_columns() -> Sequence[Column[Link]]:
    return (
        Column("label", "link", 15, lambda link: link.label),
        Column("url", "address", 10, lambda link: link.shown, most=300, muted=True),
    )


def _people_words(package: Package) -> str:
    if not package.names:
        return ""
    return phrases.people(len(package.people), len(package.bots), package.unnamed)

"""What could stand in for a package, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.paths import sheet
from pkgtui.tui.columns import is_faded, mark_sign, package_columns
from pkgtui.tui.fitting import Column
from pkgtui.tui.flowing import short
from pkgtui.tui.instead import alternatives_to, notice_words
from pkgtui.tui.messages import OpenPackage
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.table import Table

_TITLE_CELLS = 40
_DROP = {"name": 0, "stars": 1, "commit": 2, "health": 0}
"""The columns of a list of packages that stand here; those with the highest figure go first."""


class Reasoned(msgspec.Struct, frozen=True):
    """A package with why it is an alternative."""

    package: Package
    reason: str


class AlternativesScreen(CatalogScreen):
    """The alternatives to one package, the best first."""

    CSS_PATH = sheet("alternatives")

    def __init__(self, state: State, key: int) -> None:
        super().__init__(state)
        self._key = key

    def body(self) -> Iterable[Widget]:
        """One list."""
        with Vertical(id="instead"):
            yield Table[Reasoned](
                key=lambda one: one.package.id,
                glyphs=self.state.glyphs,
                empty="Nothing is known that could stand in for it.",
                mark=lambda one: mark_sign(one.package, self.state),
                faded=lambda one: is_faded(one.package, self.state),
            )

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the alternatives that `catalog` has."""
        package = catalog.package(self._key)
        if package is None:
            self.notify("This package is no longer in the directory.", markup=False)
            return
        alternatives = alternatives_to(package, self.state)
        found = [Reasoned(catalog.packages[one.row], one.reason) for one in alternatives]
        table = self._table
        table.show_columns(self._columns())
        table.show(found)
        glyphs = self.state.glyphs
        title = short(package.title or package.slug, _TITLE_CELLS, glyphs.ellipsis)
        amount = phrases.count(len(found), "package")
        pane = self.query_one("#instead")
        pane.border_title = Content(f"Instead of {title} {glyphs.dot} {amount}, the best first")
        note_below(pane, notice_words(package, self.state))

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        package = self._shown.package(self._key) if self._shown else None
        return ("pkgtui", "show", package.slug if package else str(self._key))

    def subject(self) -> Package | None:
        """The package under the cursor."""
        one = self._table.current
        return None if one is None else one.package

    @property
    def _table(self) -> Table[Reasoned]:
        return self.query_one(Table)

    def _columns(self) -> Sequence[Column[Reasoned]]:
        def of(column: Column[Package]) -> Column[Reasoned]:
            return Column(
                column.id,
                column.title,
                column.width,
                lambda one: column.cell(one.package),
                most=column.most,
                right=column.right,
                drop=_DROP[column.id],
                muted=column.muted,
            )

        why: Column[Reasoned] = Column("why", "why", 36, lambda one: one.reason, most=70)
        return (*(of(it) for it in package_columns(self.state) if it.id in _DROP), why)

    @on(Table.Selected)
    def _open(self, event: Table.Selected[Reasoned]) -> None:
        self.post_message(OpenPackage(event.row.package.id))

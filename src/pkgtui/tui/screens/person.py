"""What one participant contributes to."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from pkgtui.models.bots import is_bot
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.text import fit, one_line
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.package_list import PackageList

_NAME_CELLS = 30


class PersonScreen(CatalogScreen):
    """The packages of one participant."""

    def __init__(self, state: State, name: str) -> None:
        super().__init__(state)
        self._name_of_person = name

    def body(self) -> Iterable[Widget]:
        """One list."""
        yield PackageList(self.state, "person", keep_filter=False)

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the packages that `catalog` knows the person to contribute to."""
        name = fit(one_line(self._name_of_person), _NAME_CELLS).rstrip()
        heading = f"{name} (a bot) contributes to" if is_bot(name) else f"{name} contributes to"
        rows = catalog.rows_by_participant.get(self._name_of_person, ())
        self.query_one(PackageList).show(heading, rows)

    def scope(self) -> str:
        """What the person contributes to."""
        from pkgtui.models.wording import fact  # noqa: PLC0415 - no start needs it

        return fact("by", self._name_of_person)

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return self.query_one(PackageList).current

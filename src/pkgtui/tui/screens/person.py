"""What one participant contributes to, and with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widget import Widget

from pkgtui.models.bots import is_bot
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.people import LEADING, Contribution, contributions, works_with
from pkgtui.paths import sheet
from pkgtui.text import fit, one_line
from pkgtui.tui.flowing import in_lines, room_in, short
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.package_list import PackageList
from pkgtui.tui.widgets.words import Words

_NAME_CELLS, _TITLE_CELLS = 30, 24
_NAMED = 3
ABOUT_LINES = 2
"""Lines for what the person leads, and as many for whom they work with."""


class PersonScreen(CatalogScreen):
    """The packages of one participant, those they lead first."""

    CSS_PATH = sheet("person")

    def __init__(self, state: State, name: str) -> None:
        super().__init__(state)
        self._name_of_person = name

    def body(self) -> Iterable[Widget]:
        """What can be said of them all, over the list."""
        yield Words(id="about")
        yield PackageList(self.state, "person", order=(), keep_filter=False)

    def show_catalog(self, catalog: Catalog) -> None:
        """Show the packages that `catalog` knows the person to contribute to."""
        name = fit(one_line(self._name_of_person), _NAME_CELLS).rstrip()
        heading = f"{name} (a bot) contributes to" if is_bot(name) else f"{name} contributes to"
        found = contributions(catalog, self._name_of_person)
        self.query_one("#about", Words).update(self._about(catalog, found))
        self.query_one(PackageList).show(heading, [one.row for one in found])

    def on_resize(self) -> None:
        """Let what is said flow into the new width."""
        catalog = self.state.catalog
        if catalog is not None:
            found = contributions(catalog, self._name_of_person)
            self.query_one("#about", Words).update(self._about(catalog, found))

    def scope(self) -> str:
        """What the person contributes to."""
        from pkgtui.models.wording import fact  # noqa: PLC0415 - no start needs it

        return fact("by", self._name_of_person)

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        from pkgtui.models.wording import list_command  # noqa: PLC0415 - no start needs it

        return list_command("people", [self._name_of_person], self.query_one(PackageList).view)

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return self.query_one(PackageList).current

    # -- what can be said of them all ----------------------------------------------------

    def _about(self, catalog: Catalog, found: Sequence[Contribution]) -> Content:
        room, ellipsis = room_in(self.app.size.width), self.state.glyphs.ellipsis
        if is_bot(self._name_of_person):
            return Content("A bot, and counted nowhere as a person. By stars.")
        lines = (self._leads(catalog, found), self._beside(catalog))
        return Content("\n").join(
            Content(in_lines(line, room, ABOUT_LINES, ellipsis)) for line in lines
        )

    def _leads(self, catalog: Catalog, found: Sequence[Contribution]) -> str:
        leading = [one for one in found if one.place <= LEADING]
        if not leading:
            return f"Among the first {LEADING} people of no package. At work first, then by stars."
        named = [self._led(catalog, one) for one in leading[:_NAMED]]
        if len(leading) > _NAMED:
            named.append(f"{len(leading) - _NAMED:,} more")
        return f"Among the first {LEADING} people of {', '.join(named)}. These stand first."

    def _led(self, catalog: Catalog, one: Contribution) -> str:
        package = catalog.packages[one.row]
        title = short(package.title or package.slug, _TITLE_CELLS, self.state.glyphs.ellipsis)
        return f"{title} ({one.place} of {one.people:,})"

    def _beside(self, catalog: Catalog) -> str:
        beside = works_with(catalog, self._name_of_person)
        if not beside:
            return "Stands beside nobody in more than one package."
        named = [f"{one_line(other)} in {times:,}" for other, times in beside]
        return f"Most often beside {', '.join(named)} packages."

"""What is marked, side by side: packages as columns and facts as rows, or turned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.compare import WEEKS, Fact, compare, differences
from pkgtui.models.entries import Package
from pkgtui.models.exports import Format, export
from pkgtui.models.personal import with_basket_emptied, with_grid
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui import bindings
from pkgtui.tui.columns import FORTNIGHTS, package_name
from pkgtui.tui.dialogs import choice, question
from pkgtui.tui.fitting import GAP, Column
from pkgtui.tui.flowing import short
from pkgtui.tui.messages import CopyText, Keep, OpenPackage, SaveText
from pkgtui.tui.present import sparklines
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.side_by_side import SideBySide
from pkgtui.tui.widgets.table import Table

_LABEL, _NARROW = 16, 13
_FRAME = 5
"""Cells of the frame, of the sign of the cursor and of the scrollbar."""
_FORMS = {Format.MARKDOWN: "Markdown", Format.CSV: "CSV", Format.JSON: "JSON"}
_NOTHING = "Nothing is marked. space marks a package in any list."


class CompareScreen(CatalogScreen, inherit_bindings=False):
    """The packages in the basket; taking the mark away takes the package out."""

    CSS_PATH = sheet("compare")
    # Its own keys stand first among those that are shown.
    BINDINGS: ClassVar = [*bindings.COMPARE, *bindings.SCREEN, *bindings.ITEM]

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._packages: Sequence[Package] = ()
        self._facts: Sequence[Fact] = ()
        self._only_differences = False

    def body(self) -> Iterable[Widget]:
        """The same in two forms, one of which is shown."""
        glyphs = self.state.glyphs
        with Vertical(id="compared"):
            yield SideBySide(glyphs, empty=_NOTHING)
            turned = Table[Package](
                key=lambda package: package.id, glyphs=glyphs, empty=_NOTHING, id="turned"
            )
            turned.display = False
            yield turned

    def show_catalog(self, catalog: Catalog) -> None:
        """Compare what is marked as `catalog` has it."""
        found = map(catalog.row_by_slug.get, self.state.personal.basket)
        self._packages = [catalog.packages[row] for row in found if row is not None]
        self._facts = compare(catalog, self._packages, self.state.now())
        self._show()

    def show_personal(self) -> None:
        """Compare what is marked now."""
        if self.state.catalog is not None:
            self.show_catalog(self.state.catalog)

    def on_resize(self) -> None:
        """Give the packages the room that there is now."""
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer everything but to go where one is."""
        return action != "compare" and super().check_action(action, parameters)

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        return ("pkgtui", "compare", *(package.slug for package in self._packages))

    def subject(self) -> Package | None:
        """The package under the cursor."""
        if self._turned.display:
            return self._turned.current
        at = self._side_by_side.at
        return self._packages[at] if at < len(self._packages) else None

    @property
    def _side_by_side(self) -> SideBySide:
        return self.query_one(SideBySide)

    @property
    def _turned(self) -> Table[Package]:
        return self.query_one("#turned", Table)

    # -- showing -------------------------------------------------------------------------

    def _show(self) -> None:
        facts = differences(self._facts) if self._only_differences else self._facts
        facts = facts if self._packages else ()
        self._side_by_side.empty = self._turned.empty = (
            "They differ in nothing: d shows all facts." if self._packages else _NOTHING
        )
        self._side_by_side.show_columns([_label_column(), *map(self._package_column, self._places)])
        self._side_by_side.show(facts)
        self._turned.show_columns([self._name_column(), *map(self._fact_column, facts)])
        self._turned.show(self._packages if facts else ())
        self._tell(len(facts))
        # Which columns fit is known when the table has been laid out.
        self.call_after_refresh(self._tell_below)

    @property
    def _places(self) -> Sequence[int]:
        return range(len(self._packages))

    def _tell(self, shown: int) -> None:
        dot = f" {self.state.glyphs.dot} "
        parts = ["Compare", phrases.count(len(self._packages), "package")]
        if self._only_differences and self._packages:
            parts.append(f"{shown} of {len(self._facts)} facts differ")
        missing = len(self.state.personal.basket) - len(self._packages)
        if missing:
            parts.append(f"{phrases.count(missing, 'marked one')} not in the directory")
        self.query_one("#compared").border_title = Content(dot.join(parts))

    def _tell_below(self) -> None:
        subject = self.subject()
        if subject is None:
            words = ""
        else:
            table: Table[Any] = self._turned if self._turned.display else self._side_by_side
            what = "fact" if self._turned.display else "package"
            hidden = phrases.count(table.left_out, what)
            dot = f" {self.state.glyphs.dot} "
            parts = [f"{hidden} out of view: left, right"] if table.left_out else []
            parts += [f"{self.state.glyphs.best} best", f"enter opens {package_title(subject)}"]
            words = dot.join(parts)
        note_below(self.query_one("#compared"), words)

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say what is out of view, and which package the keys are for."""
        del table
        self._tell_below()

    # -- cells ---------------------------------------------------------------------------

    def _package_column(self, at: int) -> Column[Fact]:
        package = self._packages[at]

        return Column(
            str(package.id),
            package_name(package, self.state),
            self._width,
            lambda fact: self._text(fact, at, self._width),
            strong=lambda fact: at in fact.best,
        )

    @property
    def _width(self) -> int:
        """How wide each package is: all are, so that they stand on one scale."""
        room = self.app.size.width - _FRAME - _LABEL
        return max(_NARROW, min(room // max(len(self._packages), 1) - GAP, FORTNIGHTS))

    def _fact_column(self, fact: Fact) -> Column[Package]:
        ids = [package.id for package in self._packages]
        texts = {key: self._text(fact, at, FORTNIGHTS) for at, key in enumerate(ids)}
        best = {ids[at] for at in fact.best}
        return Column(
            fact.id,
            fact.label,
            max(map(cell_len, (fact.label, *texts.values()))),
            lambda package: texts[package.id],
            strong=lambda package: package.id in best,
        )

    def _name_column(self) -> Column[Package]:
        return Column("name", "name", _LABEL, lambda it: package_name(it, self.state), most=40)

    def _text(self, fact: Fact, at: int, cells: int) -> str:
        if fact.id == WEEKS and fact.cells[at].value:
            many = [cell.value or () for cell in fact.cells]
            weeks_in = FORTNIGHTS if cells >= FORTNIGHTS else _NARROW
            return sparklines(many, weeks_in, self.state.glyphs)[at]
        text = fact.cells[at].text
        if at not in fact.best:
            return short(text, cells, self.state.glyphs.ellipsis)
        sign = f" {self.state.glyphs.best}"
        return short(text, cells - len(sign), self.state.glyphs.ellipsis) + sign

    # -- what a person does --------------------------------------------------------------

    def action_turn(self) -> None:
        """Change rows into columns, or back; the cursor stays on the package."""
        subject = self.subject()
        turned, columns = self._turned, self._side_by_side
        turned.display = not turned.display
        columns.display = not turned.display
        if subject is not None:
            at = self._packages.index(subject)
            turned.move_to(at)
            columns.go_to(at)
        (turned if turned.display else columns).focus()
        self.call_after_refresh(self._tell_below)

    def action_differences(self) -> None:
        """Show only the facts that tell the packages apart, or all."""
        self._only_differences = not self._only_differences
        self._show()

    def action_export(self) -> None:
        """Copy or save what is compared, in the form that is chosen."""
        if not self._packages:
            return
        answers = [(f"copy {form}", f"Copy as {name}") for form, name in _FORMS.items()]
        answers += [(f"save {form}", f"Save as {name}") for form, name in _FORMS.items()]
        self.app.push_screen(choice("Export", answers), self._export)

    def _export(self, answer: str | None) -> None:
        catalog = self.state.catalog
        if answer is None or catalog is None:
            return
        how, _, form = answer.partition(" ")
        text = export(catalog, self._packages, self.state.now(), Format(form))
        amount = phrases.count(len(self._packages), "package")
        if how == "copy":
            told = f"{amount} as {_FORMS[Format(form)]}"
            self.post_message(CopyText(text, told))
            return

        def save(name: str | None) -> None:
            if name:
                self.post_message(SaveText(name, text))

        asked = question(f"Save {amount} as", "the name of a file", f"comparison.{form}")
        self.app.push_screen(asked, save)

    def action_keep_grid(self) -> None:
        """Keep what is compared as a grid of the person's own."""
        if self._packages:
            asked = question("Save as your own grid", "a name for it")
            self.app.push_screen(asked, self._keep_grid)

    def _keep_grid(self, name: str | None) -> None:
        if not name:
            return
        if name not in self.state.personal.grids:
            self._replace_grid("replace", name)
            return
        answers = [("keep", "Keep the grid that has it"), ("replace", "Replace that grid")]
        asked = choice("That name is taken", answers)
        self.app.push_screen(asked, partial(self._replace_grid, name=name))

    def _replace_grid(self, answer: str | None, name: str) -> None:
        if answer == "replace":
            slugs = tuple(package.slug for package in self._packages)
            self.post_message(Keep(partial(with_grid, name=name, slugs=slugs)))
            self.notify(f"Saved as {name}: it stands among the grids.", markup=False)

    def action_clear(self) -> None:
        """Take all marks away, when that is meant."""
        marked = phrases.count(len(self.state.personal.basket), "mark")
        answers = [("clear", f"Take {marked} away"), ("keep", "Keep them")]
        self.app.push_screen(choice("All marks", answers), self._clear)

    def _clear(self, answer: str | None) -> None:
        if answer == "clear":
            self.post_message(Keep(with_basket_emptied))

    @on(Table.Selected)
    def _open(self) -> None:
        subject = self.subject()
        if subject is not None:
            self.post_message(OpenPackage(subject.id))

    @on(Table.HeaderClicked, "SideBySide")
    def _header_clicked(self, event: Table.HeaderClicked[Fact]) -> None:
        ids = [str(package.id) for package in self._packages]
        if event.column in ids:
            self._side_by_side.go_to(ids.index(event.column))

    @on(Table.Highlighted, "#turned")
    def _moved(self) -> None:
        self._tell_below()


def package_title(package: Package) -> str:
    """The title in running text."""
    return one_line(package.title) or package.slug


def _label_column() -> Column[Fact]:
    return Column("fact", "", _LABEL, lambda fact: fact.label)

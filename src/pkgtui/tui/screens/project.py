"""The packages that the person's project uses, with what there is to say of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from pkgtui import phrases
from pkgtui.models.audit import Use
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.requirements import Behind
from pkgtui.paths import sheet
from pkgtui.text import one_line
from pkgtui.tui.columns import package_columns
from pkgtui.tui.fitting import Column
from pkgtui.tui.screens.noted import NotedScreen
from pkgtui.tui.state import State
from pkgtui.tui.using import behind_words, use_words, version_words

FILES = 2
"""Files that are told by name."""
EMPTY = "The directory lists nothing that this project asks for."


class ProjectScreen(NotedScreen):
    """The list above; below it where the package under the cursor is asked for."""

    CSS_PATH = sheet("project")
    PLACE = "project"

    def show_catalog(self, catalog: Catalog) -> None:
        """Show what of the project `catalog` has."""
        rows, project = catalog.row_by_id, self.state.project
        used = [rows[key] for key in self.state.uses() if key in rows]
        names = [PurePath(name).name for name in project.files] if project else []
        told = one_line(", ".join(names)) if len(names) <= FILES else f"{len(names)} files"
        self.packages.show(f"Used in {told}", used)
        if not used:
            self.packages.table.empty = EMPTY
        self.show_note()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer no view of it: a view is of the directory, whatever project is at hand."""
        return action != "keep_view" and super().check_action(action, parameters)

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        project = self.state.project
        return ("pkgtui", "audit", *(project.files if project else ()))

    def note(self, package: Package | None) -> str:
        """Where the package is asked for, and how much the directory does not list."""
        glyphs, use = self.state.glyphs, package and self.state.uses().get(package.id)
        words = use_words(use, package, glyphs) if package and use else ""
        return f" {glyphs.dot} ".join(filter(None, (words, self._unlisted())))

    def columns(self) -> Sequence[Column[Package]]:
        """Those that tell of its use, too."""
        return used_columns(self.state)

    def _unlisted(self) -> str:
        """How much of the project the directory does not list."""
        project = self.state.project
        names = {one.name for one in project.requirements if not one.constraint} if project else ()
        known = {one.name for use in self.state.uses().values() for one in use.requirements}
        left = len(set(names) - known)
        return f"{phrases.count(left, 'other')} not in the directory" if left else ""


def used_columns(state: State) -> Sequence[Column[Package]]:
    """Those of any list, and behind the name the version used and how old it is."""

    def use(package: Package) -> Use | None:
        return state.uses().get(package.id)

    def used(package: Package) -> str:
        found = use(package)
        return version_words(found) if found else ""

    def behind(package: Package) -> str:
        found = use(package)
        return behind_words(found, package) if found else ""

    def is_old(package: Package) -> bool:
        found = use(package)
        return found is not None and found.behind(package.version) is Behind.MAJOR

    name, *others = package_columns(state)
    # What says whether to stay with it comes before what says how well known it is.
    first = [column for column in others if column.id in ("version", "health", "commit")]
    return (
        name,
        Column("used", "used", 10, used, most=14),
        Column("behind", "behind", 9, behind, strong=is_old),
        *first,
        *(column for column in others if column not in first),
    )

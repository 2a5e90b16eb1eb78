"""Every package of the directory in one list."""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.widgets.package_list import PackageList


class PackagesScreen(CatalogScreen):
    """One list, as wide as the terminal."""

    PLACE = "packages"

    def body(self) -> Iterable[Widget]:
        """The list alone."""
        yield PackageList(self.state, "packages")

    def show_catalog(self, catalog: Catalog) -> None:
        """Show all packages."""
        self.query_one(PackageList).show("All", catalog.all_rows)

    def subject(self) -> Package | None:
        """The package under the cursor."""
        return self.query_one(PackageList).current

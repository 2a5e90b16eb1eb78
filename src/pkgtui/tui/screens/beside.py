"""A screen on which something stands beside its list of packages, or in its place."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from pkgtui.tui import bindings
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.widgets.package_list import PackageList


class BesideScreen(CatalogScreen):
    """What is done with lists is done with the one of packages, whatever has the keys."""

    BINDINGS: ClassVar[list[BindingType]] = bindings.PACKAGES_BESIDE

    @property
    def packages(self) -> PackageList:
        """The list of packages."""
        return self.query_one(PackageList)

    async def action_filter(self) -> None:
        """Open the filter of the packages."""
        await self.packages.action_filter()

    def action_sort(self) -> None:
        """Ask for the choice of orders of the packages."""
        self.packages.action_sort()

    def action_reverse(self) -> None:
        """Turn the order of the packages round."""
        self.packages.action_reverse()

    def action_toggle_hidden(self) -> None:
        """Show or hide the packages that are gone."""
        self.packages.action_toggle_hidden()

    def action_keep_view(self) -> None:
        """Ask for a name for what is shown."""
        self.packages.action_keep_view()

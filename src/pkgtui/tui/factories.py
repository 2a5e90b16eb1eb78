"""Makes screens when they are first wanted, so that starting loads only the one that is shown."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pkgtui.tui.screens.item import StateScreen
from pkgtui.tui.state import State

if TYPE_CHECKING:
    from textual.command import Provider


def _made(module: str, screen: str, *args: object) -> StateScreen:
    factory = getattr(import_module(f"pkgtui.tui.screens.{module}"), screen)
    made: StateScreen = factory(*args)
    return made


def import_ahead() -> None:
    """Import, in a thread, what the first search and the first package would wait for."""
    for module in ("search", "package"):
        import_module(f"pkgtui.tui.screens.{module}")


def place(name: str, state: State) -> StateScreen:
    """The screen of one of the main places, each of which is named like its module."""
    return _made(name, f"{name.capitalize()}Screen", state)


def search(state: State) -> StateScreen:
    """The search over everything."""
    return _made("search", "SearchScreen", state)


def package(state: State, key: int | str) -> StateScreen:
    """The package with this id or slug."""
    return _made("package", "PackageScreen", state, key)


def grid(state: State, key: int | str) -> StateScreen:
    """The grid with this id or slug."""
    return _made("grid", "GridScreen", state, key)


def compare(state: State) -> StateScreen:
    """What is marked, side by side."""
    return _made("compare", "CompareScreen", state)


def alternatives(state: State, key: int) -> StateScreen:
    """What could stand in for the package with this id."""
    return _made("alternatives", "AlternativesScreen", state, key)


def person(state: State, name: str) -> StateScreen:
    """What this participant contributes to."""
    return _made("person", "PersonScreen", state, name)


def welcome(state: State) -> StateScreen:
    """What is shown while there is no catalog."""
    return _made("welcome", "WelcomeScreen", state)


def action_provider() -> type[Provider]:
    """What finds actions for the palette."""
    from pkgtui.tui.commands import ActionProvider  # noqa: PLC0415 - only the palette needs it

    return ActionProvider


def catalog_provider() -> type[Provider]:
    """What finds packages and grids for the palette."""
    from pkgtui.tui.commands import CatalogProvider  # noqa: PLC0415 - only the palette needs it

    return CatalogProvider


def view_provider() -> type[Provider]:
    """What finds the person's views for the palette."""
    from pkgtui.tui.commands import ViewProvider  # noqa: PLC0415 - only the palette needs it

    return ViewProvider

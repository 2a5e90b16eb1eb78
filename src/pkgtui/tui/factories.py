"""Makes screens when they are first wanted, so that starting loads only the one that is shown."""

from __future__ import annotations

from importlib import import_module

from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State


def _made(module: str, screen: str, *args: object) -> CatalogScreen:
    factory = getattr(import_module(f"pkgtui.tui.screens.{module}"), screen)
    made: CatalogScreen = factory(*args)
    return made


def place(name: str, state: State) -> CatalogScreen:
    """The screen of one of the main places: categories, grids or packages."""
    return _made(name, f"{name.capitalize()}Screen", state)


def search(state: State) -> CatalogScreen:
    """The search over everything."""
    return _made("search", "SearchScreen", state)


def package(state: State, key: int | str) -> CatalogScreen:
    """The package with this id or slug."""
    return _made("package", "PackageScreen", state, key)


def grid(state: State, key: int | str) -> CatalogScreen:
    """The grid with this id or slug."""
    return _made("grid", "GridScreen", state, key)


def person(state: State, name: str) -> CatalogScreen:
    """What this participant contributes to."""
    return _made("person", "PersonScreen", state, name)

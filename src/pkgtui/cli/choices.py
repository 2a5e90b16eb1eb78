"""What a person chose for the dashboard, held against what the dashboard has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import IO, Any

from pkgtui.cli.common import WrongUsage
from pkgtui.config_file import read_config
from pkgtui.settings import Settings

Place = Callable[..., str]
"""Returns where a choice was made, by the names that lead to it."""


class WrongChoices(WrongUsage):
    """Choices that cannot be followed, each told in a line of its own."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__(faults[0])
        self._others = [WrongUsage(fault) for fault in faults[1:]]

    def show(self, file: IO[Any] | None = None) -> None:
        """Print them all."""
        super().show(file)
        for other in self._others:
            other.show(file)


def refuse_unknown(settings: Settings, environ: Mapping[str, str]) -> None:
    """Hold a theme and keys of the person's own against what there is; imports Textual.

    Raises:
        WrongChoices: Some of it cannot be followed.
    """

    def place(*names: str) -> str:
        if names == ("theme",) and environ.get("PKGTUI_THEME"):
            return "PKGTUI_THEME"
        file = settings.config_file
        return "the settings" if file is None else read_config(file).place(*names)

    if faults := faults_of_choices(settings.theme, settings.keys, place):
        raise WrongChoices(faults)


def faults_of_choices(theme: str, keys: Mapping[str, str], place: Place) -> list[str]:
    """Return what the dashboard cannot follow of a theme and of keys by ids; imports Textual."""
    found = []
    if theme:
        from pkgtui.tui import themes  # noqa: PLC0415 - textual with it

        if theme not in themes.NAMES:
            known = ", ".join(themes.NAMES)
            found.append(f"{place('theme')}: there is no theme {theme!r}; there are {known}")
    if keys:
        from pkgtui.tui.keymap import faults  # noqa: PLC0415 - textual with it

        for fault in faults(keys):
            where = place("keys", fault.binding)
            found.append(f'{where}: keys."{fault.binding}": {fault.words}')
    return found

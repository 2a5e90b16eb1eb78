"""The dashboard's theme: as configured, or as the person chose it last."""

from __future__ import annotations

import asyncio
import os

from textual import work
from textual.theme import Theme

from pkgtui.paths import data_dir
from pkgtui.personal import PersonalError, PersonalFile
from pkgtui.settings import Settings
from pkgtui.tui import themes
from pkgtui.tui.links import LinkApp


class ThemedApp(LinkApp):
    """An app that remembers which theme was chosen in it, unless the configuration names one."""

    def __init__(self, settings: Settings) -> None:
        """Take the theme that `settings` name, else the one remembered, else the default."""
        super().__init__()
        self._configured = settings.theme
        self._personal = PersonalFile(data_dir(os.environ))
        self._kept_theme = ""
        self._trouble = ""
        self.register_theme(themes.DARK)
        self.register_theme(themes.LIGHT)
        chosen = self._configured or self._remembered()
        if chosen != themes.DEFAULT:
            self.theme = chosen
        else:
            # Set as if it had always been: a change has every stylesheet parsed twice more.
            self.set_reactive(ThemedApp.theme, chosen)
            self.stylesheet.set_variables(self.get_css_variables())

    def _remembered(self) -> str:
        try:
            theme = self._personal.read().theme
        except PersonalError as error:
            self._trouble = f"{error}."
            return themes.DEFAULT
        return theme if theme in themes.NAMES else themes.DEFAULT

    def on_mount(self) -> None:
        """Tell why the chosen theme is not there; from now on remember what is chosen."""
        if self._trouble:
            self.warn(self._trouble)
        self._kept_theme = self.theme
        self.theme_changed_signal.subscribe(self, self._theme_chosen)

    def _theme_chosen(self, theme: Theme) -> None:
        if theme.name == self._kept_theme:
            return
        self._kept_theme = theme.name
        if self._configured:
            self.notify(f"The next start shows {self._configured} again: it is configured.")
        else:
            self._remember_theme(theme.name)

    @work(group="personal", exit_on_error=True)
    async def _remember_theme(self, name: str) -> None:
        try:
            trouble = await asyncio.to_thread(self._personal.change, theme=name) or ""
        except PersonalError as error:
            trouble = str(error)
        # Said once: who goes through the themes on a full disk has read it.
        if trouble and trouble != self._trouble:
            self.warn(f"{trouble}.")
        self._trouble = trouble

"""The dashboard's theme: as configured, or as the person chose it last."""

from __future__ import annotations

import asyncio
import os

from textual import work

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
        self._kept: str | None = None  # Until a person can choose.
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
            self._trouble = str(error)
            return themes.DEFAULT
        return theme if theme in themes.NAMES else themes.DEFAULT

    def on_mount(self) -> None:
        """Tell why the chosen theme is not there; from now on remember what is chosen."""
        if self._trouble:
            self.warn(f"{self._trouble}.")
        self._kept = self.theme

    def watch_theme(self, name: str) -> None:
        """Remember what was just chosen."""
        if self._kept in (None, name):
            return
        if self._configured:
            self._kept = name
            words = f"The next start shows {self._configured} again: it is configured."
            self.notify(words, markup=False)
        else:
            self._keep_in_background()

    @work(group="theme", exclusive=True, exit_on_error=True)
    async def _keep_in_background(self) -> None:
        before, trouble = self._trouble, await self._keep()
        # Said once: who goes through the themes on a full disk has read it.
        if trouble and trouble != before:
            self.warn(f"{trouble}.")

    async def _keep(self) -> str:
        name = self.theme
        try:
            notice = await asyncio.to_thread(self._personal.change, theme=name)
            self._trouble = notice or ""
        except PersonalError as error:
            self._trouble = str(error)
        self._kept = name
        return self._trouble

    async def on_unmount(self) -> None:
        """Keep what was chosen just before the end."""
        if not self._configured and self._kept not in (None, self.theme):
            await self._keep()

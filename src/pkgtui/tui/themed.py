"""The dashboard's theme: as configured, or as the person chose it last."""

from __future__ import annotations

from pkgtui.models.personal import with_theme
from pkgtui.tui import themes
from pkgtui.tui.keeping import KeepingApp
from pkgtui.tui.state import State


class ThemedApp(KeepingApp):
    """An app that remembers which theme was chosen in it, unless the configuration names one."""

    _has_theme = False

    def __init__(self, state: State, *, sample: bool) -> None:
        """Take the theme that the settings name, else the one remembered, else the default."""
        super().__init__(state, sample=sample)
        self._shown_theme: str | None = None  # Until a person can choose.
        self.register_theme(themes.DARK)
        self.register_theme(themes.LIGHT)
        remembered = state.personal.theme
        known = remembered if remembered in themes.NAMES else themes.DEFAULT
        chosen = state.settings.theme or known
        self._has_theme = True
        if chosen != themes.DEFAULT:
            self.theme = chosen
        else:
            # Set as if it had always been: a change has every stylesheet parsed twice more.
            self.set_reactive(ThemedApp.theme, chosen)
            self.stylesheet.set_variables(self.get_css_variables())

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; none while Textual would mix those of its own."""
        return super().get_css_variables() if self._has_theme else {}

    def on_mount(self) -> None:
        """From now on remember what is chosen."""
        self._shown_theme = self.theme

    def watch_theme(self, name: str) -> None:
        """Remember what was just chosen, also over a sample."""
        if self._shown_theme in (None, name):
            return
        self._shown_theme = name
        configured = self.state.settings.theme
        if configured:
            words = f"The next start shows {configured} again: it is configured."
            self.notify(words, markup=False)
        else:
            self.write_soon(lambda personal: with_theme(personal, name))

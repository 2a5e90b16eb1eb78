"""The two themes of the dashboard, beside those that Textual brings."""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="pkgtui-dark",
    primary="#44b78b",
    secondary="#5aa9a0",
    accent="#7fd6b3",
    warning="#e5b567",
    error="#e5736f",
    success="#44b78b",
    foreground="#d8e2dc",
    background="#0f1614",
    surface="#141d1a",
    panel="#1d2a26",
    dark=True,
)
LIGHT = Theme(
    name="pkgtui-light",
    primary="#0c6b4a",
    secondary="#2f7d73",
    accent="#0c6b4a",
    warning="#8a5a00",
    error="#a8322d",
    success="#0c6b4a",
    foreground="#16221d",
    background="#fbfdfb",
    surface="#f3f7f4",
    panel="#e3ece6",
    dark=False,
)
DEFAULT = DARK.name
NAMES = sorted({DARK.name, LIGHT.name, *BUILTIN_THEMES})
"""Every theme that can be chosen."""

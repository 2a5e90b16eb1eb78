"""A walk through every screen of the dashboard, as a person takes it who wants to see all."""

from __future__ import annotations

from benchmarks.prepare import ROOT
from tests.terminal.driver import Terminal

PROJECT = ("--project", str(ROOT / "tests" / "projects" / "uv"))
"""What the dashboard is started with to have all its places."""

_PACKAGE = "PostgreSQL-based"
_STEPS = (
    ("3", "All · "),
    ("pagedown", "All · "),
    ("f", "Drop the filter"),
    ("queue", r"of [\d,]+ packages"),
    ("enter", "s Sort"),
    ("s", "Sort by"),
    ("q", "s Sort"),
    ("/", "Type to search"),
    ("procrastinate", "▸.*Procrastinate"),
    ("enter", _PACKAGE),
    ("e", "Why: "),
    ("q", _PACKAGE),
    ("i", "Instead of Procrastinate"),
    (" ", "Compare 1 marked"),
    ("down", "Compare 1 marked"),
    (" ", "Compare 2 marked"),
    ("c", "d Differences"),
    ("t", "d Differences"),
    ("q", "Instead of Procrastinate"),
    ("q", _PACKAGE),
    ("enter", "contributes to"),
    ("q", _PACKAGE),
    ("1", "▸ Apps"),
    ("down", "▸ (Other|Projects|Frameworks)"),
    ("2", r"[\d,]+ grids"),
    ("enter", r"Grids \S [A-Z]"),
    ("t", r"Grids \S [A-Z]"),
    ("q", r"[\d,]+ grids"),
    ("4", "Watched · "),
    ("5", "changes since"),
    ("6", "Used in"),
    ("?", "Going places"),
    ("q", "Used in"),
    (":", "▔▔▔"),
    ("packages", "▔▔▔"),
    ("escape", "s Sort"),
)
"""What is pressed or typed, and what the screen shows then."""


def see_all(terminal: Terminal) -> None:
    """Visit every screen of a dashboard that was started with `PROJECT`, and rest on each.

    Raises:
        UnseenError: A screen did not come up; the text holds what did.
    """
    for keys, sign in _STEPS:
        terminal.press(keys)
        terminal.settle(0.1)
        terminal.wait(sign)

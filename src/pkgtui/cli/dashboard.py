"""``pkgtui`` without a command: the dashboard, where there is a terminal for it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pkgtui.cli.common import WrongUsage
from pkgtui.settings import Settings
from pkgtui.tui.loading import start_loading
from pkgtui.tui.remote import textual_defaults

if TYPE_CHECKING:
    pass


def open_dashboard(settings: Settings, *, demo: bool, project: Sequence[Path] = ()) -> int:
    """Run the dashboard until the person leaves it; return its exit status.

    Raises:
        WrongUsage: There is no terminal, or the settings name a theme or a key's binding that
            the dashboard does not have; or there is no `project` there.
        BadData: A file of the `project` is not what its name says.
    """
    _refuse_without_terminal()
    asked = None
    if project:
        from pkgtui.cli.reading import read_project  # noqa: PLC0415 - seldom asked for

        asked = read_project(project)
    # What is made during the start is there to stay: looking for garbage in it costs a tenth of
    # the time. The dashboard turns the search on again.
    gc.disable()
    for name, value in textual_defaults(os.environ).items():
        os.environ.setdefault(name, value)
    # The catalog is read while Textual is imported.
    loading = start_loading(settings, sample=demo)
    from pkgtui.tui import themes  # noqa: PLC0415 - textual with it
    from pkgtui.tui.app import run_dashboard  # noqa: PLC0415 - textual with it

    if settings.theme:
        _refuse_unless_known("theme", [settings.theme], themes.NAMES)
    if settings.keys:
        _refuse_unless_known("binding", settings.keys, _bindings())
    return run_dashboard(settings, loading, sample=demo, project=asked)


def _refuse_without_terminal() -> None:
    """End the program where the dashboard could neither be seen nor left."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    are_there = all(stream is not None and stream.isatty() for stream in streams)
    # Windows names no terminal; elsewhere one without a name is taken to be a bare one.
    name = os.environ.get("TERM") or ("dumb" if os.name == "posix" else "windows")
    if not are_there or name == "dumb":
        commands = "`pkgtui search`, `pkgtui show`, `pkgtui status` and `pkgtui sync`"
        raise WrongUsage("The dashboard needs a terminal", f"{commands} do without")


def _refuse_unless_known(kind: str, names: Collection[str], known: Collection[str]) -> None:
    for name in names:
        if name not in known:
            raise WrongUsage(f"There is no {kind} {name!r}", f"There are {', '.join(known)}")


def _bindings() -> Collection[str]:
    from pkgtui.tui import bindings  # noqa: PLC0415 - textual with it

    tables = [table for table in vars(bindings).values() if isinstance(table, list)]
    ids = (getattr(binding, "id", None) for table in tables for binding in table)
    return sorted({name for name in ids if name})

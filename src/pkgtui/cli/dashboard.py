"""``pkgtui`` without a command: the dashboard, where there is a terminal for it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pkgtui.settings import Settings
from pkgtui.store.errors import DamagedCatalog, StoreUnusable
from pkgtui.tui.loading import start_loading
from pkgtui.tui.remote import terminal_name, textual_defaults


def open_dashboard(settings: Settings, *, demo: bool, project: Sequence[Path] = ()) -> int:
    """Run the dashboard until the person leaves it; return its exit status.

    Raises:
        WrongUsage: There is no terminal, or the settings choose a theme or keys that the
            dashboard cannot have; or there is no `project` there.
        BadData: A file of the `project` is not what its name says; or the stored catalog turned
            out to be damaged, and was moved aside if it could be.
    """
    _refuse_without_terminal()
    asked = None
    if project:
        from pkgtui.cli.reading import read_project  # noqa: PLC0415 - seldom asked for

        asked = read_project(project)
    # What is made during the start is there to stay: looking for garbage in it costs a tenth of
    # the time. The dashboard turns the search on again.
    gc.disable()
    for name, value in textual_defaults(os.environ, terminal_name()).items():
        os.environ.setdefault(name, value)
    # The catalog is read while Textual is imported.
    loading = start_loading(settings, sample=demo)
    from pkgtui.tui.app import run_dashboard  # noqa: PLC0415 - textual with it

    if settings.theme or settings.keys:
        from pkgtui.cli.choices import refuse_unknown  # noqa: PLC0415 - most choose nothing

        refuse_unknown(settings, os.environ)
    try:
        return run_dashboard(settings, loading, sample=demo, project=asked)
    except (DamagedCatalog, StoreUnusable) as error:
        from pkgtui.cli.common import BadData  # noqa: PLC0415 - click with it

        is_aside = isinstance(error, DamagedCatalog)
        advice = ("The next start fetches the directory anew",) if is_aside else ()
        raise BadData(error, *advice) from error


def _refuse_without_terminal() -> None:
    """End the program where the dashboard could neither be seen nor left."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    are_there = all(stream is not None and stream.isatty() for stream in streams)
    # Windows names no terminal; elsewhere one without a name is taken to be a bare one.
    name = os.environ.get("TERM") or ("dumb" if os.name == "posix" else "windows")
    if not are_there or name == "dumb":
        from pkgtui.cli.common import WrongUsage  # noqa: PLC0415 - click with it

        commands = "`pkgtui search`, `pkgtui show`, `pkgtui status` and `pkgtui sync`"
        raise WrongUsage("The dashboard needs a terminal", f"{commands} do without")

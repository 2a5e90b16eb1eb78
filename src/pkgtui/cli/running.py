"""Runs the command line and sees to its end: what is told, with which status, and how soon."""

from __future__ import annotations

import errno
import gc
import io
import os
import signal
import sys
from contextlib import suppress

from pkgtui import plain
from pkgtui.ending import ENDING, status_for
from pkgtui.text import clean

COMPLETE_VAR = "_PKGTUI_COMPLETE"
"""What asks for a completion, by click's rule for the program's name."""
_STOPPED = status_for(signal.SIGINT)
_CRASHED = 1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})


def run() -> int:
    """Run the command line; return what the program is to end with."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Files and pipes have the encoding that Python chose: what it writes, it can read.
            encoding = plain.locale_encoding(os.environ) if stream.isatty() else None
            stream.reconfigure(encoding=encoding, errors=plain.ERRORS)
    ENDING.watch()
    code = _run()
    ENDING.begin(code)
    # Whoever is too impatient for what is still closed is not answered by a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _let_go()
    return max(code, ENDING.status or 0)


def _run() -> int:
    try:
        code = _open() if len(sys.argv) == 1 and COMPLETE_VAR not in os.environ else _command()
    except KeyboardInterrupt:
        return _STOPPED
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else _CRASHED
    except Exception as error:  # noqa: BLE001 - what is told of it must not depend on its kind
        return _told(error)
    return code or 0


def _open() -> int | None:
    """Open the dashboard: without a word on the command line click is not needed to read it.

    To import click takes as long as to read the catalog.
    """
    from pkgtui.cli.dashboard import open_dashboard  # noqa: PLC0415 - threads with it
    from pkgtui.settings import SettingsError, load_settings  # noqa: PLC0415 - no --version needs it

    try:
        settings = load_settings({}, os.environ)
    except SettingsError:
        return _command()  # It finds the same, and tells it.
    return open_dashboard(settings, demo=False)


def _command() -> int | None:
    from pkgtui.cli.group import cli  # noqa: PLC0415 - click with it

    gc.freeze()
    gc.enable()
    if COMPLETE_VAR in os.environ:
        import pkgtui.cli.shells  # noqa: F401, PLC0415 - click asks for them, no command does
    code: int | None = cli.main(prog_name="pkgtui", standalone_mode=False)
    return code


def _told(error: Exception) -> int:
    """Tell what ended the program; return its status."""
    import click  # noqa: PLC0415 - no good end needs it

    if isinstance(error, click.Abort):
        return _STOPPED
    if isinstance(error, click.ClickException):
        told = io.StringIO()
        error.show(told)
        click.echo(clean(told.getvalue()), err=True, nl=False)  # It may quote the command line.
        return error.exit_code
    with suppress(OSError):
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            from pkgtui.cli.common import Failure  # noqa: PLC0415 - likewise

            Failure("The output could not be written", error.strerror).show()
        else:
            from pkgtui.crash import tell  # noqa: PLC0415 - likewise

            click.echo(clean(f"{tell(error, os.environ)}."), err=True)
    return _CRASHED


def _let_go() -> None:
    """Drop what nobody takes any more; at the last moment it would change the status."""
    for number, stream in enumerate((sys.__stdout__, sys.__stderr__), start=1):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), number)

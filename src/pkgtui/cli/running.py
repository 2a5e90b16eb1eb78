"""Runs the command line and sees to its end: what is told, with which status, and how soon."""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
from contextlib import suppress

import click

from pkgtui import plain
from pkgtui.cli.common import Failure, Stopped
from pkgtui.cli.group import cli
from pkgtui.ending import ENDING
from pkgtui.text import clean

COMPLETE_VAR = "_PKGTUI_COMPLETE"
"""What asks for a completion, by click's rule for the program's name."""
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
    if COMPLETE_VAR in os.environ:
        import pkgtui.cli.shells  # noqa: F401, PLC0415 - click asks for them, no command does
    try:
        code: int | None = cli.main(prog_name="pkgtui", standalone_mode=False)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        click.echo(clean(told.getvalue()), err=True, nl=False)  # It may quote the command line.
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return Stopped.exit_code
    except SystemExit as error:
        return error.code if isinstance(error.code, int) else _CRASHED
    except Exception as error:  # noqa: BLE001 - what is told of it must not depend on its kind
        return _unexpected(error)
    return code or 0


def _unexpected(error: Exception) -> int:
    with suppress(OSError):
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            Failure("The output could not be written", error.strerror).show()
        else:
            from pkgtui.crash import tell  # noqa: PLC0415 - no good end needs it

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

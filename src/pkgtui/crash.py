"""What is told of an exception that nobody expected: a line, and the rest in a file."""

from __future__ import annotations

import os
import stat
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pkgtui import __version__
from pkgtui.paths import state_dir
from pkgtui.text import clean, one_line

MOST = 256 * 1024
"""Bytes that the log may have; the oldest crashes go first."""
_MOST_OF_ONE = 64 * 1024
_MOST_IN_LINE = 200
# A pipe put in the log's place must not block, nor a link lead elsewhere.
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)


def tell(error: BaseException, environ: Mapping[str, str]) -> str:
    """Keep the details of `error` in the log; return what to print, without a final full stop."""
    words = one_line(clean("".join(traceback.format_exception_only(error))))[:_MOST_IN_LINE]
    told = f"pkgtui crashed: {words}"
    file = state_dir(environ) / "crash.log"
    details = _details(error)
    try:
        _append(file, details)
    except OSError as problem:
        return f"{told}; {file} could not be written ({problem.strerror}):\n{details}"
    return f"{told}; the details are in {file}"


def _details(error: BaseException) -> str:
    trace = clean("".join(traceback.format_exception(error)))
    if len(trace) > _MOST_OF_ONE:
        trace = f"{trace[: _MOST_OF_ONE // 2]}\n[...]\n{trace[-_MOST_OF_ONE // 2 :]}"
    now = datetime.now(UTC).isoformat(timespec="seconds")
    python = sys.version.split()[0]
    return f"{now} pkgtui {__version__}, Python {python} on {sys.platform}\n{trace.rstrip()}\n"


def _append(file: Path, details: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, _FLAGS, 0o600), "r+b") as log:
        if not stat.S_ISREG(os.fstat(log.fileno()).st_mode):
            raise OSError(0, "it is no ordinary file")
        file.chmod(0o600)
        log.seek(max(log.seek(0, os.SEEK_END) - MOST, 0))
        kept = log.read()
        text = kept + b"\n" * bool(kept) + details.encode(errors="backslashreplace")
        if len(text) > MOST:
            _, _, text = text[-MOST:].partition(b"\n")
        log.seek(0)
        log.write(text)
        log.truncate()

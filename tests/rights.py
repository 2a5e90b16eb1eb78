"""Rights of files in tests: they bind the programs that tests start, root's programs too."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

NOBODY = 65534
# Root without its capabilities owns its files as before, and passes over no rights.
_WAYS = ((), ("setpriv", "--bounding-set=-all", "--inh-caps=-all"))
_PROBE = """
import os, sys
try:
    os.mkdir(sys.argv[1])
except PermissionError:
    print("bound")
"""


def unprivileged() -> tuple[str, ...]:
    """Return the words to put before a command, so that rights of files bind it.

    It runs as the same user. Where there is no way to do so, the test is skipped.
    """
    ways = _ways()
    if not ways:
        pytest.skip("rights bind nobody here: the tests run as root, and setpriv does not help")
    return ways[0]


@contextmanager
def rights(place: Path, mode: int) -> Iterator[None]:
    """Give `place` these rights for a while."""
    before = stat.S_IMODE(place.stat().st_mode)
    place.chmod(mode)
    try:
        yield
    finally:
        place.chmod(before)


@contextmanager
def given_away(place: Path) -> Iterator[None]:
    """Let `place` belong to somebody else for a while; skip the test where that is forbidden."""
    before = place.stat()
    try:
        os.chown(place, NOBODY, NOBODY)
    except PermissionError:
        pytest.skip("only root can give a file to somebody else")
    try:
        yield
    finally:
        os.chown(place, before.st_uid, before.st_gid)


@cache
def _ways() -> tuple[tuple[str, ...], ...]:
    return tuple(way for way in _WAYS if os.name == "posix" and _binds(way))


def _binds(way: tuple[str, ...]) -> bool:
    with TemporaryDirectory() as name:
        with rights(Path(name), 0o500):
            command = [*way, sys.executable, "-I", "-c", _PROBE, str(Path(name, "made"))]
            try:
                told = subprocess.run(command, capture_output=True, text=True, check=False)
            except FileNotFoundError:
                return False
        return told.stdout == "bound\n"

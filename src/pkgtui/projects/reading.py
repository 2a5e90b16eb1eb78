"""Finds the files of a project and reads them, whatever lies there."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from pkgtui.models.requirements import Requirement
from pkgtui.projects.errors import BrokenError, UnreadableError
from pkgtui.projects.listed import RequirementsReader, shown
from pkgtui.projects.locks import read_lock, read_pipfile_lock, read_pylock
from pkgtui.projects.pyproject import read_pipfile, read_pyproject

STDIN = Path("-")
_STDIN_NAME = "<stdin>"
_LARGEST = 10_000_000
"""Bytes; the lock files of the largest projects have a tenth of it."""
_MOST_REQUIREMENTS = 20_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

_READERS: dict[str, Callable[[str, str], list[Requirement]]] = {
    "pyproject.toml": read_pyproject,
    "uv.lock": read_lock,
    "poetry.lock": read_lock,
    "pdm.lock": read_lock,
    "pylock.toml": read_pylock,
    "Pipfile": read_pipfile,
    "Pipfile.lock": read_pipfile_lock,
}
# What people write stands before what is made of it: there a change begins.
_IN_FOLDERS = (
    *_READERS,
    "pylock.*.toml",
    "requirements*.in",
    "requirements/*.in",
    "requirements*.txt",
    "requirements/*.txt",
)
_OF_REQUIREMENTS = ("", ".txt", ".in", ".pip", ".req")


class Project(msgspec.Struct, frozen=True):
    """What a project's files ask for.

    Attributes:
        files: Those that were read, as they are shown.
        unread: The places that ask for something without a name, or in a file on another machine.
    """

    requirements: tuple[Requirement, ...]
    files: tuple[str, ...]
    unread: tuple[str, ...]


def read_project(paths: Iterable[Path]) -> Project:
    """Read the files at `paths`, of folders what lies in them; ``-`` is standard input.

    Raises:
        UnreadableError: One is missing, may not be read, or is of no kind that is known.
        BrokenError: One is not what its name says.
    """
    lists = RequirementsReader(_text_of, os.environ)
    found: list[Requirement] = []
    files: list[str] = []
    for path in dict.fromkeys(one for named in paths for one in _within(named)):
        if path == STDIN:
            lists.read(Path(_STDIN_NAME), _decoded(_stdin(), _STDIN_NAME))
        elif reader := _reader_of(path):
            found += reader(_text_of(path), shown(path))
            files.append(shown(path))
        else:
            lists.read(path)
        if len(found) + len(lists.found) > _MOST_REQUIREMENTS:
            raise BrokenError(shown(path), None, f"more than {_MOST_REQUIREMENTS:,} requirements")
    return Project((*found, *lists.found), (*files, *lists.files), tuple(lists.unread))


def _within(path: Path) -> Sequence[Path]:
    """Return `path`, or the files that are known in the folder of that name."""
    if path == STDIN or not path.is_dir():
        return [path]
    try:
        found = [one for name in _IN_FOLDERS for one in sorted(path.glob(name)) if one.is_file()]
    except OSError as error:
        raise _not_there(path, error) from error
    if not found:
        raise UnreadableError(
            f"In {shown(path)} lies neither a requirements file nor a pyproject.toml, Pipfile or"
            " lock file"
        )
    return found


def _reader_of(path: Path) -> Callable[[str, str], list[Requirement]] | None:
    """Return what reads a file of this name; None for a requirements file."""
    name = path.name
    if name.startswith("pylock.") and name.endswith(".toml"):
        return read_pylock
    reader = _READERS.get(name)
    if reader is None and path.suffix.lower() not in _OF_REQUIREMENTS:
        known = ", ".join(_READERS)
        raise UnreadableError(
            f"{shown(path)} is neither a requirements file (.txt, .in) nor {known}"
        )
    return reader


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            packed = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:  # a name may hold a NUL
        raise _not_there(path, error) from error
    return _decoded(packed, shown(path))


def _stdin() -> bytes:
    return sys.stdin.buffer.read(_LARGEST + 1)


def _decoded(packed: bytes, file: str) -> str:
    if len(packed) > _LARGEST:
        raise BrokenError(file, None, f"it is larger than {_LARGEST // 10**6} MB")
    # PowerShell writes what a command prints in UTF-16.
    encoding = "utf-16" if packed.startswith(_UTF_16) else "utf-8-sig"
    try:
        return packed.decode(encoding)
    except UnicodeDecodeError as error:
        line = packed.count(b"\n", 0, error.start) + 1
        raise BrokenError(file, line, "it is not in UTF-8") from error


def _not_there(path: Path, error: Exception) -> UnreadableError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return UnreadableError(f"{shown(path)} cannot be read: {reason}")

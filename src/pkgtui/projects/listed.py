"""Requirements files, as pip reads them, without asking anything but the files they include.

The libraries that read them name no lines, follow loops for ever or are no longer kept; what pip
itself does is not for others to call. Each requirement is read by `packaging`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from packaging.requirements import InvalidRequirement

from pkgtui.models.requirements import Requirement, specified
from pkgtui.projects.addresses import is_place, named_by
from pkgtui.projects.errors import BrokenError, UnreadableError
from pkgtui.text import clean, one_line

Open = Callable[[Path], str]
"""Returns the text of a file, or raises `pkgtui.projects.errors.ProjectError`."""

_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"(?:^|\s)#.*$")
_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)\}")
_INCLUDE = re.compile(r"(?:-([rc])\s*=?|--(requirement|constraint)(?:\s*=|\s))\s*(.+)")
_EDITABLE = re.compile(r"(?:-e\s*=?|--editable(?:\s*=|\s))\s*(.+)")
_OPTION = re.compile(r"\s-{1,2}[A-Za-z].*$")
_ITSELF = re.compile(r"(?:file:)?\.(?:\[.*\])?/?$")
# What pip-compile and uv write under a requirement: what asks for it.
_VIA = re.compile(r"\s*#\s*(via\b)?\s*(.*)")
_ASKED_HERE = re.compile(r"-r\s|.*\((?:.*pyproject\.toml|setup\.(?:py|cfg))\)")
_WRITTEN_BY_HAND = ".in"
_MOST_FILES = 200


class RequirementsReader:
    """Reads requirements files and all that they include, each once.

    Attributes:
        found: What they ask for.
        files: The files read, as they are shown.
        unread: The places that ask for something without a name, or in a file elsewhere.
    """

    def __init__(self, open_: Open, environment: Mapping[str, str]) -> None:
        self.found: list[Requirement] = []
        self.files: list[str] = []
        self.unread: list[str] = []
        self._open, self._environment = open_, environment
        self._seen: set[tuple[str, bool]] = set()

    def read(self, path: Path, text: str | None = None, *, constraint: bool = False) -> None:
        """Read the file at `path`, or `text` in its stead.

        Raises:
            ProjectError: It cannot be read, or one that it includes.
        """
        key = os.path.normpath(path), constraint
        if key in self._seen:
            return
        self._seen.add(key)
        file = shown(path)
        if len(self._seen) > _MOST_FILES:
            raise BrokenError(file, None, f"it is one of more than {_MOST_FILES} files")
        content = self._open(path) if text is None else text
        if file not in self.files:
            self.files.append(file)
        for line in _lines_of(content):
            said = _VARIABLE.sub(lambda it: self._environment.get(it[1], it[0]), line.text)
            if include := _INCLUDE.match(said):
                limits = constraint or (include[1] or include[2]).startswith("c")
                self._include(path, line.at, include[3].strip("\"'"), constraint=limits)
            else:
                self._take(said, file, line, constraint=constraint)

    def _include(self, path: Path, at: int, named: str, *, constraint: bool) -> None:
        if "://" in named:
            self.unread.append(f"{shown(path)}:{at}")
            return
        try:
            self.read(path.parent / named, constraint=constraint)
        except UnreadableError as error:
            raise BrokenError(shown(path), at, f"it includes what is not there: {error}") from error

    def _take(self, said: str, file: str, line: _Line, *, constraint: bool) -> None:
        editable = _EDITABLE.match(said)
        if said.startswith("-") and not editable:
            return  # An option: where to find what, not what.
        asked = _OPTION.sub("", editable[1] if editable else said).strip()
        if _ITSELF.match(asked):
            return
        direct = True if file.endswith(_WRITTEN_BY_HAND) else line.direct
        if not editable and not is_place(asked):
            try:
                found = specified(asked, file, line.at, direct=direct, constraint=constraint)
            except InvalidRequirement as error:
                # Only its first line: the others quote what stands there, be it a password.
                reason = str(error).splitlines()[0]
                raise BrokenError(file, line.at, f"this is no requirement: {reason}") from error
            self.found.append(found)
        elif named := named_by(asked):
            self.found.append(
                Requirement(
                    name=named.name,
                    specifier="" if named.version is None else f"=={named.version}",
                    version=named.version,
                    direct=direct,
                    file=file,
                    line=line.at,
                    constraint=constraint,
                )
            )
        else:
            self.unread.append(f"{file}:{line.at}")


def shown(path: Path) -> str:
    """Return `path` as it is told: on one line, clean, without detours."""
    return one_line(clean(os.path.normpath(path)))


class _Line(msgspec.Struct):
    """A line that says something, those that continue it included.

    Attributes:
        at: The number of the first of them.
        direct: Whether the comments on it say that the project asks for it; None where they say
            nothing of that.
    """

    at: int
    text: str
    direct: bool | None = None


def _lines_of(text: str) -> Sequence[_Line]:
    lines: list[_Line] = []
    parts: list[str] = []
    started = 1
    for at, line in enumerate(_END_OF_LINE.split(text), start=1):
        started = started if parts else at
        is_comment = line.lstrip().startswith("#")
        if line.endswith("\\") and not is_comment:
            parts.append(line[:-1])
        elif is_comment and not parts:
            _hear(line, lines)
        else:
            # A comment ends a line that was to be continued.
            _add(started, "".join([*parts, " " * is_comment, line]), lines)
            parts = []
    _add(started, "".join(parts), lines)
    return lines


def _add(at: int, whole: str, lines: list[_Line]) -> None:
    comment = _COMMENT.search(whole)
    said = clean(whole[: comment.start()] if comment else whole).strip()
    if said:
        lines.append(_Line(at, said))
        _hear(comment[0] if comment else "", lines)


def _hear(comment: str, lines: Sequence[_Line]) -> None:
    """Take what a comment names as asking for the requirement above it."""
    heard = _VIA.match(comment)
    if heard and lines and (heard[1] or lines[-1].direct is not None):
        lines[-1].direct = bool(lines[-1].direct or _ASKED_HERE.match(heard[2]))

"""The configuration file as it was written: its table, and the line on which each key stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

Keys = tuple[str, ...]
"""The names that lead to a value: ``("keys", "go.search")``."""

_LINE = re.compile(r"(?P<reason>.*) \(at line (?P<line>\d+), column \d+\)", re.DOTALL)


class UnreadableError(Exception):
    """A file is there and cannot be read; ``str(error)`` names it, the line and the reason."""


class ConfigFile(msgspec.Struct, frozen=True, dict=True):
    """A file that was read.

    Attributes:
        text: What it holds, its lines ended by newlines.
        table: The same as TOML.
    """

    path: Path
    text: str
    table: Mapping[str, Any]

    @cached_property
    def lines(self) -> Mapping[Keys, int]:
        """The line on which each key begins, from 1."""
        return lines_of(self.text)

    def place(self, *keys: str) -> str:
        """Return where the value of `keys` begins: ``/home/me/config.toml:3``."""
        line = self.lines.get(keys)
        return str(self.path) if line is None else f"{self.path}:{line}"


def read_config(path: Path) -> ConfigFile:
    """Read the file at `path`.

    Raises:
        FileNotFoundError: There is none.
        UnreadableError: It cannot be read, or is not TOML.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"{path}:{line}: it is not valid TOML: no UTF-8") from error
    except OSError as error:
        raise UnreadableError(f"{path}: it cannot be read: {error.strerror}") from error
    import tomllib  # noqa: PLC0415 - most people have no file

    try:
        return ConfigFile(path, text, tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = _LINE.fullmatch(str(error))
        # What is missing at the end is missing in the last line.
        line = int(found["line"]) if found else text.rstrip("\n").count("\n") + 1
        reason = found["reason"] if found else str(error).removesuffix(" (at end of document)")
        raise UnreadableError(f"{path}:{line}: it is not valid TOML: {reason}") from error


def lines_of(text: str) -> Mapping[Keys, int]:
    """Return for every table and every value of valid TOML the line on which it begins, from 1.

    Nothing is looked into twice: what stands in an array of tables has the line of its first.
    """
    found: dict[Keys, int] = {}
    table: Keys = ()
    for line, statement, is_header in _statements(text):
        names = list(_names(statement))
        if is_header:
            table = max(names, key=len)
        for keys in names:
            whole = keys if is_header else table + keys
            found.setdefault(whole, line)
    return found


def _statements(text: str) -> Iterator[tuple[int, Mapping[str, Any], bool]]:
    """Yield the line, the contents and whether it is a table's header, of each statement.

    Lines are taken together until they are TOML by themselves: a value may have several.
    """
    import tomllib  # noqa: PLC0415 - only what is wrong is looked for by its line

    begun = ""
    first = 1
    for number, line in enumerate(text.split("\n"), start=1):
        if not begun:
            first = number
        begun += f"{line}\n"
        try:
            statement = tomllib.loads(begun)
        except tomllib.TOMLDecodeError:
            continue
        if statement:
            yield first, statement, begun.lstrip(" \t").startswith("[")
        begun = ""


def _names(table: Mapping[str, Any], above: Keys = ()) -> Iterator[Keys]:
    for name, value in table.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _names(value, (*above, name))

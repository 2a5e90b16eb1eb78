"""In which line of a file something stands: TOML and JSON forget it when they are parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_ARRAY_TABLE = re.compile(r"\s*\[\[\s*packages?\s*\]\]")
_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*=""")
_JSON_OBJECT = re.compile(r'( {4}| {8})"([^"]*)"\s*:\s*\{.*')
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'([^\']*)\'')
_COMMENT = re.compile(r"\s*#")
_JSON_INDENT = 4
_LONGEST = 10_000
"""Characters of a line that a person may have written; longer ones would take too long."""


def lines_of_packages(text: str, count: int) -> Sequence[int | None]:
    """Return the line of each of `count` tables ``[[package]]``; None where they do not agree."""
    found = [at for at, line in _numbered(text) if _ARRAY_TABLE.match(line)]
    return found if len(found) == count else [None] * count


class StringLines:
    """The lines of texts in quotes, each asked for in the order in which they stand."""

    def __init__(self, text: str) -> None:
        self._found: dict[str, list[int]] = {}
        for at, line in _numbered(text):
            if len(line) <= _LONGEST and not _COMMENT.match(line):
                for quoted in _STRING.finditer(line):
                    self._found.setdefault(quoted[1] or quoted[2] or "", []).append(at)

    def take(self, string: str) -> int | None:
        """Return the next line that holds `string`; the last one again when there is no more."""
        escaped = string.replace("\\", "\\\\").replace('"', '\\"')
        lines = self._found.get(string) or self._found.get(escaped) or []
        if len(lines) > 1:
            return lines.pop(0)
        return lines[0] if lines else None


class KeyLines:
    """The lines of the keys of each table of a TOML file."""

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, str], int] = {}
        section = ""
        for at, line in _numbered(text):
            if len(line) > _LONGEST:
                continue
            if table := _TABLE.fullmatch(line):
                steps = [step.strip().strip("\"'") for step in table[1].split(".")]
                section = ".".join(steps)
                # ``[dependencies.name]`` is a key of ``[dependencies]``.
                self._found.setdefault((".".join(steps[:-1]), steps[-1]), at)
            elif key := _KEY.match(line):
                name = next(part for part in key.groups() if part is not None)
                self._found.setdefault((section, name), at)

    def get(self, section: str, key: str) -> int | None:
        """Return the line of `key` in `section`; None when it cannot be told."""
        return self._found.get((section, key))


def lines_of_objects(text: str) -> Mapping[tuple[str, str], int]:
    """Return the lines of the objects within the objects of a JSON file, as pipenv indents it."""
    found: dict[tuple[str, str], int] = {}
    section = ""
    for at, line in _numbered(text):
        if begins := _JSON_OBJECT.fullmatch(line):
            indent, name = begins.groups()
            if len(indent) == _JSON_INDENT:
                section = name
            else:
                found.setdefault((section, name), at)
    return found


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    # Not `splitlines`, which sees more ends of lines than editors count.
    return enumerate(re.split(r"\r\n|\r|\n", text), start=1)

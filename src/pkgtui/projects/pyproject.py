"""What ``pyproject.toml`` and ``Pipfile`` ask for, by any of the tools that write there.

All that is optional counts: extras, groups and what is for development. ``include-group`` names a
group that is read anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from packaging.requirements import InvalidRequirement

from pkgtui.models.requirements import Requirement, pin_of, specified
from pkgtui.projects.constraints import standard
from pkgtui.projects.errors import BrokenError
from pkgtui.projects.lines import KeyLines, StringLines
from pkgtui.projects.tables import name_of, read_toml, table, text_of, texts

# Poetry names the Python it needs among the packages; Pipenv has tables of its own.
_PYTHON = "python"
_OF_PIPENV = frozenset({"source", "requires", "scripts", "pipenv"})


def read_pyproject(text: str, file: str) -> list[Requirement]:
    """Read a ``pyproject.toml``: the project's own tables, its groups, Poetry's, uv's and PDM's.

    Raises:
        BrokenError: It is no TOML, or asks for what is no requirement.
    """
    found = read_toml(text, file)
    lines = StringLines(text)
    standing = []
    for asked in _specifiers(found):
        line = lines.take(asked)
        if asked.startswith("-"):
            continue  # PDM's editable ones: paths of one's own.
        try:
            standing.append(specified(asked, file, line, direct=True))
        except InvalidRequirement as error:
            reason = str(error).splitlines()[0]
            raise BrokenError(file, line, f"this is no requirement: {reason}") from error
    keys = KeyLines(text)
    for path, named in _poetry_tables(found):
        standing += _named(named, path, file, keys)
    return standing


def read_pipfile(text: str, file: str) -> list[Requirement]:
    """Read a ``Pipfile``: the packages of every category.

    Raises:
        BrokenError: It is no TOML, or names what can be no package.
    """
    keys = KeyLines(text)
    standing: list[Requirement] = []
    for category, named in read_toml(text, file).items():
        if category not in _OF_PIPENV and isinstance(named, dict):
            standing += _named(named, category, file, keys)
    return standing


def _specifiers(found: Any) -> Iterator[str]:
    yield from texts(table(found, "project").get("dependencies"))
    groups = (
        table(found, "project", "optional-dependencies"),
        table(found, "dependency-groups"),
        table(found, "tool", "pdm", "dev-dependencies"),
    )
    for group in groups:
        for asked in group.values():
            yield from texts(asked)
    yield from texts(table(found, "tool", "uv").get("dev-dependencies"))


def _poetry_tables(found: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    poetry = ("tool", "poetry")
    groups = table(found, *poetry, "group")
    paths = (
        (*poetry, "dependencies"),
        (*poetry, "dev-dependencies"),
        *((*poetry, "group", group, "dependencies") for group in groups),
    )
    for path in paths:
        named = table(found, *path)
        yield ".".join(path), {name: it for name, it in named.items() if name.lower() != _PYTHON}


def _named(named: dict[str, Any], section: str, file: str, keys: KeyLines) -> Iterator[Requirement]:
    """Read a table of names and constraints, each a text, a table with one, or a list of these."""
    for written, value in named.items():
        line = keys.get(section, written)
        name = name_of(written, file, line)
        for one in value if isinstance(value, list) else [value]:
            text = one.get("version") if isinstance(one, dict) else one
            specifier = standard(text_of(text))
            yield Requirement(
                name=name,
                specifier=specifier,
                version=pin_of(specifier),
                direct=True,
                file=file,
                line=line,
            )

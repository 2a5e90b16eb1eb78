"""What the lock files of uv, Poetry, PDM, Pipenv and of the packaging standard hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pkgtui.models.requirements import Requirement, pin_of
from pkgtui.projects.errors import BrokenError
from pkgtui.projects.lines import lines_of_objects, lines_of_packages
from pkgtui.projects.tables import Table, name_of, read_toml, table, text_of
from pkgtui.text import clean_all

# uv tells by these where a package lies that is the project's own.
_OWN = ("virtual", "editable")
_SUPPORTED = "1."


def read_lock(text: str, file: str) -> list[Requirement]:
    """Read a ``uv.lock``, ``poetry.lock`` or ``pdm.lock``: the packages under ``[[package]]``.

    Raises:
        BrokenError: It is no TOML, or holds what can be no package.
    """
    return list(_locked(read_toml(text, file), "package", text, file))


def read_pylock(text: str, file: str) -> list[Requirement]:
    """Read a ``pylock.toml``: the packages under ``[[packages]]``.

    Raises:
        BrokenError: As for `read_lock`, and for a newer version of the standard.
    """
    found = read_toml(text, file)
    version = found.get("lock-version")
    if not text_of(version).startswith(_SUPPORTED):
        raise BrokenError(file, None, f"its lock-version is not {_SUPPORTED}x")
    return list(_locked(found, "packages", text, file))


def read_pipfile_lock(text: str, file: str) -> list[Requirement]:
    """Read a ``Pipfile.lock``: the packages of every category.

    Raises:
        BrokenError: It is no JSON, or holds what can be no package.
    """
    try:
        found = clean_all(json.loads(text))
    except RecursionError as error:
        raise BrokenError(file, None, "it is nested too deep") from error
    except ValueError as error:
        raise BrokenError(file, None, str(error)) from error
    if not isinstance(found, dict):
        raise BrokenError(file, None, "it holds no packages")
    lines = lines_of_objects(text)
    standing = []
    for category, packages in found.items():
        if category == "_meta":
            continue
        for written, facts in table(packages).items():
            line = lines.get((category, written))
            asked = text_of(table(facts).get("version"))
            standing.append(_requirement(written, pin_of(asked), None, file, line))
    return standing


def _locked(found: Table, key: str, text: str, file: str) -> Iterator[Requirement]:
    packages = found.get(key, [])
    if not isinstance(packages, list) or not all(isinstance(one, dict) for one in packages):
        raise BrokenError(file, None, f"its {key} is no list of tables")
    own = [one for one in packages if _is_own(one)]
    direct = {name for one in own for name in _dependencies(one)}
    for one, line in zip(packages, lines_of_packages(text, len(packages)), strict=True):
        if not _is_own(one):
            asked_for = text_of(one.get("name")) in direct if direct else None
            version = text_of(one.get("version")) or None
            yield _requirement(one.get("name"), version, asked_for, file, line)


def _is_own(package: Table) -> bool:
    source, folder = table(package, "source"), table(package, "directory").get("path")
    return folder == "." or not source.keys().isdisjoint(_OWN)


def _dependencies(package: Table) -> Iterator[str]:
    """The names that a package of uv's asks for, with extras and groups."""
    lists = [package.get("dependencies")]
    for groups in ("optional-dependencies", "dev-dependencies"):
        lists += table(package, groups).values()
    for listed in lists:
        for one in listed if isinstance(listed, list) else ():
            yield text_of(table(one).get("name"))


def _requirement(
    written: Any, version: str | None, direct: bool | None, file: str, line: int | None
) -> Requirement:
    return Requirement(
        name=name_of(written, file, line),
        specifier="" if version is None else f"=={version}",
        version=version,
        direct=direct,
        file=file,
        line=line,
    )

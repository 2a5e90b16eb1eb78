"""What holds for any file of a project: it is read or refused, and formats do not differ."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgtui.models.requirements import pin_behind, range_behind
from pkgtui.projects.constraints import standard
from pkgtui.projects.errors import BrokenError, ProjectError
from pkgtui.projects.reading import read_project
from pkgtui.text import clean

FORMATS = ("requirements.txt", "pyproject.toml", "uv.lock", "poetry.lock", "pdm.lock",
           "pylock.toml", "Pipfile", "Pipfile.lock")  # fmt: skip


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def found_in(file: Path, content: bytes) -> list[tuple[str, str | None, str]]:
    file.write_bytes(content)
    read = read_project([file]).requirements
    for one in read:
        assert one.line is None or one.line >= 1
        assert all(text == clean(text) for text in (one.name, one.specifier, one.file))
        pin_behind(one.version or "", "1.0")
        range_behind(one.specifier, "1.0")
    return [(one.name, one.version, one.specifier) for one in read]


# Nothing that stands in a file crashes a reader

_signs = st.text(
    st.sampled_from("-ercaf.~^*|@#$%{}[]()<>=!;,:/\\'\"\n\r\t \0\u2028\u202e0129_\u00e9")
)
_words = st.lists(
    st.sampled_from(
        ["-r ", "-c ", "-e ", "--hash=", "\\\n", " # via", "-r x", "django-q", "==1.0", "[a]",
         " ; python_version<'3'", "git+https://x/y@z", "#egg=", "@ file:", "[[package]]\n",
         "name = 'x'\n", "${HOME}", ".whl", "[tool.poetry.dependencies]\n", "[packages]\n"]
    )
    | _signs
).map("".join)  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
@given(
    content=st.binary() | (st.text() | _signs | _words).map(lambda it: it.encode(errors="replace"))
)
def test_any_file_is_read_or_refused(name: str, folder: Path, content: bytes) -> None:
    try:
        found_in(folder / name, content)
    except ProjectError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most texts are refused, some are read


_keys = st.sampled_from(
    ["project", "dependencies", "optional-dependencies", "dependency-groups", "include-group",
     "tool", "poetry", "uv", "pdm", "group", "dev-dependencies", "dev", "package", "packages",
     "name", "version", "source", "virtual", "directory", "path", "lock-version", "default",
     "_meta", "django-q"]
) | st.text(max_size=4)  # fmt: skip
_values = st.recursive(
    st.sampled_from(["django-q", "1.0", "^1", ">=1,<2", "*", "a b", ""])
    | st.text(max_size=6)
    | st.booleans()
    | st.integers(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4),
    max_leaves=12,
)


def as_toml(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {as_toml(it)}" for key, it in value.items())
        return f"{{ {', '.join(pairs)} }}"
    return f"[{', '.join(map(as_toml, value))}]" if isinstance(value, list) else json.dumps(value)


@pytest.mark.parametrize("name", FORMATS[1:])
@given(top=st.dictionaries(_keys, _values, max_size=5))
def test_whatever_is_well_formed_is_read_or_refused(
    name: str, folder: Path, top: dict[str, Any]
) -> None:
    if name == "Pipfile.lock":
        text = json.dumps(top)
    else:
        text = "".join(f"{json.dumps(key)} = {as_toml(value)}\n" for key, value in top.items())
    try:
        found_in(folder / name, text.encode(errors="replace"))
    except ProjectError as error:
        assert "\n" not in str(error)  # noqa: PT017 - as above


@given(st.text() | _signs)
def test_any_constraint_is_said_somehow(text: str) -> None:
    said = standard(text)
    assert standard(said) == said or "|" in said or said == text.strip()


# The same packages, however they are written

_names = st.from_regex(r"[a-z0-9](-?[a-z0-9]){0,20}", fullmatch=True)
_versions = st.from_regex(
    r"[1-9]?[0-9](\.[1-9]?[0-9]){0,3}((a|b|rc|\.post|\.dev)[0-9])?", fullmatch=True
)
_packages = st.dictionaries(_names, _versions, max_size=6)


def written(name: str, packages: Mapping[str, str]) -> str:
    tables = "".join(
        f'[[package]]\nname = "{name}"\nversion = "{it}"\n\n' for name, it in packages.items()
    )
    pins = [f"{name}=={it}" for name, it in packages.items()]
    keyed = "".join(f'{name} = "=={it}"\n' for name, it in packages.items())
    match name:
        case "requirements.txt":
            return "".join(f"{pin}\n" for pin in pins)
        case "pyproject.toml":
            return "[project]\ndependencies = [\n" + "".join(f'"{pin}",\n' for pin in pins) + "]\n"
        case "pylock.toml":
            return 'lock-version = "1.0"\n' + tables.replace("[[package]]", "[[packages]]")
        case "Pipfile":
            return f"[packages]\n{keyed}"
        case "Pipfile.lock":
            locked = {name: {"version": f"=={it}"} for name, it in packages.items()}
            return json.dumps({"_meta": {}, "default": locked}, indent=4)
    return f"version = 1\n{tables}"


@given(packages=_packages)
def test_the_same_packages_are_found_in_each_format(folder: Path, packages: dict[str, str]) -> None:
    expected = sorted((name, it, f"=={it}") for name, it in packages.items())
    for name in FORMATS:
        text = written(name, packages)
        assert sorted(found_in(folder / name, text.encode())) == expected, name
        lines = text.splitlines()
        for one in read_project([folder / name]).requirements:
            assert one.line
            assert one.name in "".join(lines[one.line - 1 : one.line + 1])


@given(packages=_packages, wrong=st.sampled_from(["a b", "==1", "a==", "[x]"]))
def test_the_line_that_is_wrong_is_told(folder: Path, packages: dict[str, str], wrong: str) -> None:
    text = f"{written('requirements.txt', packages)}\n# A comment\n{wrong}\ndjango\n"
    with pytest.raises(BrokenError, match=f"requirements.txt, line {len(packages) + 3}: "):
        found_in(folder / "requirements.txt", text.encode())

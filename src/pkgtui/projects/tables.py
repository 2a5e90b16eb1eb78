"""What can be said of values from TOML and JSON, whatever stands there."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from packaging.utils import InvalidName, NormalizedName, canonicalize_name

from pkgtui.models.requirements import LONGEST
from pkgtui.projects.errors import BrokenError
from pkgtui.text import clean_all

Table = dict[str, Any]

_MOST_STEPS = 50
_NAME = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
# Keys of thousands of steps take tomllib minutes and all memory.
_ENDLESS_KEY = re.compile(rf"(?<![\w-]){_NAME}(?:[ \t]*+\.[ \t]*+{_NAME}){{{_MOST_STEPS}}}")


def read_toml(text: str, file: str) -> Table:
    """Read `text` as TOML, with every text in it clean.

    Raises:
        BrokenError: It is none.
    """
    if endless := _ENDLESS_KEY.search(text):
        line = text.count("\n", 0, endless.start()) + 1
        raise BrokenError(file, line, f"here stands a key of more than {_MOST_STEPS} steps")
    try:
        found: Table = clean_all(tomllib.loads(text))
    except RecursionError as error:
        raise BrokenError(file, None, "it is nested too deep") from error
    except ValueError as error:
        raise BrokenError(file, None, str(error)) from error
    return found


def table(value: Any, *keys: str) -> Table:
    """Return the table at the path `keys` of `value`, an empty one where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: Any) -> Iterator[str]:
    """The texts in the list `value`, none where it is none."""
    return (one for one in value if isinstance(one, str)) if isinstance(value, list) else iter(())


def text_of(value: Any) -> str:
    """Return `value` where it is a text of a length that can be read, an empty one otherwise."""
    return value if isinstance(value, str) and len(value) <= LONGEST else ""


def name_of(text: Any, file: str, line: int | None) -> NormalizedName:
    """Return `text` as the packaging standard normalises names.

    Raises:
        BrokenError: It is no name.
    """
    try:
        return canonicalize_name(text_of(text), validate=True)
    except InvalidName as error:
        raise BrokenError(file, line, "here stands what can be the name of no package") from error

"""On which line each key of a TOML file stands, whatever stands around it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgtui.config_file import Keys, UnreadableError, lines_of, read_config

TEXT = """\
# A comment = 1
site_url = "x" # another
"quoted name" = '''
theme = "not a key"
[keys]
'''

list = [
  "a", # [keys]
  "b",
]
dotted.name = 1
point = { x = 1, y = { z = 2 } }
  [keys]
"go.search" = "slash"
[deep.er]
x = 1
[[many]]
x = 1
[[many]]
x = 2
"""


def test_every_key_has_the_line_on_which_it_begins() -> None:
    assert lines_of(TEXT) == {
        ("site_url",): 2,
        ("quoted name",): 3,
        ("list",): 8,
        ("dotted",): 12,
        ("dotted", "name"): 12,
        ("point",): 13,
        ("point", "x"): 13,
        ("point", "y"): 13,
        ("point", "y", "z"): 13,
        ("keys",): 14,
        ("keys", "go.search"): 15,
        ("deep",): 16,
        ("deep", "er"): 16,
        ("deep", "er", "x"): 17,
        ("many",): 18,
        ("many", "x"): 19,
    }


def paths(table: Mapping[str, Any], above: Keys = ()) -> set[Keys]:
    found = set()
    for name, value in table.items():
        found.add((*above, name))
        if isinstance(value, dict):
            found |= paths(value, (*above, name))
    return found


NAMES = st.sampled_from(["a", "b", "c.d", "e", "keys"])
VALUES = st.sampled_from(
    [
        "1",
        '"""\na = 1\n[b]\n"""',
        "'''[a]\n\n'''",
        "[\n 1,\n # a = 2\n\n]",
        "{ a = 1 }",
        '"# no comment"',
        "2020-01-01",
    ]
)
FILLERS = st.sampled_from(["", "# a = 1", "  ", "\t# [b]"])
LINES = st.one_of(
    FILLERS,
    st.builds('["{}"]'.format, NAMES),
    st.builds('[a."{}"] # here'.format, NAMES),
    st.builds('"{}" = {} # there'.format, NAMES, VALUES),
    st.builds('x."{}" = {}'.format, NAMES, VALUES),
)


@given(st.lists(LINES, max_size=12))
def test_every_key_of_any_file_is_found_where_it_begins(lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = lines_of(text)
    assert set(found) == paths(table)
    written = text.split("\n")
    for keys, line in found.items():
        # With all before that line it is not there yet.
        assert keys not in paths(tomllib.loads("\n".join(written[: line - 1])))
        assert keys[-1] in written[line - 1]


@given(st.text())
def test_any_text_is_read_or_told_with_a_line(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    lines_of(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"a = 1\nb = \n", ":2: it is not valid TOML: Invalid value"),
        (b"a = 1\nb", ":2: it is not valid TOML: Expected '=' after a key in a key/value pair"),
        (b'a = 1\n\nb = """\n', ":3: it is not valid TOML: "),
        (b"a = 1\nb = '\xff'", ":2: it is not valid TOML: no UTF-8"),
        (b"a = " + b"[" * 3000, ":1: it is not valid TOML: "),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, text: bytes, told: str) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(text)
    with pytest.raises(UnreadableError) as error:
        read_config(file)
    assert str(error.value).startswith(f"{file}{told}")

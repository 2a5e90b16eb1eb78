"""What docs/filters.md says of the filter language is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pkgtui.models.query import EVERYTHING, GRID_KEYS, PACKAGE_KEYS, Keys, QueryError, parse
from pkgtui.models.query.kinds import Choice
from pkgtui.models.query.reading import DEEPEST, LONGEST, MOST_TERMS

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "filters.md").read_text(encoding="utf-8")
IN_LINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^pkgtui (packages|grids|search) '(.+?)'", re.MULTILINE)
CHOICES = {key.name: key.kind for key in PACKAGE_KEYS.values() if isinstance(key.kind, Choice)}


def _table(first: str) -> list[list[str]]:
    """The cells of the table whose header begins with `first`."""
    block = next(block for block in TEXT.split("\n\n") if block.startswith(f"| {first} |"))
    lines = block.strip().splitlines()[2:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


@pytest.mark.parametrize(("header", "keys"), [("key", PACKAGE_KEYS), ("key of grids", GRID_KEYS)])
def test_the_tables_of_keys_are_whole(header: str, keys: Keys) -> None:
    expected = [
        [
            f"`{key.name}:`",
            key.about,
            "one of the words below" if key.name in CHOICES else key.kind.takes,
        ]
        for key in keys.values()
    ]
    assert _table(header) == expected


def test_the_table_of_words_is_whole() -> None:
    assert _table("word") == [
        [f"`{name}:{word}`", about]
        for name, kind in CHOICES.items()
        for word, (about, _) in kind.options.items()
    ]


EXAMPLES = sorted({row[0].strip("`") for row in _table("filter")})
FACTS = sorted(
    piece
    for piece in set(IN_LINE.findall(TEXT))
    if (name := re.match(r"-?([a-z]+):.", piece)) and name[1] in PACKAGE_KEYS
)


@pytest.mark.parametrize("text", [*EXAMPLES, *FACTS])
def test_every_example_can_be_read(text: str) -> None:
    assert parse(text) != EVERYTHING


def test_there_are_examples_of_every_key() -> None:
    assert len(EXAMPLES) > 10
    assert {key for key in PACKAGE_KEYS if any(f"{key}:" in it for it in EXAMPLES)} > {
        "stars", "commit", "created", "version", "grid", "by", "health", "is"
    }  # fmt: skip


def test_every_command_can_be_read() -> None:
    commands = COMMAND.findall(TEXT)
    assert {name for name, _ in commands} == {"packages", "grids", "search"}
    for name, text in commands:
        assert parse(text, GRID_KEYS if name == "grids" else PACKAGE_KEYS) != EVERYTHING


def test_the_error_that_is_shown_is_the_one_that_is_told() -> None:
    block = TEXT.split("```text\n", 1)[1].split("```", 1)[0]
    told, line, signs = block.splitlines()
    with pytest.raises(QueryError) as caught:
        parse(line.strip())
    assert told == f"pkgtui: {caught.value}."
    assert line[signs.index("^") : signs.rindex("^") + 1] == "stars:many"


def test_the_bounds_are_told() -> None:
    flowing = " ".join(TEXT.split())
    assert DEEPEST == 5
    assert f"At most {MOST_TERMS} terms, words of at most {LONGEST} characters" in flowing

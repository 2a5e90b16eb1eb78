"""What a filter asks for, as a tree; its text reads back as the same tree.

Trees are built by `both`, `either` and `without`, which keep them in one shape: nothing twice, no
group within a group of its kind, nothing denied twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

_NEEDS_NO_QUOTES = re.compile(r'[^\s"():-][^\s"():]*')
_PLAIN_VALUE = re.compile(r'[^\s"()]+')


class Word(msgspec.Struct, frozen=True):
    """A word or a phrase that must occur."""

    text: str

    def __str__(self) -> str:
        is_plain = _NEEDS_NO_QUOTES.fullmatch(self.text) and self.text.lower() != OR
        return self.text if is_plain else f'"{self.text}"'


class Fact(msgspec.Struct, frozen=True):
    """A key and what is asked of it, as it was typed: ``stars`` and ``>1k``."""

    key: str
    value: str

    def __str__(self) -> str:
        is_plain = _PLAIN_VALUE.fullmatch(self.value)
        return f"{self.key}:{self.value}" if is_plain else f'{self.key}:"{self.value}"'


class Not(msgspec.Struct, frozen=True):
    """What must not hold."""

    node: Query

    def __str__(self) -> str:
        return f"-({self.node})" if isinstance(self.node, All | Either) else f"-{self.node}"


class All(msgspec.Struct, frozen=True):
    """What must hold together."""

    nodes: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(f"({it})" if isinstance(it, Either) else str(it) for it in self.nodes)


class Either(msgspec.Struct, frozen=True):
    """Of which one must hold."""

    nodes: tuple[Query, ...]

    def __str__(self) -> str:
        return f" {OR} ".join(map(str, self.nodes))


Query = Word | Fact | Not | All | Either
"""A filter; its `str` is the text it is read from."""

OR = "or"
EVERYTHING = All(())
"""The filter that asks for nothing."""


def both(nodes: Iterable[Query]) -> Query:
    """Return what asks for all of `nodes`."""
    parts = _flat(nodes, All)
    return parts[0] if len(parts) == 1 else All(parts)


def either(nodes: Iterable[Query]) -> Query:
    """Return what asks for one of `nodes`, of which there is at least one."""
    parts = _flat(nodes, Either)
    return parts[0] if len(parts) == 1 else Either(parts)


def without(node: Query) -> Query:
    """Return what asks for the contrary of `node`."""
    return node.node if isinstance(node, Not) else Not(node)


def facts_in(query: Query) -> Iterator[Fact]:
    """Return the facts that `query` asks for, without those it denies."""
    if isinstance(query, Fact):
        yield query
    elif isinstance(query, All | Either):
        for node in query.nodes:
            yield from facts_in(node)


def _flat(nodes: Iterable[Query], kind: type[All | Either]) -> tuple[Query, ...]:
    parts: dict[Query, None] = {}
    for node in nodes:
        parts.update(dict.fromkeys(node.nodes if isinstance(node, kind) else (node,)))
    return tuple(parts)

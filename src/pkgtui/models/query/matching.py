"""Finding what a filter asks for: each term picks from the rows that the terms before it left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pkgtui.models.catalog import Catalog, package_slug
from pkgtui.models.entries import Grid, Package
from pkgtui.models.people import folded_names
from pkgtui.models.personal import Personal
from pkgtui.models.query.keys import GRID_KEYS, PACKAGE_KEYS, Keys
from pkgtui.models.query.kinds import Listed, Rows, Test
from pkgtui.models.query.nodes import All, Either, Fact, Not, Query, Word
from pkgtui.models.sorting import SORTS
from pkgtui.text import fold, one_line

NOBODY = Personal()


def match_rows(
    catalog: Catalog,
    rows: Rows,
    query: Query,
    now: datetime,
    personal: Personal = NOBODY,
) -> list[int]:
    """Return those of `rows` whose packages are what `query` asks for, in their order.

    Words are looked for in title, slug, description and participants, without case and accents;
    a phrase never reaches from one of these into the next. What is watched and marked stands in
    `personal`.
    """
    listed = Listed(catalog, catalog.packages, now, catalog.memo, personal)
    return _test(query, PACKAGE_KEYS)(listed, rows)


def prepare(catalog: Catalog) -> None:
    """Work out now, in a thread, what the first orders and filters would wait for.

    All packages are read once for all of that.
    """
    orders = {sort.id: sort.value for sort in SORTS.values()}
    texts = {"names": folded_names, "words": _text}
    catalog.work_out({**orders, "slugs": package_slug}, texts)


def match_grids(catalog: Catalog, grids: Sequence[Grid], query: Query, now: datetime) -> list[Grid]:
    """Return those of `grids` that are what `query`, read with `GRID_KEYS`, asks for.

    Words are looked for in title, slug and description.
    """
    listed = Listed(catalog, grids, now, {})
    return [grids[row] for row in _test(query, GRID_KEYS)(listed, range(len(grids)))]


def _test(query: Query, keys: Keys) -> Test:
    match query:
        case Word(text):
            return _occurs(one_line(fold(text)))
        case Fact(key, value):
            test = keys[key].kind.read(value)
            return test or _nothing
        case Not(node):
            return _without(_test(node, keys))
        case Either(nodes):
            return _either([_test(node, keys) for node in nodes])
        case All(nodes):
            return _all([_test(node, keys) for node in sorted(nodes, key=_cost)])


def _cost(query: Query) -> int:
    """What is to be asked first: facts are quickly compared, groups are many terms."""
    return _COSTS[type(query.node if isinstance(query, Not) else query)]


_COSTS = {Fact: 0, Word: 1, All: 2, Either: 2, Not: 2}


def _nothing(_: Listed, __: Rows) -> list[int]:
    return []


def _occurs(folded: str) -> Test:
    def test(listed: Listed, rows: Rows) -> list[int]:
        found = set(listed.texts("words", _text).holding(folded))
        # Names stand behind one another there, with commas between them.
        if listed.has_people and "," not in folded:
            found.update(listed.texts("names", folded_names).holding(folded))
        return [row for row in rows if row in found]

    return test


def _text(_: Catalog, entry: Package | Grid) -> str:
    """What an entry is looked for in, but for its people: each part a line of its own."""
    title, description = one_line(entry.title), one_line(entry.description)
    return fold(f"{title}\n{entry.slug}\n{description}")


def _without(test: Test) -> Test:
    def rest(listed: Listed, rows: Rows) -> list[int]:
        rows = list(rows)
        found = frozenset(test(listed, rows))
        return [row for row in rows if row not in found]

    return rest


def _either(tests: Sequence[Test]) -> Test:
    def any_of(listed: Listed, rows: Rows) -> list[int]:
        rows = left = list(rows)
        for test in tests:
            if found := frozenset(test(listed, left)):
                left = [row for row in left if row not in found]
        unfound = frozenset(left)
        return [row for row in rows if row not in unfound]

    return any_of


def _all(tests: Sequence[Test]) -> Test:
    def all_of(listed: Listed, rows: Rows) -> list[int]:
        for test in tests:
            rows = test(listed, rows)
        return list(rows)

    return all_of

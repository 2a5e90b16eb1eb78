"""The search by a filter: its words find entries loosely, all else it asks for must hold."""

from __future__ import annotations

from datetime import datetime

from pkgtui.models.found import Results
from pkgtui.models.personal import Personal
from pkgtui.models.query.matching import NOBODY, match_grids, match_rows
from pkgtui.models.query.nodes import EVERYTHING, All, Either, Fact, Not, Query, Word, both
from pkgtui.models.search import SearchIndex

_NO_WORD_TO_MATCH = 100


def find(
    index: SearchIndex,
    query: Query,
    now: datetime,
    personal: Personal = NOBODY,
    limit: int = 100,
) -> Results:
    """Find the entries that `query` asks for, the best first.

    Words may be misspelled, phrases not. Who asks for facts asks for packages: no grid is found.
    """
    scores: dict[int, int] = {}
    for side in query.nodes if isinstance(query, Either) else (query,):
        for at, score in _scores(index, side, now, personal).items():
            scores[at] = max(score, scores.get(at, 0))
    return index.best(scores, limit)


def asks_for_facts(query: Query) -> bool:
    """Whether `query` asks for more than words."""
    match query:
        case Word():
            return False
        case Fact():
            return True
        case Not(node):
            return asks_for_facts(node)
        case All(nodes) | Either(nodes):
            return any(map(asks_for_facts, nodes))


def _scores(index: SearchIndex, query: Query, now: datetime, personal: Personal) -> dict[int, int]:
    if query == EVERYTHING:
        return {}
    nodes = query.nodes if isinstance(query, All) else (query,)
    words = [node.text for node in nodes if isinstance(node, Word)]
    strict = both(node for node in nodes if not isinstance(node, Word) or " " in node.text)
    if strict == EVERYTHING:
        return index.scores(" ".join(words))
    kept = _holding(index, strict, now, personal)
    if not words:
        return dict.fromkeys(kept, _NO_WORD_TO_MATCH)
    scores = index.scores(" ".join(words))
    return {at: scores[at] for at in kept if at in scores}


def _holding(index: SearchIndex, query: Query, now: datetime, personal: Personal) -> list[int]:
    """The places of the entries for which `query` holds."""
    catalog = index.catalog
    rows = match_rows(catalog, catalog.all_rows, query, now, personal)
    about_facts = asks_for_facts(query)
    grids = () if about_facts else match_grids(catalog, catalog.grids, query, now)
    return rows + index.places_of(grids)

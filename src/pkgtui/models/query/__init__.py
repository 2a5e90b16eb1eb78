"""The filter language of every list, of the search and of the command line.

A filter is read by `parse` into a tree, whose `str` is the filter again; `match_rows` and
`match_grids` find what it asks for, `complete` offers what may be typed next.
"""

from pkgtui.models.query.completing import Completion, complete
from pkgtui.models.query.keys import GRID_KEYS, KEYS, PACKAGE_KEYS, Keys
from pkgtui.models.query.matching import match_grids, match_rows, prepare
from pkgtui.models.query.nodes import EVERYTHING, Query, facts_in
from pkgtui.models.query.reading import QueryError, parse

__all__ = [
    "EVERYTHING",
    "GRID_KEYS",
    "KEYS",
    "PACKAGE_KEYS",
    "Completion",
    "Keys",
    "Query",
    "QueryError",
    "complete",
    "facts_in",
    "match_grids",
    "match_rows",
    "parse",
    "prepare",
]

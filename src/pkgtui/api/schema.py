"""From bytes on the wire to records: the one door that everything from outside comes through.

Answers are decoded loosely and converted row by row, so that a row that cannot be read costs
itself alone. Every text is cleaned and bounded here, and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Any, Generic, TypeGuard, TypeVar
from urllib.parse import unquote, urlsplit

import msgspec

from pkgtui.api.errors import BadAnswer, TooLarge
from pkgtui.models.entries import (
    LONGEST_LINK,
    LONGEST_NAME,
    LONGEST_TEXT,
    MOST_COMMITS,
    MOST_PARTICIPANTS,
    MOST_WEEKS,
    Category,
    Grid,
    Package,
)
from pkgtui.models.hits import SearchHit
from pkgtui.text import clean, one_line

Item = TypeVar("Item")

_LARGEST_ID = 2**63 - 1
_LARGEST_FIGURE = 10**12
_MOST_VALUES = 250_000  # of one answer: a page of 500 packages has some 50,000
_FIRST_YEAR, _LAST_YEAR = 1970, 9998  # room for any offset, so that no zone overflows
_DIGITS_OF_INT64 = 19
_OWN_PAGE = re.compile(rf"<loc>\s*+([^<\s]{{1,{LONGEST_LINK}}}+)\s*+</loc>")
_SLUG_PATH = re.compile(r"/packages/p/([^/]+)/?\Z")


class Page(msgspec.Struct, Generic[Item], frozen=True):
    """A stretch of one of the site's lists.

    Attributes:
        items: The rows that could be read, in the site's order.
        ids: The id of every row that arrived, in order; None where not even that could be read.
        refused: How many rows could not be read.
        count: How many rows the whole list has, as the site claims.
        size: Bytes that it came in.
    """

    items: tuple[Item, ...]
    ids: tuple[int | None, ...]
    refused: int
    count: int
    size: int


def read_page(record: type[Item], body: bytes) -> Page[Item]:
    """Read one answer of a list of categories, grids or packages.

    Raises:
        BadAnswer: It is not JSON or not such a list.
    """
    answer = _read_json(body)
    count = answer.get("count") if isinstance(answer, dict) else None
    rows = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not _is_whole(count, 0, _LARGEST_ID):
        raise BadAnswer("The site answered with something other than a list of its entries")
    items = tuple(item for row in rows if (item := _read_row(record, row)) is not None)
    return Page(items, tuple(map(_id_of, rows)), len(rows) - len(items), count, len(body))


def read_entry(record: type[Item], body: bytes) -> Item:
    """Read the answer for a single category, grid or package.

    Raises:
        BadAnswer: It is not JSON or cannot be read as that record.
    """
    item = _read_row(record, _read_json(body))
    if item is None:
        raise BadAnswer(f"The site answered with something other than a {record.__name__.lower()}")
    return item


def read_hits(body: bytes) -> list[SearchHit]:
    """Read the answer of a search; hits that cannot be read are left out.

    Raises:
        BadAnswer: It is not JSON or not a list.
    """
    answer = _read_json(body)
    if not isinstance(answer, list):
        raise BadAnswer("The site answered with something other than a list of hits")
    return [hit for row in answer if (hit := _read_row(SearchHit, row)) is not None]


def read_active_slugs(body: bytes) -> frozenset[str]:
    """Read the sitemap of active packages: the slugs in the paths, whatever the host.

    Raises:
        BadAnswer: It is not a sitemap.
    """
    text = body.decode("utf-8", "replace")
    if "<urlset" not in text:
        raise BadAnswer("The site answered with something other than a sitemap")
    paths = (_path_of(link[1]) for link in _OWN_PAGE.finditer(text))
    found = (_SLUG_PATH.search(path) for path in paths if path is not None)
    return frozenset(_name(unquote(match[1])) for match in found if match)


def _read_json(body: bytes) -> Any:
    # Read, a value can take a hundred times the memory of its text.
    if body.count(b",") + body.count(b"[") + body.count(b"{") > _MOST_VALUES:
        raise TooLarge(f"The site sent more than {_MOST_VALUES:,} values in one answer")
    try:
        # One broken byte costs one character, one number beyond all measure its row.
        return json.loads(body.decode("utf-8-sig", "replace"), parse_int=_read_int)
    except (ValueError, RecursionError) as error:
        raise BadAnswer("The site answered with something other than JSON") from error


def _read_int(digits: str) -> int | float:
    return int(digits) if len(digits) <= _DIGITS_OF_INT64 else float(digits)


def _read_row(record: type[Item], row: object) -> Item | None:
    if not isinstance(row, dict):
        return None
    try:
        # In the order of the record's fields, as `_FIELDS` has them.
        values = [read(row.get(_SOURCES.get(name, name))) for name, read in _FIELDS[record].items()]
        return msgspec.convert(values, record)
    except (msgspec.ValidationError, ValueError):
        return None


def _is_whole(value: object, least: int, most: int) -> TypeGuard[int]:
    return type(value) is int and least <= value <= most  # a bool is no number here


def _id_of(row: object) -> int | None:
    key = row.get("id") if isinstance(row, dict) else None
    return key if _is_whole(key, 1, _LARGEST_ID) else None


# One reader for each kind of field. What a reader does not know it hands on, and the conversion
# refuses it by its type; a field that is not there at all arrives as None.


def _whole(least: int, most: int, value: Any) -> Any:
    if value is not None and not _is_whole(value, least, most):
        raise ValueError("not a whole number within bounds")
    return value


_key = partial(_whole, 1, _LARGEST_ID)
_figure = partial(_whole, -_LARGEST_FIGURE, _LARGEST_FIGURE)
_commits = partial(_whole, 0, MOST_COMMITS)


def _cut(most: int, value: Any) -> Any:
    """Clean a text; one that is too long ends in a mark that says so."""
    if not isinstance(value, str):
        return value
    # Cleaning megabytes would take its time, and nothing of them is kept.
    text = clean(value[: 4 * most])
    return text if len(text) <= most and len(value) <= 4 * most else text[: most - 1] + "…"


_name = partial(_cut, LONGEST_NAME)
_link = partial(_cut, LONGEST_LINK)


def _text(value: Any) -> Any:
    return "" if value is None else _cut(LONGEST_TEXT, value)


def _slug(value: Any) -> Any:
    # Changed, it would be the slug of another entry, which it then stood in for.
    if isinstance(value, str) and one_line(_name(value)) != value:
        raise ValueError("not a slug that can be asked for")
    return value


def _flag(value: Any) -> Any:
    return False if value is None else value


def _moment(value: Any) -> Any:
    if value in (None, ""):
        return None
    moment = msgspec.convert(value, datetime)
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("not a time of this directory")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _each(read: Callable[[Any], Any], value: Any) -> Any:
    return tuple(map(read, value)) if isinstance(value, list) else () if value is None else value


def _weeks(value: Any) -> str:
    # The newest week stands last.
    weeks = _each(_commits, value[-MOST_WEEKS:] if isinstance(value, list) else value)
    if not isinstance(weeks, tuple) or None in weeks:
        raise ValueError("not a list of numbers")
    return ",".join(map(str, weeks))


def _names(value: Any) -> str:
    names = _each(_name, value[:MOST_PARTICIPANTS] if isinstance(value, list) else value)
    if not isinstance(names, tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("not a list of names")
    # The site keeps all names in one text with commas between them, so that none has one itself.
    lines = (one_line(name.replace(",", " ")) for name in names)
    return ",".join(filter(None, lines))


def _left_out(value: Any) -> int:
    return max(len(value) - MOST_PARTICIPANTS, 0) if isinstance(value, list) else 0


def _path_of(link: str) -> str | None:
    try:
        return urlsplit(link).path
    except ValueError:
        return None


def _linked(collection: str, value: Any) -> Any:
    if value is None:
        return None
    path = _path_of(value) if isinstance(value, str) else None
    match = re.search(rf"/{collection}/([0-9]{{1,19}})(?:\.\w+)?/?\Z", path or "")
    if not match:
        raise ValueError(f"not a link to one of the {collection}")
    return _key(int(match[1]))


def _all_linked(collection: str, value: Any) -> Any:
    keys = _each(partial(_linked, collection), value)
    return tuple(dict.fromkeys(keys)) if isinstance(keys, tuple) else keys


# Where a field that the site does not have is read from.
_SOURCES = {"names": "participants", "unnamed": "participants", "weeks": "commits_over_52"}
_FIELDS: Mapping[Any, Mapping[str, Callable[[Any], Any]]] = {
    Category: {
        "id": _key,
        "title": _name,
        "slug": _slug,
        "description": _text,
        "title_plural": _text,
        "show_pypi": _flag,
        "created": _moment,
        "modified": _moment,
    },
    Grid: {
        "id": _key,
        "title": _name,
        "slug": _slug,
        "description": _text,
        "is_locked": _flag,
        "packages": partial(_all_linked, "packages"),
        "header": _flag,
        "created": _moment,
        "modified": _moment,
    },
    Package: {
        "category": partial(_linked, "categories"),
        "grids": partial(_all_linked, "grids"),
        "id": _key,
        "title": _name,
        "slug": _slug,
        "last_updated": _moment,
        "last_fetched": _moment,
        "repo_url": _link,
        "pypi_version": _name,
        "created": _moment,
        "modified": _moment,
        "repo_forks": _figure,
        "repo_description": partial(_cut, LONGEST_TEXT),
        "pypi_url": _link,
        "documentation_url": _link,
        "repo_watchers": _figure,
        "weeks": _weeks,
        "names": _names,
        "unnamed": _left_out,
    },
    SearchHit: {
        "item_type": _name,
        "slug": _slug,
        "title": _name,
        "description": _text,
        "weight": _figure,
        "score": _figure,
        "usage": _figure,
        "pypi_downloads": _figure,
    },
}

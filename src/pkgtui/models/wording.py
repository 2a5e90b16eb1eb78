"""A look at packages as one filter, and as the command that prints the same."""

from __future__ import annotations

from pkgtui.models.personal import ListView
from pkgtui.models.query import Query, QueryError, parse
from pkgtui.models.query.nodes import both
from pkgtui.models.standing import GONE, Mark

_NOT_GONE = " ".join(f"-is:{mark}" for mark in Mark if mark in GONE)


def fact(key: str, value: str) -> str:
    """Write a term of a filter: ``cat:apps``, ``by:"two words"``."""
    plain = value.replace('"', " ")
    return f'{key}:"{plain}"'


def whole_filter(scope: str, view: ListView) -> str:
    """Return the filter over all packages that shows what `view` shows within `scope`.

    What is hidden at first stays hidden only in lists, and is not in it. A filter that cannot be
    read narrows nothing, as in a list.
    """
    return str(both(readable(part) for part in (scope, view.filter)))


def packages_command(scope: str, view: ListView) -> list[str]:
    """Return the command, word by word, that prints what a list shows."""
    parts = (scope, view.filter, "" if view.hidden else _NOT_GONE)
    words = str(both(readable(part) for part in parts))
    order = ["--sort", view.order] if view.order else []
    # What begins with a minus would be taken for an option.
    mark = ["--"] if words.startswith("-") else []
    return ["pkgtui", "packages", *order, *mark, *[words] * bool(words)]


def readable(text: str) -> Query:
    """Read a filter that was kept; one that cannot be read asks for nothing."""
    try:
        return parse(text)
    except QueryError:
        return parse("")

"""A look at packages as one filter, and as the command that prints the same."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Return the command, word by word, that prints what a list of all packages shows."""
    return list_command("packages", (), view, scope)


def list_command(command: str, named: Sequence[str], view: ListView, scope: str = "") -> list[str]:
    """Return the words of the `command` that prints what a list shows.

    Args:
        command: What lists the packages of what is `named`: of a grid, of a person, or of nothing.
        named: The words for that.
        view: How the list is looked at.
        scope: What the packages have in common as a filter, where `command` does not say it.
    """
    parts = (scope, view.filter, "" if view.hidden else _NOT_GONE)
    filter_ = str(both(readable(part) for part in parts))
    words = [*named, *[filter_] * bool(filter_)]
    order = ["--sort", view.order] if view.order else []
    # What begins with a minus could be an option.
    mark = ["--"] if any(word.startswith("-") for word in words) else []
    return ["pkgtui", *command.split(), *order, *mark, *words]


def readable(text: str) -> Query:
    """Read a filter that was kept; one that cannot be read asks for nothing."""
    try:
        return parse(text)
    except QueryError:
        return parse("")

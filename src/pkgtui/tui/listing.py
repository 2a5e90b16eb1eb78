"""What a list of packages shows, what it hides, and how it tells both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pkgtui import phrases
from pkgtui.models.catalog import Catalog, Rows
from pkgtui.models.order import Order, order_words
from pkgtui.models.personal import Personal
from pkgtui.models.sorting import SORTS, sort_rows
from pkgtui.models.standing import GONE, Mark, marks_by_row
from pkgtui.tui.present import Glyphs

if TYPE_CHECKING:
    from pkgtui.models.query import Query


class Listed(msgspec.Struct, frozen=True):
    """A part of the catalog as a list shows it.

    Attributes:
        rows: What is shown, in order.
        of: How many there are without a filter, hidden ones included.
        hidden: How many match the filter and are not shown.
        marked: How many match the filter by their most serious mark, hidden ones included.
        asked: Whether the filter asks for what is gone, which is then shown whatever else is told.
    """

    rows: Rows
    of: int
    hidden: int = 0
    marked: Mapping[Mark, int] = {}
    asked: bool = False


def listed(  # noqa: PLR0913 - what decides about a list, each by its name
    catalog: Catalog,
    rows: Rows,
    *,
    asked: Query | None,
    order: Order,
    show_hidden: bool,
    now: datetime,
    personal: Personal,
) -> Listed:
    """Choose and order those of `rows` that are `asked` for; those that are gone only if told so.

    Without an `order` they stand as they are given.

    To ask for what is gone is to be told so.
    """
    matching, for_gone = rows, False
    if asked is not None:
        from pkgtui.models.query import facts_in, match_rows  # noqa: PLC0415 - most ask for nothing

        matching = match_rows(catalog, rows, asked, now, personal)
        for_gone = any(
            fact.key == "is" and fact.value.lower() in (*GONE, "stale") for fact in facts_in(asked)
        )
    by_row = marks_by_row(catalog)
    marked = Counter(by_row[row][0] for row in matching if by_row[row])
    shown: Rows = matching
    if not (show_hidden or for_gone) and not GONE.isdisjoint(marked):
        shown = [row for row in matching if not by_row[row] or by_row[row][0] not in GONE]
    ordered = sort_rows(catalog, shown, order) if order else shown
    return Listed(ordered, len(rows), len(matching) - len(shown), marked, for_gone)


def heading(title: str, shown: Listed, order: Order, glyphs: Glyphs, *, complete: bool) -> str:
    """Say what the list is of, how much of it is shown and in which order."""
    amount = phrases.count(shown.of, "package")
    if len(shown.rows) != shown.of:
        amount = f"{len(shown.rows):,} of {amount}"
    if not complete:
        amount += " so far"
    parts = (title, amount, f"by {order_words(order, SORTS)}" if order else "")
    return f" {glyphs.dot} ".join(part for part in parts if part)


def notes(shown: Listed, words: str, columns: str, glyphs: Glyphs) -> Sequence[str]:
    """Say what filters the list, which are marked and what is hidden, the longest wording first."""
    found = [f"filter: {words}"] if words else []
    silent = _counted(shown, Mark.QUIET, Mark.DORMANT)
    gone = _counted(shown, Mark.ARCHIVED, Mark.UNFOLLOWED)
    total = sum(shown.marked.get(mark, 0) for mark in GONE)
    how, offer, briefly = ("hidden", "a shows them", "hidden: a")
    if not shown.hidden:
        how, offer, briefly = ("shown", "a hides them", "gone but shown: a")
    if shown.asked:
        how, offer, briefly = ("shown", "as asked", "gone")
    key = "" if shown.asked else ": a"
    wordings = [
        [*silent, *[f"{' and '.join(gone)} {how}, {offer}"] * bool(gone)],
        [*silent, *[f"{', '.join(gone)} {how}{key}"] * bool(gone)],
        [*silent, *[f"{total:,} {briefly}"] * bool(gone)],
        [f"{total:,} {briefly}"] * bool(gone),
    ]
    dot = f" {glyphs.dot} "
    return [dot.join([*found, *parts, *[columns] * bool(columns)]) for parts in wordings]


def why_empty(shown: Listed, words: str) -> str:
    """Say why a list shows nothing."""
    if words:
        told = f"No package here matches {words!r}. esc in the filter shows all again."
    else:
        told = "No packages here."
    gone = " and ".join(_counted(shown, Mark.ARCHIVED, Mark.UNFOLLOWED))
    return told + (f" {gone} hidden: press a." if shown.hidden else "")


def _counted(shown: Listed, *marks: Mark) -> list[str]:
    """How many bear each of `marks` as their most serious one: ``25 archived``."""
    return [f"{shown.marked[mark]:,} {mark}" for mark in marks if shown.marked.get(mark)]

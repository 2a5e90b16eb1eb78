"""What a list of packages shows, what it hides, and how it tells both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from pkgtui import phrases
from pkgtui.models.catalog import Catalog, Rows
from pkgtui.models.order import Order, order_words
from pkgtui.models.sorting import SORTS, sort_rows
from pkgtui.models.words import match_rows
from pkgtui.tui.present import Glyphs


class Listed(msgspec.Struct, frozen=True):
    """A part of the catalog as a list shows it.

    Attributes:
        rows: What is shown, in order.
        of: How many there are without a filter, hidden ones included.
        hidden: How many match the filter and are not shown.
    """

    rows: Rows
    of: int
    hidden: int


def listed(  # noqa: PLR0913 - what decides about a list, each by its name
    catalog: Catalog,
    rows: Rows,
    *,
    words: str,
    order: Order,
    show_hidden: bool,
    now: datetime,
) -> Listed:
    """Choose and order those of `rows` that match `words`; the archived only if told so."""
    del now
    matching = match_rows(catalog, rows, words) if words else rows
    archived = catalog.archived or frozenset()
    shown: Rows = matching
    if archived and not show_hidden:
        shown = [row for row in matching if catalog.packages[row].id not in archived]
    ordered = sort_rows(catalog, shown, order)
    return Listed(ordered, len(rows), len(matching) - len(shown))


def heading(title: str, shown: Listed, order: Order, glyphs: Glyphs, *, complete: bool) -> str:
    """Say what the list is of, how much of it is shown and in which order."""
    amount = phrases.count(shown.of, "package")
    if len(shown.rows) != shown.of:
        amount = f"{len(shown.rows):,} of {amount}"
    if not complete:
        amount += " so far"
    parts = (title, amount, f"by {order_words(order, SORTS)}")
    return f" {glyphs.dot} ".join(part for part in parts if part)


def notes(shown: Listed, words: str, columns: str, glyphs: Glyphs) -> Sequence[str]:
    """Say what filters the list and what it hides, in several wordings, the longest first."""
    hidden = shown.hidden
    found = [f"filter: {words}"] if words else []
    long = [f"{hidden:,} archived or replaced hidden, a shows them"] if hidden else []
    short = [f"{hidden:,} archived hidden: a"] if hidden else []
    dot = f" {glyphs.dot} "
    return [dot.join([*found, *parts, *[columns] * bool(columns)]) for parts in (long, short)]


def why_empty(shown: Listed, words: str) -> str:
    """Say why a list shows nothing."""
    if words:
        told = f"No package here matches {words!r}. esc in the filter shows all again."
    else:
        told = "No packages here."
    return told + (f" {shown.hidden:,} archived are hidden: press a." if shown.hidden else "")

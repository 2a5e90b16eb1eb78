"""In which order a list stands: by one column, or by several, each either way round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import msgspec

MOST_KEYS = 5


class Sortable(Protocol):
    """One column a list can be ordered by, as `SORTS` and `GRID_SORTS` hold them."""

    @property
    def id(self) -> str:
        """What settings and commands call it."""

    @property
    def label(self) -> str:
        """What people read."""

    @property
    def descending(self) -> bool:
        """Whether the largest or newest comes first until it is reversed."""


class SortKey(msgspec.Struct, frozen=True):
    """One column of an order.

    Attributes:
        id: A key of `SORTS` or `GRID_SORTS`.
        reversed: Whether it runs against its own first direction.
    """

    id: str
    reversed: bool = False


Order = tuple[SortKey, ...]
"""The first key decides; each further one decides between what is equal so far."""


def order_of(text: str, sorts: Mapping[str, Sortable]) -> Order:
    """Read ``health,-stars``: ids of `sorts`, a minus before each that is reversed.

    Raises:
        ValueError: A word is no id, stands twice, or there are more than five; a sentence.
    """
    keys: list[SortKey] = []
    for word in filter(None, (part.strip() for part in text.split(","))):
        key = SortKey(word.removeprefix("-"), word.startswith("-"))
        if key.id not in sorts:
            raise ValueError(f"there is no order {key.id!r}; there are {', '.join(sorts)}")
        if any(key.id == other.id for other in keys):
            raise ValueError(f"{key.id} stands twice in the order")
        keys.append(key)
    if len(keys) > MOST_KEYS:
        raise ValueError(f"an order has at most {MOST_KEYS} columns")
    return tuple(keys)


def order_text(order: Order) -> str:
    """Write `order` as `order_of` reads it."""
    return ",".join(f"-{key.id}" if key.reversed else key.id for key in order)


def order_words(order: Order, sorts: Mapping[str, Sortable]) -> str:
    """Say the order to people: ``health, then stars, reversed``."""
    return ", then ".join(
        sorts[key.id].label + (" reversed" if key.reversed else "") for key in order
    )


def turned(order: Order) -> Order:
    """Return `order` the other way round, in every column."""
    return tuple(SortKey(key.id, not key.reversed) for key in order)


def sorted_by(order: Order, sort: str) -> Order:
    """Return the order by `sort` alone; where it leads already, that one turned round."""
    if order and order[0].id == sort:
        return (SortKey(sort, not order[0].reversed),)
    return (SortKey(sort),)


def with_further(order: Order, sort: str) -> Order:
    """Return `order` with `sort` behind it; there already, it is turned, then taken out again."""
    present = next((key for key in order if key.id == sort), None)
    if present is None:
        return (*order, SortKey(sort))[-MOST_KEYS:]
    if present.reversed:
        return tuple(key for key in order if key.id != sort)
    return tuple(SortKey(sort, reversed=True) if key.id == sort else key for key in order)


def arranged(
    rows: list[Any],
    order: Order,
    sorts: Mapping[str, Sortable],
    value: Callable[[str], Callable[[Any], Any]],
) -> list[Any]:
    """Return `rows`, which stand as equals shall, by `order`; what is not known is last.

    For an id of `sorts`, `value` gives what of a row is compared: None when it is not known.
    """
    for key in reversed(order):
        compared = value(key.id)
        known = [row for row in rows if compared(row) is not None]
        unknown = [row for row in rows if compared(row) is None] if len(known) < len(rows) else []
        known.sort(key=compared, reverse=sorts[key.id].descending != key.reversed)
        rows = known + unknown
    return rows

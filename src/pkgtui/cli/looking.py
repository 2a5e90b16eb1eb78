"""A look at packages as the commands that list them take it: filter, order, form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click
import msgspec

from pkgtui.cli.columns import PACKAGE_COLUMNS
from pkgtui.cli.common import Chosen, Command
from pkgtui.cli.completing import filter_words
from pkgtui.cli.filtering import read_filter, read_order
from pkgtui.cli.output import ListColumn, Output, list_options
from pkgtui.cli.reading import read_personal
from pkgtui.models.catalog import Catalog, Rows
from pkgtui.models.order import Order
from pkgtui.models.sorting import BY_STARS, SORTS, sort_rows

if TYPE_CHECKING:
    from pkgtui.models.query import Query


class Look(msgspec.Struct, frozen=True):
    """What is asked for.

    Attributes:
        asked: The filter; None for everything.
        order: Empty for the list's own.
        output: How what is found is printed.
    """

    asked: Query | None
    order: Order
    output: Output

    def rows(
        self,
        chosen: Chosen,
        catalog: Catalog,
        rows: Rows,
        now: datetime,
        otherwise: Order = BY_STARS,
    ) -> Rows:
        """Return those of `rows` that are asked for, in order, if there is one."""
        if self.asked is not None:
            from pkgtui.models.query import match_rows  # noqa: PLC0415 - as reading it

            rows = match_rows(catalog, rows, self.asked, now, read_personal(chosen))
        order = self.order or otherwise
        return sort_rows(catalog, rows, order) if order else rows


def look_options(columns: Sequence[ListColumn] = PACKAGE_COLUMNS) -> Callable[[Command], Command]:
    """Let a command take a filter, an order and the options of a list; it gets them as `look`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(*args: Any, words: Sequence[str], order: str, output: Output, **given: Any) -> Any:
            look = Look(read_filter(words), read_order(order, SORTS, ()), output)
            return command(*args, look=look, **given)

        order = click.option(
            "--sort", "order", default="", metavar="ORDER", help="Such as health,-stars."
        )
        words = click.argument(
            "words", metavar="[FILTER]...", nargs=-1, shell_complete=filter_words
        )
        return words(order(list_options(columns)(run)))  # type: ignore[return-value]  # wraps keeps what click needs of it

    return decorate

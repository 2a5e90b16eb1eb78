"""Filters and orders as the commands take them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import IO, TYPE_CHECKING, Any

import click

from pkgtui.cli.common import WrongUsage
from pkgtui.models.order import Order, Sortable, order_of
from pkgtui.text import clean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pkgtui.models.query import Query, QueryError

_INDENT = "  "


class WrongFilter(WrongUsage):
    """A filter cannot be read; shows where."""

    def __init__(self, text: str, error: QueryError) -> None:
        super().__init__(error)
        # Sign for sign, so that what points at a place still does.
        shown = "".join(sign if clean(f"|{sign}") == f"|{sign}" else "?" for sign in text)
        self._line = shown.replace("\n", " ").replace("\t", " ")
        self._start, self._end = error.start, error.end

    def show(self, file: IO[Any] | None = None) -> None:
        """Print what is wrong, and under the filter signs that point at it."""
        from rich.cells import cell_len  # noqa: PLC0415 - only a mistake needs its tables

        super().show(file)
        before = cell_len(self._line[: self._start])
        wrong = cell_len(self._line[self._start : self._end])
        click.echo(f"{_INDENT}{self._line}", file=file, err=True)
        click.echo(f"{_INDENT}{' ' * before}{'^' * max(wrong, 1)}", file=file, err=True)


class FilterCommand(click.Command):
    """A command whose words may begin with a minus, as in ``-is:archived``.

    What begins with two is an option, and so is what the command knows; all else is a word.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the words behind the options, where a minus means nothing to click."""
        known = {name: it for it in self.get_params(ctx) for name in it.opts if name[0] == "-"}
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                words += rest
            elif arg.startswith("--") or arg in known:
                options.append(arg)
                if _takes_value(known.get(arg)):
                    value = next(rest, None)
                    if value is None:
                        return super().parse_args(ctx, [arg])  # It says what is missing.
                    options.append(value)
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer options, and behind one minus also what the filter can deny."""
        found = super().shell_complete(ctx, incomplete)
        if incomplete.startswith("-") and not incomplete.startswith("--"):
            words = (it for it in self.params if isinstance(it, click.Argument) and it.nargs < 0)
            found += [item for one in words for item in one.shell_complete(ctx, incomplete)]
        return found


def _takes_value(option: click.Parameter | None) -> bool:
    return isinstance(option, click.Option) and not option.is_flag


def read_filter(words: Sequence[str], *, of_grids: bool = False) -> Query | None:
    """Read the words of a command line as one filter, of packages or of grids.

    Returns:
        What is asked for; None for everything.

    Raises:
        WrongFilter: They are no filter.
    """
    text = " ".join(words)
    if not text.strip():
        return None
    from pkgtui.models import query  # noqa: PLC0415 - a tenth of the time, where nobody filters

    try:
        return query.parse(text, query.GRID_KEYS if of_grids else query.PACKAGE_KEYS)
    except query.QueryError as error:
        raise WrongFilter(text, error) from error


def read_order(text: str, sorts: Mapping[str, Sortable], otherwise: Order) -> Order:
    """Read what ``--sort`` says.

    Raises:
        WrongUsage: It is no order.
    """
    try:
        return order_of(text, sorts) or otherwise
    except ValueError as error:
        raise WrongUsage(error) from error

"""How lists are printed: a table on a terminal, lines with tabs in a pipe, or what is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import wraps
from itertools import chain, islice
from typing import Any, TypeVar

import click
import msgspec

from pkgtui import phrases
from pkgtui.cli.common import Command, WrongUsage, note
from pkgtui.models.fields import csv_field, markdown_field, plain_field
from pkgtui.text import escape_unwanted, one_line

Item = TypeVar("Item")


class Form(StrEnum):
    """What a list is printed as; the value is also the name of the option."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"
    PLAIN = "plain"


_HELP: Mapping[Form, str] = {
    Form.JSON: "Print JSON.",
    Form.CSV: "Print CSV under a line of names.",
    Form.MARKDOWN: "Print a Markdown table.",
    Form.PLAIN: "Print lines with tabs between the columns, as in a pipe.",
}


class ListColumn(msgspec.Struct, frozen=True):
    """A column of a list.

    Attributes:
        id: What ``--columns`` and the first line of CSV call it.
        title: What stands over it for people.
        text: What of an item people read.
        value: What of an item programs read, in CSV and in plain lines: a text, a number, a date,
            a list of texts, or None for what is not known; None here for the text.
        right: Whether it stands at the right, as figures do.
        muted: Whether it steps back behind the others.
        extra: Whether it is printed only when ``--columns`` asks for it.
    """

    id: str
    title: str
    text: Callable[[Any], str]
    value: Callable[[Any], Any] | None = None
    right: bool = False
    muted: bool = False
    extra: bool = False

    def read(self, item: Any) -> Any:
        """What programs read of `item`."""
        return (self.value or self.text)(item)


class Output(msgspec.Struct, frozen=True):
    """What the list options say.

    Attributes:
        form: What the list is printed as; None leaves it to where it is printed.
        columns: Those to be printed, in this order.
        limit: How many items at most; None for all.
    """

    form: Form | None
    columns: Sequence[ListColumn]
    limit: int | None = None


def form_options(*forms: Form) -> Callable[[Command], Command]:
    """Let a command take an option for each of `forms`; it gets one of them, or None, as `form`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(*args: Any, **given: Any) -> Any:
            chosen = [form for form in forms if given.pop(f"as_{form}")]
            if len(chosen) > 1:
                first, second, *_ = chosen
                raise WrongUsage(f"--{first} and --{second} cannot both be given")
            return command(*args, form=chosen[0] if chosen else None, **given)

        options = [
            click.option(f"--{form}", f"as_{form}", is_flag=True, help=_HELP[form])
            for form in reversed(forms)
        ]
        for option in options:
            run = option(run)
        return run  # type: ignore[return-value]  # wraps keeps what click needs of it

    return decorate


def list_options(
    columns: Sequence[ListColumn], *, limit: int | None = None
) -> Callable[[Command], Command]:
    """Let a command take the options of a list; it gets what they say as `output`.

    Args:
        columns: All that the list has.
        limit: How many items it has at most where nobody says otherwise; None for all.
    """
    ids = ", ".join(column.id for column in columns)

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(
            *args: Any, form: Form | None, named: str | None, limit: int | None, **given: Any
        ) -> Any:
            chosen = _named(columns, named)
            return command(*args, output=Output(form, chosen, limit), **given)

        options = (
            click.option(
                "--limit",
                type=click.IntRange(min=1),
                default=limit,
                show_default=limit is not None,
                metavar="N",
                help="So many items at most.",
            ),
            click.option("--columns", "named", metavar="A,B,C", help=f"Some of {ids}."),
            form_options(*Form),
        )
        for option in options:
            run = option(run)
        return run  # type: ignore[return-value]  # likewise

    return decorate


def print_list(  # noqa: PLR0913 - what a list is, and what it is called
    output: Output,
    items: Sequence[Item],
    *,
    total: int,
    as_json: Callable[[Item], Mapping[str, Any]],
    of: str,
    many: str = "",
    matching: int | None = None,
    empty: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print `items` as `output` says; tell on stderr where some are left out, or there are none.

    The first line is written when the first item is ready.

    Args:
        output: What the list options say.
        items: What is left of the list after the filter, in its order; the limit is applied here.
        total: How long the list is before filter and limit.
        as_json: An item by the API's names.
        of: What one item is called.
        many: What several are called, where that is more than an "s" behind it.
        matching: How many items the filter leaves, where `items` has not all of them.
        empty: Sentences that tell why there are none; empty where the figures tell.
        more: What JSON tells of the whole list between its figures and its items.
    """
    shown = items[: output.limit]
    form = output.form or (None if is_terminal() else Form.PLAIN)
    if form is Form.JSON:
        print_json_list(map(as_json, shown), count=len(shown), total=total, more=more)
        return
    if form is None:
        _print_table(output.columns, shown)
    else:
        _write(_LINES[form](output.columns, shown), in_utf8=form is not Form.PLAIN)
    found = len(items) if matching is None else matching
    if not items:
        note(*(empty or [f"No {of} matches" if total else f"There is no {of}"]))
    elif len(shown) < found:
        amount = phrases.count(found, of, many)
        note(f"These are {phrases.count(len(shown))} of {amount}; --limit shows more")


def print_json_list(
    items: Iterable[Mapping[str, Any]],
    *,
    count: int,
    total: int,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print the object that every list is in JSON, each item as soon as it is ready."""
    head = {"count": count, "total": total, **(more or {})}
    _write(_json_pieces(head, items), in_utf8=True)


def print_rows(rows: Iterable[Sequence[Any]]) -> None:
    """Print rows of values as lines with tabs between the values."""
    _write(_lines(rows), in_utf8=False)


def print_text(text: str) -> None:
    """Print what other programs read, in UTF-8 whatever the locale."""
    _write([text], in_utf8=True)


def is_terminal() -> bool:
    """Whether people read what is printed, as it is printed."""
    return sys.stdout is not None and sys.stdout.isatty()


def _named(columns: Sequence[ListColumn], named: str | None) -> Sequence[ListColumn]:
    """Return those of `columns` that ``--columns`` names, or those that stand without it.

    Raises:
        WrongUsage: There is no such column.
    """
    if named is None:
        return [column for column in columns if not column.extra]
    known = {column.id: column for column in columns}
    ids = [part.strip() for part in named.split(",")]
    for wrong in ids:
        if wrong not in known:
            raise WrongUsage(f"There is no column {wrong!r}", f"There are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(ids)]


def _write(pieces: Iterable[str], *, in_utf8: bool) -> None:
    """Write `pieces`, the first at once, the others when there are enough of them."""
    if sys.stdout is None:  # Started without one; there is nobody to read it.
        return
    write: Callable[[str], object] = sys.stdout.write
    if in_utf8:
        sys.stdout.flush()
        buffer = sys.stdout.buffer
        write = lambda piece: buffer.write(piece.encode(errors="replace"))  # noqa: E731 - a word
    rest = iter(pieces)
    for piece in islice(rest, 1):
        write(piece)
        sys.stdout.flush()
    for piece in rest:
        write(piece)
    sys.stdout.flush()


def _json_pieces(head: Mapping[str, Any], items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Write an object with `head` and the list of `items`, item by item, as `print_json` would."""
    opened = _indented(head).removesuffix("\n}")
    between = f'{opened},\n  "items": ['
    for item in items:
        yield between + "\n    " + _indented(item).replace("\n", "\n    ")
        between = ","
    yield f"{between}]\n}}\n" if between != "," else "\n  ]\n}\n"


def _indented(value: Mapping[str, Any]) -> str:
    return escape_unwanted(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def _plain_lines(columns: Sequence[ListColumn], items: Iterable[Any]) -> Iterator[str]:
    return _lines([column.read(item) for column in columns] for item in items)


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        yield "\t".join(map(plain_field, row)) + "\n"


def _csv_lines(columns: Sequence[ListColumn], items: Iterable[Any]) -> Iterator[str]:
    import csv  # noqa: PLC0415 - only CSV needs it
    import io  # noqa: PLC0415 - likewise

    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\n")
    names = [[column.id for column in columns]]
    for row in chain(names, ([csv_field(it.read(item)) for it in columns] for item in items)):
        writer.writerow(row)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _markdown_lines(columns: Sequence[ListColumn], items: Iterable[Any]) -> Iterator[str]:
    yield f"| {' | '.join(column.title for column in columns)} |\n"
    yield f"| {' | '.join('---:' if column.right else '---' for column in columns)} |\n"
    for item in items:
        cells = (markdown_field(one_line(column.text(item))) for column in columns)
        yield f"| {' | '.join(cells)} |\n"


_LINES: Mapping[Form, Callable[[Sequence[ListColumn], Iterable[Any]], Iterator[str]]] = {
    Form.PLAIN: _plain_lines,
    Form.CSV: _csv_lines,
    Form.MARKDOWN: _markdown_lines,
}


def _print_table(columns: Sequence[ListColumn], items: Sequence[Any]) -> None:
    from pkgtui.cli.table import print_table  # noqa: PLC0415 - rich with it

    if items:
        rows = ([one_line(column.text(item)) for column in columns] for item in items)
        print_table(columns, rows)

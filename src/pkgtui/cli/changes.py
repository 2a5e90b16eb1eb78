"""``pkgtui changes``: what the syncs have found otherwise than before."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click
import msgspec

from pkgtui.cli.common import Chosen, note, pass_chosen, print_json, shared_options
from pkgtui.cli.reading import read_catalog, read_history
from pkgtui.models.changes import Change, changes_since
from pkgtui.models.news import WORDS, asked_for, detail, name
from pkgtui.models.personal import Personal
from pkgtui.phrases import count
from pkgtui.tui.present import glyphs_for

_WIDEST_NAME = 40


class Item(msgspec.Struct, frozen=True):
    """One change as ``changes --json`` prints it.

    Attributes:
        seen_at: When the sync that found it ended.
        package: The package's slug; None where it concerns a grid or the whole directory.
        grid: The grid's slug, where it concerns one.
        before: The version, the stars or the mark before; None for none.
        after: The same now.
    """

    seen_at: datetime
    kind: str
    package: str | None
    grid: str | None
    title: str
    before: int | str | None
    after: int | str | None


class Found(msgspec.Struct, frozen=True):
    """What ``changes --json`` prints.

    Attributes:
        count: How many items follow.
        total: How many changes are kept.
    """

    count: int
    total: int
    items: list[Item]


@click.command
@click.argument("words", nargs=-1)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only what was found on this day or later."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@shared_options
@pass_chosen
def changes(
    chosen: Chosen, words: tuple[str, ...], *, since: datetime | None, as_json: bool
) -> None:
    """Tell what has changed, the newest first; WORDS filter it."""
    cached = read_catalog(chosen)
    history = read_history(chosen)
    if cached.catalog is None or history is None:
        raise cached.missing()
    found = history.changes
    if since is not None:
        first = since.replace(tzinfo=UTC) - datetime.resolution
        found = changes_since(history, first)
    shown = asked_for(found, cached.catalog, Personal(), " ".join(words), datetime.now(UTC))
    if as_json:
        print_json(Found(len(shown), len(history.changes), [_item(change) for change in shown]))
        return
    width = min(max((len(name(change)) for change in shown), default=0), _WIDEST_NAME)
    to = glyphs_for(os.environ).to
    for change in shown:
        line = f"{change.seen_at:%Y-%m-%d}  {name(change):<{width}}  {WORDS[change.kind]:<14}"
        click.echo(f"{line}  {detail(change, to)}".rstrip())
    if not shown:
        note("No change was found")
    if history.dropped:
        note(f"{count(history.dropped, 'older change')} are no longer kept")


def _item(change: Change) -> Item:
    return Item(
        change.seen_at,
        change.kind,
        change.package.slug if change.package else None,
        change.grid.slug if change.grid else None,
        name(change),
        change.before,
        change.after,
    )

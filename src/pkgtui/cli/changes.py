"""``pkgtui changes``: what syncs have found changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime

import click
import msgspec

from pkgtui.cli.common import BadData, Chosen, note, pass_chosen, print_json, shared_options
from pkgtui.cli.reading import read_catalog, read_history, read_personal
from pkgtui.models.changes import Change, changes_since
from pkgtui.models.news import WORDS, asked_for, detail, name, slug_of
from pkgtui.phrases import count
from pkgtui.text import fit
from pkgtui.tui.present import glyphs_for

_WIDEST_NAME = 40
_KIND_CELLS = max(map(len, WORDS.values()))


class Item(msgspec.Struct, frozen=True):
    """One change as ``changes --json`` prints it.

    Attributes:
        kind: What has changed.
        seen_at: When the sync ended that found it.
        package: Slug of the package concerned; None for a grid of its own.
        grid: Slug of the grid concerned, if any.
        before: The version, the stars or the mark before; None for none.
        watched: Whether the package is on the watchlist.
    """

    kind: str
    seen_at: datetime
    package: str | None
    grid: str | None
    before: int | str | None
    after: int | str | None
    watched: bool


class Found(msgspec.Struct, frozen=True):
    """What ``changes --json`` prints.

    Attributes:
        count: How many items follow, those that are watched first, then the newest.
        total: How many are kept.
        dropped: How many more there were that are no longer kept.
        since: The end of the sync with which comparing began.
    """

    count: int
    total: int
    dropped: int
    since: datetime
    items: list[Item]


@click.command
@click.argument("filter_", metavar="[FILTER]", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Also what the dashboard has shown.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"]),
    metavar="DAY",
    help="What was found since, such as 2026-02-09, whatever the dashboard has shown.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=100, show_default=True, help="Changes at most."
)
@shared_options
@pass_chosen
def changes(  # noqa: PLR0913 - click passes one for each option
    chosen: Chosen,
    filter_: tuple[str, ...],
    *,
    everything: bool,
    since: datetime | None,
    as_json: bool,
    limit: int,
) -> None:
    """Tell what syncs have found changed since the dashboard last showed it.

    FILTER leaves those whose words occur in what is told, or whose packages it finds.
    """
    cached = read_catalog(chosen)
    if (catalog := cached.catalog) is None:
        raise cached.missing()
    if (history := read_history(chosen)) is None:
        raise BadData("What has changed cannot be read")
    personal = read_personal(chosen)
    seen = personal.visited if since is None else since
    if seen is not None and seen.tzinfo is None:
        seen = seen.replace(tzinfo=UTC) - datetime.resolution  # The day itself is meant, too.
    found = changes_since(history, None if everything else seen)
    line = " ".join(filter_)
    matching = asked_for(found, catalog, personal, line, datetime.now(UTC)) if line else found
    watched = {one.slug for one in personal.watched}
    shown = sorted(matching, key=lambda change: slug_of(change) not in watched)[:limit]
    if as_json:
        items = [_item(change, watched) for change in shown]
        print_json(Found(len(items), len(history.changes), history.dropped, history.since, items))
        return
    for row in _rows(shown, watched):
        click.echo(row)
    if not shown:
        older = len(history.changes) - len(found)
        more = f"{count(older, 'older change')} with --all" if older else ""
        note("No change matches" if line and found else "Nothing has changed", more)
    elif len(shown) < len(matching):
        note(f"These are {len(shown)} of {count(len(matching), 'change')}; --limit shows more")


def _item(change: Change, watched: Collection[str]) -> Item:
    slug = slug_of(change)
    return Item(
        kind=change.kind,
        seen_at=change.seen_at,
        package=slug,
        grid=None if change.grid is None else change.grid.slug,
        before=change.before,
        after=change.after,
        watched=slug in watched,
    )


def _named(change: Change) -> str:
    named = change.package or change.grid
    return name(change) if named is None else named.slug


def _rows(shown: Sequence[Change], watched: Collection[str]) -> Iterator[str]:
    glyphs = glyphs_for(os.environ)
    width = min(max((len(_named(it)) for it in shown), default=0), _WIDEST_NAME)
    for change in shown:
        sign = glyphs.watched if slug_of(change) in watched else " "
        yield "  ".join(
            (
                f"{change.seen_at.date()} {sign}",
                fit(_named(change), width, glyphs.ellipsis),
                f"{WORDS[change.kind]:<{_KIND_CELLS}}",
                detail(change, glyphs.to),
            )
        ).rstrip()

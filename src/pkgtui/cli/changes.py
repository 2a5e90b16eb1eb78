"""``pkgtui changes``: what syncs have found changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click
import msgspec

from pkgtui.cli.common import BadData, Chosen, pass_chosen
from pkgtui.cli.completing import filter_words
from pkgtui.cli.filtering import FilterCommand
from pkgtui.cli.output import ListColumn, Output, list_options, print_list
from pkgtui.cli.reading import need_catalog, read_history, read_personal, reading_options
from pkgtui.models.changes import Change, changes_since
from pkgtui.models.news import WORDS, asked_for, detail, name, slug_of
from pkgtui.phrases import count
from pkgtui.tui.present import Glyphs, glyphs_for


class Told(msgspec.Struct, frozen=True):
    """A change, whether its package is watched, and the signs to tell it with."""

    change: Change
    watched: bool
    glyphs: Glyphs

    @property
    def package(self) -> str | None:
        """Slug of the package concerned; None for a grid of its own."""
        return slug_of(self.change)

    @property
    def grid(self) -> str | None:
        """Slug of the grid concerned, if any."""
        return None if self.change.grid is None else self.change.grid.slug

    @property
    def about(self) -> str:
        """What has changed: the slug of a package, or else of a grid."""
        return self.package or self.grid or name(self.change)


COLUMNS: Sequence[ListColumn] = (
    ListColumn(
        "seen_at", "seen", lambda it: f"{it.change.seen_at.date()}", lambda it: it.change.seen_at
    ),
    ListColumn(
        "watched",
        "watched",
        lambda it: it.glyphs.watched if it.watched else "",
        lambda it: it.watched,
    ),
    ListColumn("about", "package or grid", lambda it: it.about),
    ListColumn("kind", "change", lambda it: WORDS[it.change.kind], lambda it: it.change.kind),
    ListColumn("detail", "how", lambda it: detail(it.change, it.glyphs.to)),
    ListColumn("package", "package", lambda it: it.package or "", extra=True),
    ListColumn("grid", "grid", lambda it: it.grid or "", extra=True),
    ListColumn("before", "before", lambda it: f"{_known(it.change.before)}", extra=True),
    ListColumn("after", "after", lambda it: f"{_known(it.change.after)}", extra=True),
)


@click.command(cls=FilterCommand)
@click.argument("filter_", metavar="[FILTER]...", nargs=-1, shell_complete=filter_words)
@click.option("--all", "everything", is_flag=True, help="Also what the dashboard has shown.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f%z"]),
    metavar="DAY",
    help="What was found since, such as 2026-02-09, whatever the dashboard has shown.",
)
@list_options(COLUMNS, limit=100)
@reading_options
@pass_chosen
def changes(
    chosen: Chosen,
    filter_: tuple[str, ...],
    *,
    everything: bool,
    since: datetime | None,
    output: Output,
) -> None:
    """Tell what syncs have found changed.

    That is what came since the dashboard last showed it, what you watch first. FILTER leaves
    those whose words occur in what is told, or whose packages it finds.
    """
    catalog = need_catalog(chosen)
    if (history := read_history(chosen)) is None:
        raise BadData("What has changed cannot be read")
    personal = read_personal(chosen)
    seen = personal.visited if since is None else since
    if seen is not None and seen.tzinfo is None:
        seen = seen.replace(tzinfo=UTC) - datetime.resolution  # The day itself is meant, too.
    found = changes_since(history, None if everything else seen)
    line = " ".join(filter_)
    matching = asked_for(found, catalog, personal, line, datetime.now(UTC)) if line else found
    watched, glyphs = {one.slug for one in personal.watched}, glyphs_for(os.environ)
    told = [Told(change, slug_of(change) in watched, glyphs) for change in matching]
    told.sort(key=lambda one: not one.watched)
    older = len(history.changes) - len(found)
    print_list(
        output,
        told,
        total=len(history.changes),
        as_json=_as_json,
        of="change",
        empty=[
            "No change matches" if line and found else "Nothing has changed",
            f"{count(older, 'older change')} with --all" if older else "",
        ],
        more={"dropped": history.dropped, "since": history.since},
    )


def _as_json(one: Told) -> dict[str, Any]:
    change = one.change
    return {
        "kind": change.kind,
        "seen_at": change.seen_at,
        "package": one.package,
        "grid": one.grid,
        "before": change.before,
        "after": change.after,
        "watched": one.watched,
    }


def _known(value: int | str | None) -> int | str:
    return "" if value is None else value

"""``pkgtui watch``: the packages that the person keeps an eye on, in their own file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import click
import msgspec

from pkgtui.cli.columns import PACKAGE_COLUMNS, Listed, package_as_json
from pkgtui.cli.common import BadData, Chosen, WrongUsage, note, pass_chosen, shared_options
from pkgtui.cli.completing import package_slugs, watched_slugs
from pkgtui.cli.filtering import FilterCommand
from pkgtui.cli.looking import Look, look_options
from pkgtui.cli.output import ListColumn, print_list
from pkgtui.cli.reading import (
    need_catalog,
    reading_options,
    unknown,
    unknown_package,
)
from pkgtui.models.entries import LONGEST_TEXT
from pkgtui.models.order import SortKey
from pkgtui.models.personal import (
    MOST_KEPT,
    Change,
    Watched,
    with_note,
    with_watched,
    without_watched,
)
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalError, PersonalFile
from pkgtui.phrases import count
from pkgtui.text import clean, one_line

_BY_NAME = (SortKey("name"),)


class Kept(msgspec.Struct, frozen=True):
    """What is watched; `listed` is None for what has left the directory."""

    watched: Watched
    listed: Listed | None


def _of_listed(column: ListColumn) -> ListColumn:
    """The column of a package, empty for what has left the directory."""
    return msgspec.structs.replace(
        column,
        text=lambda it: column.text(it.listed) if it.listed else "",
        value=lambda it: column.read(it.listed) if it.listed else None,
    )


_SLUG, *_OTHERS = PACKAGE_COLUMNS
COLUMNS: Sequence[ListColumn] = (
    msgspec.structs.replace(_SLUG, text=lambda it: it.watched.slug),
    ListColumn(
        "here",
        "in the directory",
        lambda it: "yes" if it.listed else "no",
        lambda it: it.listed is not None,
    ),
    *map(_of_listed, _OTHERS),
    ListColumn("note", "note", lambda it: it.watched.note),
)


@click.group
def watch() -> None:
    """Watch packages: what changes in them is told first."""


@watch.command
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True, shell_complete=package_slugs)
@click.option("--note", "words", metavar="TEXT", help="Why; in place of the note before.")
@shared_options
@pass_chosen
def add(chosen: Chosen, slugs: tuple[str, ...], words: str | None) -> None:
    """Watch packages, with a note on why."""
    _refuse_for_sample(chosen)
    catalog = need_catalog(chosen)
    packages = {slug: catalog.package(slug) for slug in slugs}
    known = [package.slug for package in packages.values() if package is not None]
    if len(known) < len(packages):
        raise unknown_package(next(key for key in packages if packages[key] is None), catalog)
    words = None if words is None else clean(words)
    if words is not None and len(words) > LONGEST_TEXT:
        raise WrongUsage(f"A note has at most {count(LONGEST_TEXT, 'character')}")
    with suppress(PersonalError):  # To keep something tells of it, too, and mends it.
        if len({*known, *(one.slug for one in _file().read().watched)}) > MOST_KEPT:
            raise WrongUsage(f"At most {count(MOST_KEPT, 'package')} can be watched")
    for slug in known:
        change = with_watched if words is None else partial(with_note, note=words)
        _keep(partial(change, slug=slug))
        click.echo(f"{one_line(slug)} is watched")


@watch.command
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True, shell_complete=watched_slugs)
@shared_options
@pass_chosen
def remove(chosen: Chosen, slugs: tuple[str, ...]) -> None:
    """Watch packages no longer, and forget the notes on them."""
    _refuse_for_sample(chosen)
    watched = [one.slug for one in _watched(chosen)]
    for slug in slugs:
        if slug not in watched:
            raise unknown("watched package", slug, watched)
    for slug in slugs:
        _keep(partial(without_watched, slug=slug))
        click.echo(f"{one_line(slug)} is watched no longer")


@watch.command(name="list", cls=FilterCommand)
@look_options(COLUMNS)
@reading_options
@pass_chosen
def list_(chosen: Chosen, look: Look) -> None:
    """List what is watched, with the notes.

    What has left the directory stands last. FILTER leaves the packages that it asks for.
    """
    catalog, now = need_catalog(chosen), datetime.now(UTC)
    watched = {one.slug: one for one in _watched(chosen)}
    rows = catalog.row_by_slug
    here = [rows[slug] for slug in watched if slug in rows]
    found = [catalog.packages[row] for row in look.rows(chosen, catalog, here, now, _BY_NAME)]
    items = [Kept(watched[it.slug], Listed(catalog, it, now)) for it in found]
    if look.asked is None:
        items += [Kept(one, None) for one in watched.values() if one.slug not in rows]
    print_list(
        look.output,
        items,
        total=len(watched),
        as_json=_as_json,
        of="watched package",
        empty=[] if watched else ["Nothing is watched yet", "`pkgtui watch add SLUG` begins"],
    )


def _as_json(one: Kept) -> dict[str, Any]:
    """Return a package as all lists do, with what is noted; of what has left there is no more."""
    facts = package_as_json(one.listed) if one.listed else {"slug": one.watched.slug}
    return {**facts, "note": one.watched.note, "in_directory": one.listed is not None}


def _refuse_for_sample(chosen: Chosen) -> None:
    if chosen.demo:
        raise WrongUsage("The sample is to be looked at, and keeps nothing")


def _watched(chosen: Chosen) -> Sequence[Watched]:
    if chosen.demo:
        return ()
    try:
        return _file().read().watched
    except PersonalError as error:
        raise BadData(error) from error


def _file() -> PersonalFile:
    return PersonalFile(data_dir(os.environ))


def _keep(change: Change) -> None:
    try:
        notice = _file().edit(change)
    except PersonalError as error:
        raise BadData(error) from error
    if notice:
        note(notice)

"""``pkgtui cache``: where the mirror of a site lies, whether it is sound, and how it goes away."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from pkgtui.cli.common import BadData, Chosen, WrongUsage, note, pass_chosen, shared_options
from pkgtui.phrases import ago, count, day
from pkgtui.text import clean, one_line

if TYPE_CHECKING:
    from pkgtui.store.checking import Checked

_MEGABYTE = 1_000_000


@click.group
def cache() -> None:
    """Tell where the mirror of a site lies and whether it is sound; clear it."""


@cache.command("path")
@shared_options
@pass_chosen
def print_path(chosen: Chosen) -> None:
    """Print the folder in which the site is mirrored, whether it is there or not."""
    click.echo(_shown(_folder(chosen)))


@cache.command
@shared_options
@pass_chosen
def verify(chosen: Chosen) -> None:
    """Read all that is cached for the site, and check it; nothing is changed.

    Ends with 4 where something is damaged.
    """
    from pkgtui.store.checking import check_cache  # noqa: PLC0415 - sqlite3 and msgspec with it

    folder = _folder(chosen)
    found = check_cache(folder)
    rows = [("folder", _shown(folder)), *_rows(found)]
    width = max(len(name) for name, _ in rows)
    for name, words in rows:
        click.echo(f"{name:<{width}}  {words}")
    if found.faults:
        raise BadData(*found.faults, "The next `pkgtui sync` makes the catalog anew")


@cache.command
@click.option("--yes", is_flag=True, help="Do not ask.")
@shared_options
@pass_chosen
def clear(chosen: Chosen, *, yes: bool) -> None:
    """Remove what is cached for the site; what you made yourself stays.

    Removed are the catalog, the changes found in it, and damaged copies of it. Watchlist, notes,
    views and settings lie elsewhere.
    """
    from pkgtui.store.clearing import clear_cache, kept_files  # noqa: PLC0415 - sqlite3 with it
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise

    folder = _folder(chosen)
    try:
        files = kept_files(folder)
        if not files:
            note(f"Nothing is cached in {folder}")
            return
        if not yes and not _agrees(folder, len(files)):
            note("Nothing was removed")
            return
        clear_cache(folder)
    except StoreError as error:
        raise BadData(error) from error
    click.echo(f"{count(len(files), 'file')} removed from {_shown(folder)}")


def _agrees(folder: Path, files: int) -> bool:
    if not sys.stdin.isatty():
        raise WrongUsage("Nobody can be asked here", "--yes removes it unasked")
    question = f"Remove {count(files, 'file')} from {_shown(folder)}?"
    return click.confirm(question, err=True)


def _folder(chosen: Chosen) -> Path:
    if chosen.demo:
        raise WrongUsage("The sample is built in and has no cache")
    return chosen.settings.site_cache


def _rows(found: Checked) -> list[tuple[str, str]]:
    rows = [("catalog", "none that can be read" if found.faults else "none yet")]
    if (header := found.header) is not None:
        parts = (
            count(header.packages, "package"),
            count(header.grids, "grid"),
            count(header.categories, "category", "categories"),
        )
        rows = [
            ("catalog", ", ".join(parts)),
            ("synced", ago(header.generation.synced_at, datetime.now(UTC))),
            ("refreshed", f"{count(found.refreshed, 'package')} since"),
        ]
    if found.source is not None:
        rows.append(("snapshot", f"from {urlsplit(found.source.url).hostname}"))
    if found.history is not None:
        changes = count(len(found.history.changes), "change")
        rows.append(("history", f"{changes} since {day(found.history.since)}"))
    rows.append(("size", _bytes(found.size)))
    if found.copies:
        names = ", ".join(_shown(name) for name in found.copies)
        rows.append(("moved aside", f"{_bytes(sum(found.copies.values()))}: {names}"))
    return rows


def _bytes(size: int) -> str:
    return f"{size / _MEGABYTE:,.1f} MB"


def _shown(value: object) -> str:
    return one_line(clean(str(value)))

"""``pkgtui export``: the catalog as one file, for machines that cannot reach the site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pkgtui.cli.common import (
    BadData,
    Chosen,
    Failure,
    NoNetwork,
    WrongUsage,
    pass_chosen,
    shared_options,
)
from pkgtui.cli.importing import told
from pkgtui.cli.reading import read_catalog
from pkgtui.phrases import count
from pkgtui.text import clean, one_line

_KB = 1000


@click.command
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file even if it is not a snapshot.")
@shared_options
@pass_chosen
def export(chosen: Chosen, file: Path, *, force: bool) -> None:
    """Write the whole catalog to FILE, for `pkgtui import`; - is the output."""
    if chosen.demo:
        raise WrongUsage("The sample is built in everywhere and is not exported")
    to_output = str(file) == "-"
    if to_output and (sys.stdout is None or sys.stdout.isatty()):
        raise WrongUsage("A snapshot is nothing to show on a terminal", "Name a file or a pipe")
    from pkgtui.store.errors import SnapshotRefused, StoreError  # noqa: PLC0415 - msgspec with it
    from pkgtui.store.snapshot import pack, write_file  # noqa: PLC0415 - likewise

    cached = read_catalog(chosen)
    if cached.catalog is None:
        kind: type[Failure] = BadData if cached.problem else NoNetwork
        raise kind("Nothing is cached that could be exported", "Run `pkgtui sync` first")
    try:
        snapshot = pack(cached.catalog)
    except StoreError as error:
        raise BadData("Nothing was exported", error) from error
    if to_output:
        sys.stdout.buffer.write(snapshot)
        return
    try:
        write_file(snapshot, file, over_anything=force)
    except SnapshotRefused as error:
        raise WrongUsage(f"{file} was not written", error) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadData(f"{file} was not written", reason) from error
    place = one_line(clean(str(file)))
    click.echo(f"{told(cached.catalog)} to {place}, {count(-(-len(snapshot) // _KB))} kB")

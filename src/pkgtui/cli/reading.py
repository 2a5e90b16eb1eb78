"""The catalog at hand, for the commands that only look things up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from pkgtui.cli.common import (
    BadData,
    Chosen,
    Command,
    Failure,
    NoNetwork,
    WrongUsage,
    note,
    shared_options,
)
from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.paths import data_dir, sample_changes_file, sample_file
from pkgtui.text import clean, one_line

if TYPE_CHECKING:
    from pkgtui.models.changes import History
    from pkgtui.projects.reading import Project

_LEAST_LIKENESS = 80


class Cached(msgspec.Struct, frozen=True):
    """What was found on this machine.

    Attributes:
        problem: Why a catalog that may be there cannot be shown; None when none was kept.
    """

    catalog: Catalog | None
    problem: str | None = None

    def missing(self) -> Failure:
        """Return what to end with where only a catalog would help, and there is none."""
        kind = BadData if self.problem else NoNetwork
        return kind(
            "Nothing is cached",
            "Run `pkgtui sync` with a network, or look at the sample with --demo",
        )


def reading_options(command: Command) -> Command:
    """Let `command`, which reads the catalog, take the shared options and ``--refresh``."""
    refresh = click.option(
        "--refresh",
        is_flag=True,
        expose_value=False,
        help="Sync first; where that fails, what is cached is shown.",
        callback=_remember_refresh,
    )
    return refresh(shared_options(command))


def _remember_refresh(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.ensure_object(Chosen).refresh |= value


def read_catalog(chosen: Chosen) -> Cached:
    """Return the sample when it was asked for, otherwise the own or the shared catalog.

    One that cannot be used is told on stderr, and counts as missing. Where a refresh was asked for
    and fails, that is told too, and what is cached is returned all the same.

    Raises:
        Failure: The refresh failed, and nothing is cached.
    """
    failure = _refresh(chosen) if chosen.refresh else None
    cached = _cached(chosen)
    if failure is not None:
        if cached.catalog is None:
            raise failure
        note(failure.message)
    return cached


def need_catalog(chosen: Chosen) -> Catalog:
    """Return the catalog of `read_catalog`.

    Raises:
        Failure: There is none.
    """
    cached = read_catalog(chosen)
    if cached.catalog is None:
        raise cached.missing()
    return cached.catalog


def _refresh(chosen: Chosen) -> Failure | None:
    """Read the site; return why the catalog stays as it was, if it does."""
    from pkgtui.cli.sync import read_site  # noqa: PLC0415 - asyncio with it

    try:
        read_site(chosen)
    except (NoNetwork, BadData) as failure:
        return failure
    return None


def _cached(chosen: Chosen) -> Cached:
    from pkgtui.store.at_hand import load  # noqa: PLC0415 - sqlite3 and msgspec with it
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - likewise
    from pkgtui.store.codec import decode  # noqa: PLC0415 - likewise

    if chosen.demo:
        return Cached(decode(sample_file().read_bytes()))
    settings = chosen.settings
    with closing(CatalogStore(settings.site_cache)) as store:
        found = load(store, settings.system_catalog, settings.site_url, datetime.now(UTC))
    if found.notice:
        note(found.notice)
    return Cached(found.catalog, found.notice)


def read_history(chosen: Chosen) -> History | None:
    """Return what syncs have found changed, up to the catalog that is shown; otherwise None."""
    from pkgtui.store.catalog_store import CatalogStore  # noqa: PLC0415 - likewise
    from pkgtui.store.errors import StoreError  # noqa: PLC0415 - likewise
    from pkgtui.store.history import decode_history  # noqa: PLC0415 - likewise

    if chosen.demo:
        return decode_history(sample_changes_file().read_bytes())[1]
    try:
        with closing(CatalogStore.open(chosen.settings.site_cache)) as store:
            return store.history()
    except StoreError as error:
        note(error)
        return None


def read_personal(chosen: Chosen) -> Personal:
    """Return what the person has made; what cannot be read is told, and counts as nothing."""
    from pkgtui.personal import PersonalError, PersonalFile  # noqa: PLC0415 - likewise

    if chosen.demo:
        return Personal()
    try:
        return PersonalFile(data_dir(os.environ)).read()
    except PersonalError as error:
        note(error)
        return Personal()


def unknown_package(key: str, catalog: Catalog | None) -> WrongUsage:
    """Return what to end with where `catalog` has no package `key`, naming what is close to it."""
    return unknown("package", key, catalog.row_by_slug if catalog else ())


def unknown(kind: str, key: str, known: Iterable[str]) -> WrongUsage:
    """Return what to end with where no `kind` is called `key`, naming what of `known` is close."""
    sentence = f"There is no {kind} {one_line(clean(key))}"
    if not (names := list(known)):
        return WrongUsage(sentence)
    from rapidfuzz import process  # noqa: PLC0415 - only for those who mistype

    near = process.extract(key, names, score_cutoff=_LEAST_LIKENESS, limit=3)
    return WrongUsage(sentence, f"Close to it: {', '.join(name for name, *_ in near)}" * bool(near))


def read_project(paths: Sequence[Path]) -> Project:
    """Return what the files at `paths`, or in the folders there, ask for.

    Raises:
        WrongUsage: One is missing, may not be read, or is of no kind that is known.
        BadData: One is not what its name says.
    """
    from pkgtui.projects import reading  # noqa: PLC0415 - packaging with it
    from pkgtui.projects.errors import BrokenError, ProjectError  # noqa: PLC0415 - likewise

    try:
        return reading.read_project(paths)
    except BrokenError as error:
        raise BadData(error) from error
    except ProjectError as error:
        raise WrongUsage(error) from error

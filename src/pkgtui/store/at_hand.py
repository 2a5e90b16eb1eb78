"""The catalog at hand: the person's own, or the one that all users of the machine share.

The shared one is a snapshot that nobody here writes. It stands in where the own one is missing,
cannot be read, or was walked before it.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.errors import StoreError
from pkgtui.text import clean

if TYPE_CHECKING:
    from pkgtui.store.codec import Header


class AtHand(msgspec.Struct, frozen=True):
    """What there is to look things up in.

    Attributes:
        catalog: None when there is none.
        shared: Whether it is the one that all users of the machine share.
        notice: What is wrong with either, sentences without the last full stop; None for nothing.
    """

    catalog: Catalog | None
    shared: bool = False
    notice: str | None = None


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which of the two catalogs is used, as far as can be told without unpacking them.

    Attributes:
        header: What the one that is used says of itself; None when there is none.
        own_problem: Why the own one may be there and cannot be used; None when all is well.
        shared: What all users of the machine share; None when there is no such file.
        uses_shared: Whether that is the one that is used.
        why: The reason for it, a few words; empty when there is no shared one.
    """

    header: Header | None
    own_problem: str | None = None
    shared: bytes | None = None
    uses_shared: bool = False
    why: str = ""
    shared_problem: str | None = None


def load(
    store: CatalogStore,
    shared_file: Path | None,
    site_url: str,
    now: datetime,
    *,
    in_lines: bool = False,
) -> AtHand:
    """Return the catalog to use: the one in `store`, or the shared one for the same site.

    Where there is no file of a shared one that costs no more than to look for it.

    Args:
        in_lines: Read the packages of the own one when they are wanted.
        store: Need not be prepared.
        shared_file: Where the shared one would be.
        site_url: The site that both must mirror.
        now: The time; aware.
    """
    if shared_file is None or not os.path.lexists(shared_file):
        return _own(store, in_lines)
    choice = choose(store, shared_file, site_url, now)
    if not choice.uses_shared or choice.shared is None:
        own = _own(store, in_lines)
        return msgspec.structs.replace(own, notice=_both(choice.shared_problem, own.notice))
    from pkgtui.store.snapshot import unpack  # noqa: PLC0415 - few machines have a shared one

    try:
        catalog = unpack(choice.shared, site_url, now)
    except StoreError as error:
        own = _own(store, in_lines)
        return msgspec.structs.replace(
            own, notice=_both(_passed_over(shared_file, error), own.notice)
        )
    return AtHand(catalog, shared=True, notice=choice.own_problem)


def choose(store: CatalogStore, shared_file: Path | None, site_url: str, now: datetime) -> Choice:
    """Return which catalog is used and why; the arguments are those of `load`."""
    header, own_problem = None, None
    try:
        store.prepare()
        header = store.header()
        own_problem = store.notice
    except StoreError as error:
        own_problem = str(error)
    own = Choice(header=header, own_problem=own_problem)
    if shared_file is None or not os.path.lexists(shared_file):
        return own
    from pkgtui.store.errors import SnapshotRefused  # noqa: PLC0415 - likewise
    from pkgtui.store.snapshot import describe, read_file  # noqa: PLC0415 - likewise

    try:
        shared = read_file(shared_file)
        found = describe(shared, site_url, now)
    except SnapshotRefused as error:
        return msgspec.structs.replace(own, why=_within(error))
    except StoreError as error:
        problem = _passed_over(shared_file, error)
        return msgspec.structs.replace(own, why=_within(error), shared_problem=problem)
    if header is None:
        why = "your own cannot be used" if own_problem else "you have none of your own"
    elif found.generation.synced_at > header.generation.synced_at:
        why = "it is newer than your own"
    else:
        return msgspec.structs.replace(own, shared=shared, why="your own is as new or newer")
    return Choice(header=found, own_problem=own_problem, shared=shared, uses_shared=True, why=why)


def _own(store: CatalogStore, in_lines: bool) -> AtHand:
    try:
        store.prepare()
        catalog = store.load(in_lines=in_lines)
    except StoreError as error:
        return AtHand(None, notice=str(error))
    return AtHand(catalog, notice=store.notice)


def _passed_over(file: Path, error: StoreError) -> str:
    return f"The shared catalog {clean(str(file))} is passed over: {error}"


def _within(error: StoreError) -> str:
    """Return what `error` says for the inside of a sentence."""
    said = str(error)
    return f"{said[:1].lower()}{said[1:]}"


def _both(*notices: str | None) -> str | None:
    return ". ".join(filter(None, notices)) or None

"""A walk over the site's lists that ends in a whole new catalog; knows no user interface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.store.catalog_store import CatalogStore

if TYPE_CHECKING:
    from pkgtui.api.client import SiteClient


class SyncRefused(Exception):  # noqa: N818 - reads as what happened
    """The answers do not make a catalog that can be trusted; the text says why."""


@dataclass(frozen=True)
class Progress:
    """How far a sync has come: `done` of `total` (None when not known yet) in this stage."""

    stage: str
    done: int
    total: int | None
    partial: Catalog | None = None


async def walk_site(
    client: SiteClient,
    *,
    previous: Catalog | None,
    now: Callable[[], datetime],
    report: Callable[[Progress], None],
    accept_smaller: bool = False,
) -> Catalog:
    """Walk the whole site and return a new catalog."""
    raise NotImplementedError


async def sync_into(
    store: CatalogStore,
    client: SiteClient,
    *,
    previous: Catalog | None,
    now: Callable[[], datetime],
    report: Callable[[Progress], None],
    accept_smaller: bool = False,
) -> Catalog:
    """Walk the whole site and commit the new catalog."""
    raise NotImplementedError


async def refresh_package(
    client: SiteClient,
    store: CatalogStore,
    catalog: Catalog,
    key: int | str,
    now: Callable[[], datetime],
) -> tuple[Catalog, Package]:
    """Ask for one package again, keep it, and return the catalog with it laid over."""
    raise NotImplementedError

"""Whole walks over a running site of 5,400 packages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.server.recorded import THE_FIVE
from tests.server.running import SiteServer

from pkgtui.api.client import SiteClient
from pkgtui.api.errors import NotFound, Refused, Unreachable
from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import Kind
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.sync import Progress, SyncRefused, refresh_package, sync_into, walk_site

NOW = datetime(2026, 2, 16, tzinfo=UTC)


async def _no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
async def client(big_site: SiteServer) -> AsyncIterator[SiteClient]:
    async with SiteClient(big_site.url, pause=_no_pause) as client:
        yield client


async def _walk(
    client: SiteClient,
    previous: Catalog | None = None,
    report: Callable[[Progress], None] = lambda _progress: None,
) -> Catalog:
    return await walk_site(client, previous=previous, now=lambda: NOW, report=report)


def _kept(catalog: Catalog) -> list[int]:
    return [package.id for package in catalog.packages]


async def test_a_whole_walk_brings_everything_in_fifteen_requests(
    client: SiteClient, big_site: SiteServer
) -> None:
    catalog = await _walk(client)
    directory = big_site.directory
    assert _kept(catalog) == [package["id"] for package in directory.packages]
    assert [grid.id for grid in catalog.grids] == [grid["id"] for grid in directory.grids]
    assert len(catalog.categories) == len(directory.categories)
    assert catalog.archived == directory.archived
    assert catalog.generation.refused == 0
    assert all(catalog.package(key) for key in THE_FIVE)
    requests = big_site.requests("/")
    assert len(requests) <= 15
    assert max(request.at_once for request in requests) <= 4


async def test_rows_that_move_during_the_walk_are_neither_lost_nor_doubled(
    client: SiteClient, big_site: SiteServer
) -> None:
    ids = big_site.package_ids()
    big_site.after_list_request(2, add=3)
    big_site.after_list_request(4, remove=[*ids[:40], ids[-1]])
    big_site.after_list_request(7, add=1, remove=ids[2000:2003])
    assert _kept(await _walk(client)) == await asyncio.to_thread(big_site.package_ids)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "headers": {"Retry-After": "1"}},
        {"status": 500},
        {"drop": True},
        {"cut": 5000},
    ],
    ids=["429", "500", "reset", "cut"],
)
async def test_trouble_that_passes_costs_no_rows(
    client: SiteClient, big_site: SiteServer, fault: dict[str, Any]
) -> None:
    big_site.fault("packages/.*offset=1", times=2, **fault)
    assert len((await _walk(client)).packages) == 5400
    assert len(big_site.requests("packages/")) > 12  # The site was asked again, and for less.


async def test_a_site_that_cannot_bear_large_pages_is_asked_for_smaller_ones(
    client: SiteClient, big_site: SiteServer
) -> None:
    big_site.fault("packages/.*limit=(500|250)", times=None, status=504)
    assert len((await _walk(client)).packages) == 5400


async def test_an_untrue_count_does_not_make_a_catalog(
    client: SiteClient, big_site: SiteServer
) -> None:
    big_site.set_count_lie(6000)
    with pytest.raises(SyncRefused, match="lists 6,000 packages, but 5,400 could be had"):
        await _walk(client)


async def test_a_spoilt_row_costs_itself_and_is_counted(
    client: SiteClient, big_site: SiteServer
) -> None:
    big_site.spoil(1776, commits_over_52=[-3])
    catalog = await _walk(client)
    assert catalog.generation.refused == 1
    assert len(catalog.packages) == 5399
    assert catalog.package(1776) is None


async def test_without_a_sitemap_it_is_not_known_what_is_archived(
    client: SiteClient, big_site: SiteServer
) -> None:
    big_site.fault("sitemap", times=None, status=403)
    assert (await _walk(client)).archived is None


async def test_a_walk_that_is_cancelled_or_fails_leaves_the_old_catalog(
    client: SiteClient, big_site: SiteServer, tmp_path: Path
) -> None:
    store = await asyncio.to_thread(CatalogStore.open, tmp_path)
    steps: list[Progress] = []

    async def sync(previous: Catalog | None) -> Catalog:
        synced = await sync_into(
            store, client, previous=previous, now=lambda: NOW, report=steps.append
        )
        assert synced.unkept is None
        return synced.catalog

    first = await sync(None)
    assert [step.stage for step in steps][-2:] == ["saving", "saving"]
    assert any(step.partial for step in steps)

    big_site.fault("offset=2", times=None, hold=True)
    walk = asyncio.create_task(sync(first))
    await asyncio.to_thread(big_site.wait_for_requests, 1, "offset=2")
    walk.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walk
    assert asyncio.all_tasks() == {asyncio.current_task()}

    await asyncio.to_thread(big_site.reset)
    big_site.fault("packages/.*offset=3", times=None, status=403)
    with pytest.raises(Refused):
        await sync(first)

    kept = await asyncio.to_thread(store.load)
    await asyncio.to_thread(store.close)
    assert kept is not None
    assert _kept(kept) == _kept(first)
    assert kept.generation == first.generation


async def test_one_package_is_refreshed_and_kept(
    client: SiteClient, big_site: SiteServer, tmp_path: Path
) -> None:
    store = await asyncio.to_thread(CatalogStore.open, tmp_path)
    before = await sync_into(
        store, client, previous=None, now=lambda: NOW, report=lambda _progress: None
    )
    later = NOW + timedelta(hours=2)
    big_site.spoil(5924, repo_watchers=1300)

    package, fetched_at, unkept = await refresh_package(
        client, store, "procrastinate", lambda: later
    )

    assert (package.stars, fetched_at, unkept) == (1300, later, None)
    kept = await asyncio.to_thread(store.load)
    assert kept is not None
    assert kept.package(5924) == package
    assert kept.fetched_at(package) == later
    assert len(kept.packages) == len(before.catalog.packages)
    with pytest.raises(NotFound):
        await refresh_package(client, store, "no-such-package", lambda: later)
    await asyncio.to_thread(store.close)


async def test_a_site_that_is_gone_is_told_soon(big_site: SiteServer) -> None:
    big_site.fault(times=None, drop=True)
    async with SiteClient(big_site.url, pause=_no_pause) as client:
        with pytest.raises(Unreachable):
            await _walk(client)
    assert len(big_site.requests()) < 40


async def test_each_sync_tells_what_the_site_changed_since_the_one_before(
    client: SiteClient, big_site: SiteServer, tmp_path: Path
) -> None:
    store = await asyncio.to_thread(CatalogStore.open, tmp_path)
    days = iter(NOW + timedelta(days=day) for day in range(9))

    async def sync(previous: Catalog | None) -> Catalog:
        today = next(days)
        synced = await sync_into(
            store, client, previous=previous, now=lambda: today, report=lambda _progress: None
        )
        return synced.catalog

    async def told() -> list[tuple[datetime, Kind, int]]:
        history = await asyncio.to_thread(store.history)
        assert history is not None
        assert history.since == NOW
        return [
            (change.seen_at, change.kind, change.package.id)
            for change in history.changes
            if change.package and change.kind is not Kind.JOINED
        ]

    catalog = await sync(None)
    assert await told() == []

    gone = catalog.packages[100].id
    (new,) = await asyncio.to_thread(big_site.add_packages, 1)
    await asyncio.to_thread(big_site.remove_packages, [gone])
    big_site.spoil(5924, pypi_version="9.9.9", repo_watchers=2000)
    catalog = await sync(catalog)
    found = [(Kind.GONE, gone), (Kind.RELEASED, 5924), (Kind.NEW, new), (Kind.STARS, 5924)]
    on_first_day = [(NOW + timedelta(days=1), *one) for one in found]
    assert await told() == on_first_day

    big_site.fault("offset=2", times=None, status=403)
    with pytest.raises(Refused):
        await sync(catalog)
    assert await told() == on_first_day

    # The site is again what it was.
    await asyncio.to_thread(big_site.reset)
    await sync(catalog)
    found = [(Kind.GONE, new), (Kind.RELEASED, 5924), (Kind.NEW, gone), (Kind.STARS, 5924)]
    assert await told() == [(NOW + timedelta(days=3), *one) for one in found] + on_first_day
    await asyncio.to_thread(store.close)

"""The dashboard against a real site: first walk, stale catalogs, failures, a whole session."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from tests.server.running import SiteServer
from tests.tui.harness import NARROW, Viewer, dashboard, settings_in, viewing

from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import Kind
from pkgtui.store.catalog_store import CatalogStore

NOW = datetime.now(UTC)


def synced(viewer: Viewer) -> bool:
    catalog = viewer.app.state.catalog
    return catalog is not None and catalog.generation.complete and not viewer.app.state.sync.running


async def released(site: SiteServer) -> None:
    """Let the request that is held go on, once it has arrived."""
    await asyncio.to_thread(site.wait_for_requests, 1, "/v4/packages/")
    site.release()


def kept(folder: Path, site: SiteServer) -> Catalog | None:
    """The catalog as the next start will find it."""
    store = CatalogStore.open(settings_in(folder, site_url=site.url).site_cache)
    try:
        return store.load()
    finally:
        store.close()


def live(
    folder: Path, site: SiteServer, *, now: datetime = NOW, offline: bool = False
) -> AbstractAsyncContextManager[Viewer]:
    return viewing(dashboard(folder, sample=False, now=now, site_url=site.url, offline=offline))


async def test_a_whole_session_from_empty_to_offline(tmp_path: Path, big_site: SiteServer) -> None:
    async with live(tmp_path, big_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        await viewer.sees("5,400 packages", "synced just now", "online")
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 4000)
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("364 commits · peak 41", "fetched just now")
    asked = len(big_site.requests())
    assert asked > 0

    async with live(tmp_path, big_site, offline=True) as viewer:
        await viewer.sees("5,400 packages", "offline")
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.sees("364 commits · peak 41")
    assert len(big_site.requests()) == asked


async def test_what_has_arrived_can_be_browsed_before_the_first_walk_ends(
    tmp_path: Path, big_site: SiteServer
) -> None:
    big_site.fault(match=r"/v4/packages/.*offset=[1-9]", hold=True)
    async with live(tmp_path, big_site) as viewer:
        await viewer.until(lambda: viewer.app.state.catalog is not None)
        catalog = viewer.app.state.catalog
        assert catalog is not None
        assert not catalog.generation.complete
        await viewer.opens("CategoriesScreen")
        await viewer.sees("so far", "syncing packages")
        await viewer.press("tab", "enter")
        await viewer.opens("PackageScreen")
        await released(big_site)
        await viewer.until(lambda: synced(viewer))
        await viewer.press("escape")
        await viewer.sees("5,400 packages")


async def test_a_fresh_catalog_is_shown_without_asking(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
    small_site.clear()
    async with live(tmp_path, small_site, now=NOW + timedelta(hours=23)) as viewer:
        await viewer.sees("60 packages", "synced 23 h ago")
    assert small_site.requests() == []


async def test_a_stale_catalog_is_shown_at_once_and_refreshed_behind(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
    small_site.add_packages(3)
    small_site.clear()
    small_site.fault(match="/v4/packages/", hold=True)
    async with live(tmp_path, small_site, now=NOW + timedelta(hours=25)) as viewer:
        await viewer.until(lambda: viewer.app.state.sync.running)
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        await released(small_site)
        await viewer.sees("63 packages", "synced just now")


async def test_the_package_in_view_is_refreshed_when_older_than_an_hour(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
    small_site.clear()
    small_site.spoil(5924, repo_watchers=1300)
    async with live(tmp_path, small_site, now=NOW + timedelta(hours=2)) as viewer:
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.sees("★ 1,300", "fetched just now")
        await viewer.press("escape", "slash", *"django-q", "enter")
    asked = [request.path for request in small_site.requests("packages/5924")]
    assert len(asked) == 1
    catalog = kept(tmp_path, small_site)
    assert catalog is not None
    package = catalog.package(5924)
    assert package is not None
    assert package.stars == 1300


async def test_a_dashboard_left_open_refreshes_what_has_become_stale(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.opens("PackageScreen")
        small_site.clear()
        viewer.app.state.now = lambda: NOW + timedelta(hours=2)
        viewer.app.look_again()
        await viewer.until(lambda: small_site.requests("packages/5924"))
        first = viewer.app.state.catalog
        viewer.app.state.now = lambda: NOW + timedelta(hours=30)
        viewer.app.look_again()
        await viewer.until(lambda: viewer.app.state.catalog is not first and synced(viewer))
        assert small_site.requests("categories/")


def brought_by_another(folder: Path, site: SiteServer, synced_at: datetime) -> None:
    """Store what is stored once more, as another program would that walked at that time."""
    catalog = kept(folder, site)
    assert catalog is not None
    generation = msgspec.structs.replace(catalog.generation, synced_at=synced_at)
    store = CatalogStore.open(settings_in(folder, site_url=site.url).site_cache)
    store.commit(msgspec.structs.replace(catalog, generation=generation))
    store.close()


async def test_a_newer_catalog_of_another_program_is_offered_and_taken(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        await viewer.press("u")
        brought_by_another(tmp_path, small_site, NOW - timedelta(hours=1))
        viewer.app.look_for_newer()
        await viewer.until(lambda: not list(viewer.app.workers))
        assert not viewer.app.state.newer
        brought_by_another(tmp_path, small_site, NOW + timedelta(hours=1))
        viewer.app.look_for_newer()
        await viewer.sees("a newer catalog is there", "u Newer catalog")
        await viewer.until(lambda: "u shows it" in viewer.notices)
        viewer.app.state.now = lambda: NOW + timedelta(hours=2)
        await viewer.press("u")
        await viewer.sees("online", "synced 1 h ago")
        assert "Newer catalog" not in viewer.text


async def test_a_newer_catalog_of_another_program_spares_a_walk(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        brought_by_another(tmp_path, small_site, NOW + timedelta(hours=29))
        small_site.clear()
        viewer.app.look_for_newer()
        await viewer.until(lambda: viewer.app.state.newer)
        viewer.app.state.now = lambda: NOW + timedelta(hours=30)
        viewer.app.look_again()
        await viewer.sees("online", "synced 1 h ago")
    assert small_site.requests() == []


async def test_r_forces_the_package_in_view_and_shift_r_the_directory(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.opens("PackageScreen")
        small_site.clear()
        await viewer.press("r")
        await viewer.until(lambda: small_site.requests("packages/5924"))
        first = viewer.app.state.catalog
        await viewer.press("R")
        await viewer.until(lambda: viewer.app.state.catalog is not first and synced(viewer))
        assert small_site.requests("categories/")


async def test_a_failed_refresh_keeps_what_is_shown_and_says_why(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        small_site.fault(times=None, status=503, headers={"Retry-After": "3600"})
        await viewer.press("R")
        await viewer.until(lambda: viewer.app.state.sync.failure)
        await viewer.until(lambda: "What was there is still shown" in viewer.notices)
        await viewer.sees("last sync failed", "60 packages")
    assert kept(tmp_path, small_site) is not None


async def test_without_a_catalog_and_a_site_the_sample_is_offered(
    tmp_path: Path, small_site: SiteServer
) -> None:
    small_site.fault(times=None, status=503, headers={"Retry-After": "3600"})
    async with live(tmp_path, small_site) as viewer:
        await viewer.sees("There is no catalog on this machine yet", "d to look at the built-in")
        await viewer.press("d")
        await viewer.sees("SAMPLE DATA", "Categories")
    assert kept(tmp_path, small_site) is None


async def test_after_a_failed_first_walk_it_can_be_tried_again(
    tmp_path: Path, small_site: SiteServer
) -> None:
    small_site.fault(times=None, status=503, headers={"Retry-After": "3600"})
    async with live(tmp_path, small_site) as viewer:
        await viewer.sees("Press r to try again")
        small_site.reset()
        await viewer.press("r")
        await viewer.until(lambda: synced(viewer))
        await viewer.sees("60 packages")


async def test_offline_without_a_catalog_says_so_and_asks_nothing(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site, offline=True) as viewer:
        await viewer.sees("told to stay offline", "without --offline")
        await viewer.press("d")
        await viewer.sees("SAMPLE DATA")
    assert small_site.requests() == []


async def test_a_walk_can_be_stopped(tmp_path: Path, small_site: SiteServer) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        before = viewer.app.state.catalog
        small_site.fault(match="/v4/packages/", hold=True)
        await viewer.press("R")
        await viewer.sees("syncing")
        await viewer.press("x")
        await viewer.until(lambda: not viewer.app.state.sync.running)
        assert viewer.app.state.catalog is before
        await released(small_site)


async def test_the_sites_own_search_is_joined_in(tmp_path: Path, small_site: SiteServer) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        (added,) = small_site.add_packages(1)
        newest = small_site.package_ids()[0]
        assert newest == added
        await viewer.press("slash", *"procrastinate")
        await viewer.sees("with the site's own search", "both")
        slugs = [hit.slug for hit in viewer.rows()]
        assert len(slugs) == len(set(slugs))
        kept = viewer.app.state.site_hits["procrastinate"]
        assert kept.weight is not None


async def test_small_terminals_show_the_progress_too(
    tmp_path: Path, small_site: SiteServer
) -> None:
    small_site.fault(match="/v4/packages/", hold=True)
    app = dashboard(tmp_path, sample=False, now=NOW, site_url=small_site.url)
    async with viewing(app, NARROW) as viewer:
        await viewer.sees("Fetching the directory from", "for the first time")
        await released(small_site)
        await viewer.until(lambda: synced(viewer))


async def test_what_the_site_changed_between_two_visits(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with live(tmp_path, small_site) as viewer:
        await viewer.until(lambda: synced(viewer))
        await viewer.press("slash", *"procrastinate", "tab", "w")
        await viewer.until(lambda: viewer.app.state.personal.watched)
        gone = viewer.app.state.catalog.packages[9]  # type: ignore[union-attr] # it is synced
    (new,) = small_site.add_packages(1)
    small_site.remove_packages([gone.id])
    small_site.spoil(5924, pypi_version="9.9.9")

    async with live(tmp_path, small_site, now=NOW + timedelta(days=2)) as viewer:
        await viewer.until(lambda: synced(viewer) and viewer.app.state.unseen())
        await viewer.press("5")
        await viewer.sees("changes since", "1 of what is watched")
        changes = [it for it in viewer.rows("#changes Table") if it.kind is not Kind.JOINED]
        assert [(it.kind, it.package.id) for it in changes] == [
            (Kind.RELEASED, 5924),
            (Kind.GONE, gone.id),
            (Kind.NEW, new),
        ]
        await viewer.sees("3.7.2 → 9.9.9")
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("9.9.9", "◎ watched")

    # What another sync brings nothing of is over, and what was shown is known.
    later = NOW + timedelta(days=4)
    async with live(tmp_path, small_site, now=later) as viewer:
        await viewer.until(lambda: synced(viewer))
        await viewer.press("5")
        await viewer.sees("Nothing new since the sync of")

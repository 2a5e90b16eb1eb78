"""The dashboard where syncs come from a snapshot, and where users of a machine share a catalog."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.server.running import SiteServer
from tests.tui.harness import Viewer, dashboard, settings_in, viewing
from tests.unit.catalogs import catalog, package

from pkgtui.models.catalog import Catalog, Generation
from pkgtui.store import snapshot
from pkgtui.store.catalog_store import CatalogStore

NOW = datetime.now(UTC)
PATH = "/published/catalog.pkgtui"


def walked(site: SiteServer, hours_ago: float, packages: int = 10) -> Catalog:
    """Return a catalog that somebody else walked."""
    synced_at = NOW - timedelta(hours=hours_ago)
    rows = (package(key) for key in range(packages, 0, -1))
    return catalog(*rows, generation=Generation(site_url=site.url, synced_at=synced_at))


def publish(site: SiteServer, kept: Catalog | bytes, etag: str) -> None:
    site.reset()
    body = kept if isinstance(kept, bytes) else snapshot.pack(kept)
    site.fault(PATH, times=None, status=200, body=body, headers={"ETag": f'"{etag}"'})


def live(folder: Path, site: SiteServer, **chosen: Any) -> AbstractAsyncContextManager[Viewer]:
    return viewing(dashboard(folder, sample=False, now=NOW, site_url=site.url, **chosen))


def following(folder: Path, site: SiteServer) -> AbstractAsyncContextManager[Viewer]:
    return live(folder, site, sync_from=site.url + PATH)


async def test_the_first_catalog_comes_from_the_snapshot_and_the_header_says_so(
    tmp_path: Path, small_site: SiteServer
) -> None:
    publish(small_site, walked(small_site, 2), "1")
    async with following(tmp_path, small_site) as viewer:
        host = small_site.url.removeprefix("http://")
        await viewer.sees(f"from {host} · synced 2 h ago", "of 10 packages")
        assert "online" not in viewer.text
        # A package is opened, and searched for, without a question to the site.
        await viewer.press("3", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("fetched 2 h ago")
        await viewer.press("slash", *"package")
        await viewer.opens("SearchScreen")
        await viewer.until(viewer.rows)
        assert {request.path for request in small_site.requests()} == {PATH}
        # It is asked where the person wants it.
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.press("r")
        await viewer.until(lambda: small_site.requests("/api/v4/packages/"))
        assert small_site.requests("/search/") == []


async def test_nothing_new_leaves_the_data_as_old_as_they_are(
    tmp_path: Path, small_site: SiteServer
) -> None:
    publish(small_site, walked(small_site, 30), "1")
    async with following(tmp_path, small_site) as viewer:
        await viewer.sees("of 10 packages", "synced 30 h ago")
    small_site.reset()
    small_site.fault(PATH, times=None, status=304)
    async with following(tmp_path, small_site) as viewer:
        # It is stale, so the start asks by itself and says nothing of it.
        await viewer.until(lambda: len(small_site.requests(PATH)) == 1)
        await viewer.until(lambda: not viewer.app.state.sync.running)
        await viewer.sees("synced 30 h ago")
        assert viewer.notices == ""
        await viewer.press("R")
        await viewer.until(lambda: "has no newer catalog." in viewer.notices)
        await viewer.sees("synced 30 h ago")
        publish(small_site, walked(small_site, 1, 12), "2")
        await viewer.press("R")
        await viewer.sees("12 packages", "synced 1 h ago")
        await viewer.until(lambda: viewer.app.state.history is not None)
        await viewer.until(lambda: len(viewer.app.state.unseen()) > 0)


async def test_what_is_no_snapshot_is_told_and_the_catalog_stays(
    tmp_path: Path, small_site: SiteServer
) -> None:
    publish(small_site, walked(small_site, 30), "1")
    async with following(tmp_path, small_site) as viewer:
        await viewer.sees("10 packages")
        publish(small_site, b"<html>Sign in</html>", "2")
        await viewer.press("R")
        await viewer.until(lambda: "not a snapshot of pkgtui" in viewer.notices)
        assert "What was there is still shown." in viewer.notices
        await viewer.sees("10 packages", "last sync failed")
        # Much less is taken when the person says so.
        publish(small_site, walked(small_site, 1, 3), "3")
        await viewer.press("R")
        await viewer.until(lambda: "now lists 3 packages" in viewer.notices)
        await viewer.press("A")
        await viewer.sees("3 packages", "synced 1 h ago")


async def test_a_shared_catalog_is_shown_and_a_sync_makes_an_own_one(
    tmp_path: Path, small_site: SiteServer
) -> None:
    shared = tmp_path / "shared.pkgtui"
    before = snapshot.pack(walked(small_site, 2))
    shared.write_bytes(before)
    async with live(tmp_path, small_site, system_catalog=shared) as viewer:
        await viewer.sees("10 packages", "shared, synced 2 h ago")
        assert small_site.requests() == []
        await viewer.press("R")
        await viewer.sees("60 packages", "synced just now")
        assert "shared" not in viewer.lines[0]
    assert shared.read_bytes() == before
    settings = settings_in(tmp_path, site_url=small_site.url)
    with closing(CatalogStore.open(settings.site_cache)) as store:
        found = store.load()
    assert found is not None
    assert len(found.packages) == 60


async def test_a_shared_catalog_that_is_stale_is_refreshed_behind(
    tmp_path: Path, small_site: SiteServer
) -> None:
    shared = tmp_path / "shared.pkgtui"
    shared.write_bytes(snapshot.pack(walked(small_site, 40, 55)))
    publish(small_site, walked(small_site, 1, 56), "1")
    chosen = {"system_catalog": shared, "sync_from": small_site.url + PATH}
    async with live(tmp_path, small_site, **chosen) as viewer:
        await viewer.sees("56 packages", "synced 1 h ago")


async def test_a_damaged_shared_catalog_is_told_at_the_start(
    tmp_path: Path, small_site: SiteServer
) -> None:
    shared = tmp_path / "shared.pkgtui"
    shared.write_bytes(snapshot.pack(walked(small_site, 2))[:-1])
    async with live(tmp_path, small_site, system_catalog=shared) as viewer:
        await viewer.until(lambda: "shared.pkgtui is passed over" in viewer.notices)
        await viewer.sees("60 packages", "synced just now")

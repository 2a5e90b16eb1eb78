"""What could stand in for a package, and what the site says has replaced it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from tests.server.running import SiteServer
from tests.tui.harness import NARROW, Viewer, dashboard, viewing, viewing_sample

from pkgtui.models.health import Verdict, verdict
from pkgtui.models.notice import Notice


async def open_package(viewer: Viewer, name: str) -> None:
    await viewer.press("slash", *name)
    await viewer.until(lambda: viewer.rows("#hits"))
    await viewer.press("enter")
    await viewer.opens("PackageScreen")


@pytest.mark.parametrize("size", [NARROW, (120, 40)])
async def test_what_replaces_django_cron(tmp_path: Path, size: tuple[int, int]) -> None:
    async with viewing_sample(tmp_path, size) as viewer:
        await open_package(viewer, "django-cron")
        await viewer.sees("Instead of it: sage-cron ★ 103 ● good", "i shows all 12")
        await viewer.press("i")
        await viewer.opens("AlternativesScreen")
        await viewer.sees("Instead of django-cron · 12 packages, the best first")
        await viewer.sees("in 1 grid with it, both speak of cron")
        state = viewer.app.state
        catalog = state.catalog
        assert catalog is not None
        best = viewer.current()
        assert verdict(catalog, best.package) is Verdict.GOOD
        await viewer.press("space", "j", "space", "c")
        await viewer.opens("CompareScreen")
        await viewer.sees("sage-cron", "Compare · 2 packages")
        await viewer.press("escape", "k", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("sage-cron")


async def test_the_sample_and_offline_ask_nothing(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        catalog = viewer.app.state.catalog
        assert catalog is not None
        assert catalog.archived
        archived = catalog.packages[catalog.row_by_id[min(catalog.archived)]]
        await open_package(viewer, archived.slug)
        await viewer.sees("Instead of it: ")
        assert viewer.app.state.notices == {}


async def test_what_the_page_says_is_asked_for_once_and_comes_first(
    tmp_path: Path, small_site: SiteServer
) -> None:
    key = min(small_site.directory.archived)
    old = next(one for one in small_site.directory.packages if one["id"] == key)
    small_site.replace(key, by="procrastinate")
    app = dashboard(tmp_path, sample=False, now=datetime.now(UTC), site_url=small_site.url)
    async with viewing(app) as viewer:
        await viewer.until(lambda: app.state.catalog is not None and app.state.catalog.archived)
        await viewer.until(lambda: not app.state.sync.running)
        await open_package(viewer, "procrastinate")
        await viewer.press("escape", "escape")
        assert small_site.requests("/packages/p/") == [], "an active package has no successor"
        await open_package(viewer, old["slug"])
        await viewer.sees("Replaced by procrastinate, says the site.")
        assert len(small_site.requests("/packages/p/")) == 1
        await viewer.press("i")
        await viewer.opens("AlternativesScreen")
        assert viewer.rows()[0].package.slug == "procrastinate"
        await viewer.sees("replaces it, says the site")
        await viewer.press("escape")
        await viewer.opens("PackageScreen")
        assert len(small_site.requests("/packages/p/")) == 1, "once in a session"


async def test_a_page_that_cannot_be_read_is_told(tmp_path: Path, small_site: SiteServer) -> None:
    key = min(small_site.directory.archived)
    old = next(one for one in small_site.directory.packages if one["id"] == key)
    small_site.fault("/packages/p/", times=None, body=json.dumps({"no": "page"}), status=200)
    app = dashboard(tmp_path, sample=False, now=datetime.now(UTC), site_url=small_site.url)
    async with viewing(app) as viewer:
        await viewer.until(lambda: app.state.catalog is not None and app.state.catalog.archived)
        await viewer.until(lambda: not app.state.sync.running)
        await open_package(viewer, old["slug"])
        await viewer.sees("What replaced it could not be asked.")


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (Notice(deprecated=True), "Deprecated, says the site, and names nothing in its place."),
        (Notice(archived=True), "Its repository was archived, says the site."),
        (Notice(deprecated=True, replacement="[b]x"), "Replaced by [b]x, says the site."),
    ],
)
async def test_what_the_page_says_is_told(tmp_path: Path, notice: Notice, said: str) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        catalog = viewer.app.state.catalog
        assert catalog is not None
        package = catalog.package("django-q")
        assert package is not None
        viewer.app.state.notices[package.id] = notice
        await open_package(viewer, "django-q")
        await viewer.sees(said)
        marked = msgspec.structs.replace(notice, replacement="procrastinate")
        viewer.app.state.notices[package.id] = marked
        await viewer.press("i")
        await viewer.sees("replaces it, says the site", "Procrastinate")

"""The dashboard while the site misbehaves: keys are answered, the old catalog stays, it is told."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.server.running import SiteServer
from tests.server.troubles import BODIES, LINES, LISTS, REDIRECTS, RETRY_AFTER, Trouble
from tests.tui.harness import Viewer, dashboard, viewing

from pkgtui.models.catalog import Catalog

pytestmark = pytest.mark.usefixtures("hurried")

# The promise is 0.2 s on an idle machine; here others may be at work.
PATIENCE = 1.0
BIG = 8 * 2**20 - 200


@asynccontextmanager
async def browsing(folder: Path, site: SiteServer) -> AsyncIterator[tuple[Viewer, Catalog]]:
    """Show the packages of the site, with its catalog."""
    async with viewing(
        dashboard(folder, sample=False, now=datetime.now(UTC), site_url=site.url)
    ) as viewer:
        await viewer.until(lambda: idle(viewer))
        await viewer.press("3")
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        catalog = viewer.app.state.catalog
        assert catalog is not None
        assert len(catalog.packages) == 60
        yield viewer, catalog


def idle(viewer: Viewer) -> bool:
    catalog = viewer.app.state.catalog
    return catalog is not None and catalog.generation.complete and not viewer.app.state.sync.running


async def slowest_key(viewer: Viewer) -> float:
    """Refresh, and press keys until that ends; return the longest time one took to be answered."""
    before = viewer.app.state.sync
    viewer.app.simulate_key("R")
    table = viewer.table("PackageList Table")
    slowest, down = 0.0, True
    while viewer.app.state.sync is before or viewer.app.state.sync.running:
        began = time.perf_counter()
        wanted = table.cursor + (1 if down else -1)
        viewer.app.simulate_key("j" if down else "k")
        while table.cursor != wanted:
            assert time.perf_counter() - began < 20
            await asyncio.sleep(0.001)
        slowest = max(slowest, time.perf_counter() - began)
        down = not down
    return slowest


async def refreshed(viewer: Viewer, site: SiteServer, trouble: Trouble) -> float:
    """Refresh from a site in trouble; return the longest time a key took meanwhile."""
    await asyncio.to_thread(site.reset)
    await asyncio.to_thread(trouble.begin, site)
    viewer.app.clear_notifications()
    slowest = await slowest_key(viewer)
    await asyncio.to_thread(site.release)
    await viewer.until(lambda: idle(viewer))
    return slowest


@pytest.mark.parametrize(
    "troubles", [LINES, RETRY_AFTER, BODIES, REDIRECTS, LISTS], ids=lambda group: group[0].name
)
async def test_keys_are_answered_and_the_old_catalog_stays(
    tmp_path: Path, small_site: SiteServer, troubles: tuple[Trouble, ...]
) -> None:
    async with browsing(tmp_path, small_site) as (viewer, catalog):
        for trouble in troubles:
            slowest = await refreshed(viewer, small_site, trouble)
            assert slowest < PATIENCE, trouble.name
            assert viewer.app.state.sync.failure, trouble.name
            assert "What was there is still shown. " in viewer.notices, trouble.name
            assert viewer.app.state.catalog is catalog, trouble.name
        await viewer.sees("60 packages", "last sync")


def page(*rows: dict[str, Any]) -> bytes:
    filled = [{"id": 1, "title": "t", "slug": "s", **row} for row in rows]
    return json.dumps({"count": len(rows), "results": filled}, ensure_ascii=False).encode()


def slow_to_read() -> dict[str, bytes]:
    return {
        "a long title": page({"title": "\U0001f600" + "x" * BIG}),
        "a title to clean": page({"title": "a\u200b" * (BIG // 4)}),
        "broken letters": b'"' + b"a\xff" * (BIG // 2) + b'"',
        "many values": b'{"count":1,"results":[' + b'{"a":1},' * 124_000 + b"1]}",
        "many floats": b"[" + b"1.2345678901e5," * 249_000 + b"1]",
        "many nests": b"[" + b",".join([b"[" * 490 + b"]" * 490] * 500) + b"]",
        "many people": page({"participants": ["é\u200b" * 400] * 4_000}),
        "a sitemap": b"<urlset>" + b"<loc>http://h/packages/p/abc/</loc>" * (BIG // 36),
        "one place": b"<urlset><loc>http://h/packages/p/" + b"a%20" * (BIG // 4 - 20) + b"/</loc>",
    }


async def test_keys_are_answered_while_the_slowest_answers_are_read(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with browsing(tmp_path, small_site) as (viewer, _):
        for name, body in slow_to_read().items():
            headers = {"Content-Type": "application/json"}
            match = "sitemap" if body.startswith(b"<urlset") else "v4/packages"
            fault = {"match": match, "status": 200, "headers": headers, "body": body}
            slowest = await refreshed(viewer, small_site, Trouble(name, "", fault=fault))
            assert slowest < PATIENCE, name
            assert viewer.app.state.catalog is not None
            assert len(viewer.app.state.catalog.packages) == 60, name


async def test_a_site_that_wants_to_be_left_alone_is(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with browsing(tmp_path, small_site) as (viewer, _):
        small_site.fault("v4", status=503, headers={"Retry-After": "3600"})
        await slowest_key(viewer)
        small_site.clear()
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.press("r")
        await viewer.sees("asked to be left alone; that lasts 60 min more")
        assert small_site.requests() == []
        # Who asks for everything wants to know how it is now.
        await viewer.press("R")
        await viewer.until(lambda: idle(viewer) and not viewer.app.state.sync.failure)
        assert small_site.requests("v4/packages")


async def test_a_directory_that_shrank_is_taken_when_the_person_says_so(
    tmp_path: Path, small_site: SiteServer
) -> None:
    async with browsing(tmp_path, small_site) as (viewer, catalog):
        await viewer.press("A")
        assert not viewer.app.state.sync.running
        small_site.remove_packages(small_site.package_ids()[10:])
        await viewer.press("R")
        await viewer.until(lambda: viewer.app.state.sync.failure)
        await viewer.until(lambda: "The site now lists 10 packages" in viewer.notices)
        assert "If you believe it, A takes it all the same." in viewer.notices
        await viewer.sees("last sync refused: A takes it", "60 packages")
        assert viewer.app.state.catalog is catalog
        await viewer.press("A")
        await viewer.until(lambda: viewer.app.state.catalog is not catalog and idle(viewer))
        await viewer.sees("10 packages", "online")
        assert len(viewer.rows("PackageList Table")) <= 10

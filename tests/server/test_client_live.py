"""The client against a running site: what only a real connection shows."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable

import pytest
from tests.server.recorded import THE_FIVE, recording
from tests.server.running import SiteServer

from pkgtui import __version__
from pkgtui.api import schema
from pkgtui.api.client import SiteClient
from pkgtui.api.errors import BadAnswer, NoConnection, NotFound, Refused, Unreachable
from pkgtui.models.entries import Package
from pkgtui.models.notice import Notice


class Pauses(list[float]):
    """Pauses as they were asked for; none is made."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def client(small_site: SiteServer, pauses: Pauses) -> AsyncIterator[SiteClient]:
    async with SiteClient(small_site.url, pause=pauses) as client:
        yield client


@pytest.mark.parametrize("key", THE_FIVE)
async def test_the_five_packages_come_by_id_and_by_slug(client: SiteClient, key: int) -> None:
    recorded = recording(f"package_{key}_by_id")
    expected = schema.read_entry(Package, recorded.body.encode())
    assert await client.package(key) == expected
    assert await client.package(str(key)) == expected
    assert await client.package(expected.slug) == expected


async def test_grids_and_categories_come_alone_and_in_lists(
    client: SiteClient, small_site: SiteServer
) -> None:
    grids = await client.grids(0, 500)
    assert (len(grids.items), grids.count, grids.refused) == (12, 12, 0)
    grid = grids.items[3]
    assert await client.grid(grid.id) == await client.grid(grid.slug) == grid
    categories = await client.categories(0, 500)
    assert await client.category(categories.items[0].id) == categories.items[0]
    page = await client.packages(10, 5)
    assert page.count == 60
    assert list(page.ids) == small_site.package_ids()[10:15]
    assert (await client.packages(1000, 5)).ids == ()


async def test_the_search_of_the_site_and_its_sitemap(
    client: SiteClient, small_site: SiteServer
) -> None:
    hits = await client.search("procrastinate")
    assert ("package", "procrastinate") in [(hit.item_type, hit.slug) for hit in hits]
    assert await client.search("\x00") == []
    slugs = await client.active_slugs()
    archived = small_site.directory.archived
    assert slugs == {
        package["slug"]
        for package in small_site.directory.packages
        if package["id"] not in archived
    }


async def test_the_page_of_a_package_says_what_replaced_it(
    client: SiteClient, small_site: SiteServer
) -> None:
    small_site.replace(2948, by="django-q2")
    notice = await client.notice("django-q")
    assert notice == Notice(
        deprecated=True, replacement="django-q2", link="https://index.example/project/django-q2/"
    )
    [request] = small_site.requests("/packages/p/django-q/")
    assert request.headers["Accept"] == "text/html"
    assert await client.notice("procrastinate") == Notice()
    gone = min(small_site.directory.archived)
    slug = next(one["slug"] for one in small_site.directory.packages if one["id"] == gone)
    assert await client.notice(slug) == Notice(archived=True)
    for missing in ("no-such-package", "..", "a/b"):
        with pytest.raises(NotFound):
            await client.notice(missing)


async def test_the_site_sees_who_asks(client: SiteClient, small_site: SiteServer) -> None:
    await client.package(5924)
    [request] = small_site.requests()
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert headers["user-agent"] == f"pkgtui/{__version__}"
    assert headers["accept"] == "application/json"
    assert "cookie" not in headers


@pytest.mark.parametrize("key", ["Procrastinate", "no-such-thing", 1, 999_999])
async def test_what_is_not_there_is_not_found(client: SiteClient, key: int | str) -> None:
    with pytest.raises(NotFound, match=f"has no package {key}$"):
        await client.package(key)


async def test_a_dropped_connection_and_a_cut_answer_are_tried_again(
    client: SiteClient, small_site: SiteServer, pauses: Pauses
) -> None:
    small_site.fault(drop=True)
    assert (await client.package(5924)).id == 5924
    small_site.fault(cut=100)
    assert (await client.package(5924)).id == 5924
    assert len(pauses) == 2
    assert len(small_site.requests()) == 4


async def test_too_many_requests_are_waited_for(
    client: SiteClient, small_site: SiteServer, pauses: Pauses
) -> None:
    small_site.fault(status=429, headers={"Retry-After": "7"})
    await client.package(5924)
    assert pauses[0] >= 7
    assert client.struggling


async def test_maintenance_is_told_in_a_sentence(
    client: SiteClient, small_site: SiteServer
) -> None:
    maintenance = recording("maintenance_mode_503")
    small_site.fault(status=503, headers={"Retry-After": "3600"}, body=maintenance.body)
    with pytest.raises(Refused) as failed:
        await client.packages(0, 500)
    assert str(failed.value).endswith("answered 503 (service unavailable); it asks to wait 60 min")


async def test_a_packed_answer_is_unpacked(client: SiteClient, small_site: SiteServer) -> None:
    body = gzip.compress(recording("package_1776_by_id").body.encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    small_site.fault(status=200, headers=headers, body=body)
    assert (await client.package(5924)).id == 1776


async def test_a_sign_in_page_is_a_bad_answer(client: SiteClient, small_site: SiteServer) -> None:
    small_site.fault(status=200, body="<html>Welcome to our hotel</html>")
    with pytest.raises(BadAnswer, match="other than JSON"):
        await client.package(5924)


@pytest.mark.parametrize("wish", [{"hold": True}, {"drip": 0.1}], ids=["silence", "a drip"])
async def test_a_request_ends_when_its_time_is_up(
    small_site: SiteServer, pauses: Pauses, wish: dict[str, bool | float]
) -> None:
    small_site.fault(times=None, **wish)  # type: ignore[arg-type]  # one wish at a time
    async with SiteClient(small_site.url, timeout=0.3, pause=pauses) as client:
        with pytest.raises(Unreachable, match=r"did not answer within 0.3 s$"):
            await client.packages(0, 50)
    small_site.release()
    assert len(small_site.requests("packages")) == 1


async def test_a_cancelled_request_leaves_nothing_running(
    client: SiteClient, small_site: SiteServer
) -> None:
    small_site.fault(hold=True)
    request = asyncio.create_task(client.package(5924))
    await asyncio.to_thread(small_site.wait_for_requests)
    before = asyncio.all_tasks() - {request}
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert asyncio.all_tasks() == before
    small_site.release()
    assert (await client.package(5924)).id == 5924


async def test_where_nobody_listens_there_is_no_connection(
    unused_tcp_port_factory: Callable[[], int], pauses: Pauses
) -> None:
    address = f"127.0.0.1:{unused_tcp_port_factory()}"
    async with SiteClient(f"http://{address}", pause=pauses) as client:
        with pytest.raises(NoConnection, match=f"^There is no connection to {address}"):
            await client.package(1)
    assert len(pauses) == 3

"""A walk over a site in memory whose rows move, and whose answers may be short or untrue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.server.recorded import recording

from pkgtui.api.client import SiteClient
from pkgtui.api.errors import ApiError, Refused, TimeUp
from pkgtui.models.catalog import Catalog
from pkgtui.sync import Progress, SyncRefused, walk_site

SITE = "https://site.example"
NOW = datetime(2026, 2, 16, tzinfo=UTC)
_ROW = recording("package_2948_by_id").json()


async def _no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@dataclass
class Site:
    """The site: how many packages, how it answers, and what it does after its n-th page.

    Attributes:
        ids: Of the packages, newest first.
        most: The largest page it sends.
        moves: By the number of the page of packages after which it happens.
        count: What it claims to have, None for the truth.
    """

    ids: list[int]
    most: int = 10_000
    moves: Mapping[int, Callable[[list[int]], None]] = field(default_factory=dict)
    count: int | None = None
    unreadable: frozenset[int] = frozenset()
    nameless: frozenset[int] = frozenset()
    sitemap: bool = True
    grids: int = 3
    limits: list[int] = field(default_factory=list)
    fail: Callable[[int, int], int | None] = lambda _number, _limit: None

    async def answer(self, request: httpx.Request) -> httpx.Response:
        kind = request.url.path.rstrip("/").rpartition("/")[2]
        if kind == "sitemap-packages.xml":
            locs = "".join(f"<loc>http://other/packages/p/p-{key}/</loc>" for key in self.ids)
            text = f"<urlset>{locs}</urlset>"
            return httpx.Response(200 if self.sitemap else 404, stream=_Stream(text))
        asked = parse_qs(request.url.query.decode())
        offset, limit = int(asked["offset"][0]), int(asked["limit"][0])
        if kind == "packages":
            return self._packages(offset, limit)
        total = self.grids if kind == "grids" else 2
        rows = [
            {"id": key, "title": f"{kind} {key}", "slug": f"{kind}-{key}"}
            for key in range(total, 0, -1)
        ]
        return _page(total, rows[offset : offset + limit])

    def _packages(self, offset: int, limit: int) -> httpx.Response:
        self.limits.append(limit)
        number = len(self.limits)
        status = self.fail(number, limit)
        if status is not None:
            return httpx.Response(status)
        rows = [self._row(key) for key in self.ids[offset : offset + min(limit, self.most)]]
        total = len(self.ids) if self.count is None else self.count
        if number in self.moves:
            self.moves[number](self.ids)
        return _page(total, rows)

    def _row(self, key: int) -> dict[str, Any]:
        if key in self.nameless:
            return {"id": None}
        row = {**_ROW, "id": key, "slug": f"p-{key}", "grids": []}
        return {**row, "participants": "none"} if key in self.unreadable else row

    @asynccontextmanager
    async def client(self) -> AsyncIterator[SiteClient]:
        wire = httpx.MockTransport(self.answer)
        async with SiteClient(SITE, pause=_no_pause, wire=wire) as client:
            yield client

    async def walk(
        self,
        previous: Catalog | None = None,
        report: Callable[[Progress], None] = lambda _progress: None,
        *,
        accept_smaller: bool = False,
    ) -> Catalog:
        async with self.client() as client:
            return await walk_site(
                client,
                previous=previous,
                now=lambda: NOW,
                report=report,
                accept_smaller=accept_smaller,
            )


def _page(total: int, rows: list[dict[str, Any]]) -> httpx.Response:
    return httpx.Response(200, stream=_Stream(json.dumps({"count": total, "results": rows})))


class _Stream(httpx.AsyncByteStream):
    def __init__(self, text: str) -> None:
        self._text = text

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._text.encode()


def _ids(count: int) -> list[int]:
    return list(range(3 * count, 0, -3))


def _kept(catalog: Catalog) -> list[int]:
    return [package.id for package in catalog.packages]


@pytest.mark.parametrize("count", [0, 1, 49, 499, 500, 501, 999, 1000, 1001, 1400])
async def test_every_row_arrives_once_in_the_site_s_order(count: int) -> None:
    site = Site(_ids(count))
    catalog = await site.walk()
    assert _kept(catalog) == site.ids
    assert len(catalog.grids) == 3
    assert len(catalog.categories) == 2
    assert catalog.generation.complete
    assert catalog.generation.site_url == SITE
    assert catalog.generation.synced_at == NOW
    assert len(site.limits) <= count // 500 + 3


@pytest.mark.parametrize("most", [2, 20, 50, 100, 333])
async def test_a_site_that_sends_smaller_pages_than_asked_is_walked_whole(most: int) -> None:
    site = Site(_ids(700 if most > 2 else 60), most=most)
    assert _kept(await site.walk()) == site.ids


def _add(number: int) -> Callable[[list[int]], None]:
    def add(ids: list[int]) -> None:
        # Far above what was there: the site never gives the id of a deleted row again.
        newest = ids[0] + 10_000
        ids[:0] = range(newest + number, newest, -1)

    return add


def _delete(*places: int) -> Callable[[list[int]], None]:
    def delete(ids: list[int]) -> None:
        for place in sorted(places, reverse=True):
            del ids[place]

    return delete


@pytest.mark.parametrize(
    "moves",
    [
        {1: _add(1)},
        {1: _delete(0)},
        {2: _delete(*range(20))},
        {1: _delete(*range(480, 520)), 3: _add(2)},
        {2: _delete(*range(90))},
        {1: _delete(*range(300))},
        {4: _add(120)},
        {3: _delete(0), 4: _add(1)},
        {1: _add(1), 2: _add(1), 3: _add(1), 4: _add(1), 5: _add(1)},
        {5: _delete(5)},
        {4: _delete(*range(2000, 2100))},
        {5: _delete(-1, 0, 1)},
    ],
)
async def test_rows_that_move_are_neither_lost_nor_doubled(
    moves: Mapping[int, Callable[[list[int]], None]],
) -> None:
    site = Site(_ids(2200), moves=moves)
    assert _kept(await site.walk()) == site.ids


_moves = st.dictionaries(
    st.integers(1, 12),
    st.one_of(
        st.builds(_add, st.integers(1, 4)),
        st.builds(
            lambda places: _delete(*places), st.sets(st.integers(0, 200), min_size=1, max_size=4)
        ),
    ),
    max_size=3,
)


@settings(max_examples=60)
@given(moves=_moves, most=st.sampled_from([60, 100, 10_000]))
async def test_whatever_moves_the_catalog_is_what_the_site_has_in_the_end(
    moves: dict[int, Callable[[list[int]], None]], most: int
) -> None:
    site = Site(_ids(300), moves=moves, most=most)
    before = set(site.ids)
    kept = _kept(await site.walk())
    assert len(set(kept)) == len(kept)
    assert kept == sorted(kept, reverse=True)
    assert set(kept) >= set(site.ids) & before
    if len(site.limits) > max(moves, default=0):
        assert set(kept) >= set(site.ids)


async def test_unreadable_rows_are_counted_and_count_as_seen() -> None:
    ids = _ids(1200)
    nameless = frozenset(ids[498:502]) | {ids[-1]}
    site = Site(ids, unreadable=frozenset(ids[700:705]), nameless=nameless)
    catalog = await site.walk()
    assert catalog.generation.refused == 10
    assert _kept(catalog) == [key for key in ids if key not in site.unreadable | nameless]


async def test_a_site_of_which_most_cannot_be_read_is_refused() -> None:
    ids = _ids(100)
    with pytest.raises(SyncRefused, match="60 packages of the site could not be read"):
        await Site(ids, unreadable=frozenset(ids[:60])).walk()


async def test_a_site_that_sends_everything_at_once_is_not_asked_page_by_page() -> None:
    class Generous(Site):
        def _packages(self, offset: int, limit: int) -> httpx.Response:
            return super()._packages(offset, limit + 10_000)

    site = Generous(_ids(2000))
    assert _kept(await site.walk()) == site.ids
    assert len(site.limits) <= 3


async def test_a_site_that_sends_more_rows_than_any_is_refused() -> None:
    class Flood(Site):
        def _packages(self, offset: int, limit: int) -> httpx.Response:
            self.limits.append(limit)
            return _page(110_000, [{"offset": offset}] * 110_000)

    site = Flood([])
    with pytest.raises(SyncRefused, match="sent more packages than any directory"):
        await site.walk()
    assert len(site.limits) == 2


async def test_rows_sent_twice_are_kept_once() -> None:
    site = Site([9, 8, 8, 7, 9, 6])
    site.count = 4
    assert sorted(_kept(await site.walk())) == [6, 7, 8, 9]


@pytest.mark.parametrize("claimed", [1401, 1500, 5400, 150_000])
async def test_a_count_that_is_too_high_is_refused_after_a_few_pages(claimed: int) -> None:
    site = Site(_ids(1400), count=claimed)
    with pytest.raises(SyncRefused, match=f"lists {claimed:,} packages, but 1,400 could be had"):
        await site.walk()
    assert len(site.limits) < 40
    assert _kept(await Site(_ids(1400), count=claimed).walk(accept_smaller=True)) == _ids(1400)


async def test_a_count_beyond_all_directories_is_refused_at_once() -> None:
    site = Site(_ids(600), count=10**12)
    with pytest.raises(SyncRefused, match="more than any directory"):
        await site.walk()
    assert len(site.limits) == 1


async def test_a_count_that_is_too_low_does_not_hide_rows() -> None:
    assert _kept(await Site(_ids(1400), count=700).walk()) == _ids(1400)


async def test_a_site_that_sends_the_same_page_for_ever_is_refused() -> None:
    class Stuck(Site):
        def _packages(self, offset: int, limit: int) -> httpx.Response:
            return super()._packages(0 * offset, limit)

    with pytest.raises(SyncRefused):
        await Stuck(_ids(2000)).walk()


async def test_a_much_smaller_site_does_not_replace_the_catalog_unless_wanted() -> None:
    previous = await Site(_ids(100)).walk()
    assert len((await Site(_ids(80)).walk(previous)).packages) == 80
    for left in (79, 0):
        with pytest.raises(SyncRefused, match=f"now lists {left} packages where it listed 100"):
            await Site(_ids(left)).walk(previous)
        catalog = await Site(_ids(left)).walk(previous, accept_smaller=True)
        assert len(catalog.packages) == left
    with pytest.raises(SyncRefused, match="now lists 0 grids where it listed 3"):
        await Site(_ids(100), grids=0).walk(previous)


@pytest.mark.parametrize("changes", [{"sample": True}, {"site_url": "https://other.example"}])
async def test_a_catalog_from_elsewhere_is_no_measure(changes: dict[str, Any]) -> None:
    previous = await Site(_ids(100)).walk()
    generation = msgspec.structs.replace(previous.generation, **changes)
    await Site(_ids(10)).walk(msgspec.structs.replace(previous, generation=generation))


async def test_pages_shrink_where_the_site_cannot_bear_large_ones() -> None:
    site = Site(_ids(1100), fail=lambda _number, limit: 503 if limit > 200 else None)
    assert _kept(await site.walk()) == site.ids


async def test_pages_shrink_when_the_site_struggles() -> None:
    site = Site(_ids(2200), fail=lambda number, _limit: 429 if number == 3 else None)
    assert _kept(await site.walk()) == site.ids
    assert {limit for limit in site.limits if limit <= 251}


async def test_a_site_that_keeps_failing_ends_the_walk_with_its_error() -> None:
    site = Site(_ids(1100), fail=lambda number, _limit: 500 if number > 1 else None)
    with pytest.raises(Refused, match="answered 500"):
        await site.walk()
    assert len(site.limits) < 40


async def test_a_site_that_never_answered_is_not_asked_for_less() -> None:
    class Broken(Site):
        async def answer(self, request: httpx.Request) -> httpx.Response:
            self.limits.append(0)
            return httpx.Response(500, request=request)

    site = Broken(_ids(10))
    with pytest.raises(Refused, match="answered 500"):
        await site.walk()
    assert len(site.limits) <= 4 * 4


async def test_pages_shrink_where_they_hold_more_than_any_should() -> None:
    class Wordy(Site):
        def _row(self, key: int) -> dict[str, Any]:
            return {**super()._row(key), "repo_description": "x" * 40_000}

    site = Wordy(_ids(600))
    assert _kept(await site.walk()) == site.ids
    assert min(site.limits) < 250


async def test_a_list_without_an_end_is_left_after_a_thousand_pages() -> None:
    class Endless(Site):
        def _packages(self, offset: int, limit: int) -> httpx.Response:
            self.limits.append(limit)
            ids = range(10**6 - offset, 10**6 - offset - min(limit, 3), -1)
            return _page(150_000, [self._row(key) for key in ids])

    site = Endless([])
    with pytest.raises(SyncRefused, match="1,000 pages of packages and no end") as failed:
        await site.walk()
    assert not failed.value.acceptable
    assert len(site.limits) == 1000


async def test_a_list_of_more_than_memory_should_hold_is_refused() -> None:
    class Wordy(Site):
        def _row(self, key: int) -> dict[str, Any]:
            return {**super()._row(key), "repo_description": "x" * 15_000}

    site = Wordy(_ids(3000))
    with pytest.raises(SyncRefused, match="sent more packages than any directory") as failed:
        await site.walk()
    assert not failed.value.acceptable


async def test_a_walk_that_takes_for_ever_is_ended() -> None:
    class Silent(Site):
        async def answer(self, request: httpx.Request) -> httpx.Response:
            if "packages" in request.url.path:
                await asyncio.Event().wait()
            return await super().answer(request)

    async with Silent(_ids(10)).client() as client:
        with pytest.raises(TimeUp, match=r"did not send everything within 0.005 min$"):
            await walk_site(
                client,
                previous=None,
                now=lambda: NOW,
                report=lambda _progress: None,
                patience=0.3,
            )
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_what_will_not_pass_ends_the_walk_at_once() -> None:
    site = Site(_ids(1100), fail=lambda _number, _limit: 403)
    with pytest.raises(ApiError, match="answered 403"):
        await site.walk()
    assert len(site.limits) == 1


async def test_progress_tells_every_page_and_now_and_then_what_can_be_browsed() -> None:
    seen: list[Progress] = []
    await Site(_ids(2400)).walk(report=seen.append)
    assert {step.stage for step in seen} == {"categories", "grids", "packages", "active packages"}
    packages = [step for step in seen if step.stage == "packages"]
    done = [step.done for step in packages]
    assert done == sorted(done)
    assert (len(done), done[0], done[-1]) == (6, 500, 2400)
    assert {step.total for step in packages} == {2400}
    partials = [step.partial for step in seen if step.partial is not None]
    assert 1 <= len(partials) <= 4
    for partial in partials:
        assert not partial.generation.complete
        assert _kept(partial) == sorted(_kept(partial), reverse=True)
        assert partial.archived is None


async def test_a_later_sync_builds_no_partial_catalogs() -> None:
    previous = await Site(_ids(600)).walk()
    seen: list[Progress] = []
    await Site(_ids(600)).walk(previous, seen.append)
    assert all(step.partial is None for step in seen)


async def test_packages_missing_in_the_sitemap_are_archived() -> None:
    class Partly(Site):
        async def answer(self, request: httpx.Request) -> httpx.Response:
            if "sitemap" not in request.url.path:
                return await super().answer(request)
            return await Site(self.ids[10:]).answer(request)

    catalog = await Partly(_ids(100)).walk()
    assert catalog.archived == frozenset(_ids(100)[:10])


async def test_without_a_sitemap_it_is_not_known_what_is_archived() -> None:
    catalog = await Site(_ids(100), sitemap=False).walk()
    assert catalog.archived is None
    assert len(catalog.packages) == 100


async def test_a_cancelled_walk_leaves_nothing_running() -> None:
    arrived = asyncio.Event()

    class Silent(Site):
        async def answer(self, request: httpx.Request) -> httpx.Response:
            if "offset=499" in str(request.url):
                arrived.set()
                await asyncio.Event().wait()
            return await super().answer(request)

    walk = asyncio.create_task(Silent(_ids(3000)).walk())
    await arrived.wait()
    walk.cancel()
    with pytest.raises(asyncio.CancelledError):
        await walk
    assert asyncio.all_tasks() == {asyncio.current_task()}

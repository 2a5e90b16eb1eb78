"""What the client sends and how it takes what comes back, on a wire made of functions."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from tests.server.recorded import recording

from pkgtui import __version__
from pkgtui.api.client import SiteClient
from pkgtui.api.errors import ApiError, BadAnswer, NoConnection, NotFound, Refused, Unreachable
from pkgtui.api.pace import Pace

SITE = "https://site.example"
PACKAGE = recording("package_5924_by_id").body.encode()
EMPTY = b'{"count": 0, "next": null, "previous": null, "results": []}'

Handler = Callable[[httpx.Request], httpx.Response]
Answer = Handler | Exception


class Wire:
    """Answers in turn, the last answer for ever; remembers requests and pauses."""

    def __init__(self, *answers: Answer) -> None:
        self._answers: Sequence[Answer] = answers
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await asyncio.sleep(0)

    def handle(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self._answers[min(len(self.requests), len(self._answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer(request)

    @asynccontextmanager
    async def client(self, site_url: str = SITE) -> AsyncIterator[SiteClient]:
        async with SiteClient(
            site_url, pause=self.pause, wire=httpx.MockTransport(self.handle)
        ) as client:
            yield client


def ok(body: bytes = PACKAGE, **headers: str) -> Handler:
    return status(200, body, **headers)


def status(code: int, body: bytes = b"<html>", **headers: str) -> Handler:
    named = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return lambda _request: httpx.Response(code, stream=_Stream(body), headers=named)


class _Stream(httpx.AsyncByteStream):
    """A body as it comes from a socket: raw, in pieces."""

    def __init__(self, body: bytes, piece: int = 2**16) -> None:
        self._body, self._piece = body, piece

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), self._piece):
            yield self._body[start : start + self._piece]


async def test_a_request_names_the_program_and_asks_for_json() -> None:
    wire = Wire(ok())
    async with wire.client() as client:
        package = await client.package(5924)
    assert package.title == "Procrastinate"
    [request] = wire.requests
    assert str(request.url) == f"{SITE}/api/v4/packages/5924/"
    assert request.headers["User-Agent"] == f"pkgtui/{__version__}"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["Accept-Encoding"] == "gzip"


async def test_lists_search_and_sitemap_have_their_addresses() -> None:
    sitemap = b"<urlset><loc>http://x/packages/p/one/</loc></urlset>"

    def answer(request: httpx.Request) -> httpx.Response:
        special = {"search/": b"[]", "packages.xml": sitemap}
        bodies = (body for end, body in special.items() if request.url.path.endswith(end))
        return ok(next(bodies, EMPTY))(request)

    wire = Wire(answer)
    async with wire.client(f"{SITE}/mirror/") as client:
        await client.categories(0, 500)
        await client.grids(5, 10)
        await client.packages(499, 501)
        assert await client.search(' a\n"b c" -d ') == []
        assert await client.active_slugs() == {"one"}
        assert client.site_url == f"{SITE}/mirror"
    assert [request.url.raw_path.decode() for request in wire.requests] == [
        "/mirror/api/v4/categories/?limit=500&offset=0",
        "/mirror/api/v4/grids/?limit=10&offset=5",
        "/mirror/api/v4/packages/?limit=501&offset=499",
        "/mirror/api/v4/search/?q=a+%22b+c%22+-d",
        "/mirror/sitemap-packages.xml",
    ]


async def test_a_search_for_nothing_asks_nothing_and_a_long_one_is_cut() -> None:
    wire = Wire(ok(b"[]"))
    async with wire.client() as client:
        assert await client.search(" \x00\n") == []
        assert wire.requests == []
        await client.search("\U0001f600" * 5000)
    assert len(wire.requests[0].url.raw_path) < 4094


async def test_cookies_are_neither_kept_nor_sent() -> None:
    wire = Wire(ok(Set_Cookie="sessionid=1; Path=/"))
    async with wire.client() as client:
        for _ in range(3):
            await client.package(1)
    assert all("Cookie" not in request.headers for request in wire.requests)


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("django_cron", "/api/v4/packages/django_cron/"),
        ("a b?c#d%2e", "/api/v4/packages/a%20b%3Fc%23d%252e/"),
        ("é", "/api/v4/packages/%C3%A9/"),
        ("...", "/api/v4/packages/.../"),
    ],
)
async def test_a_slug_never_changes_the_path(key: str, path: str) -> None:
    wire = Wire(ok())
    async with wire.client() as client:
        await client.package(key)
    assert wire.requests[0].url.raw_path.decode() == path


@pytest.mark.parametrize(
    "key", ["", ".", "..", "../grids/1", "a/b", "a\\b", "a\x00", "a\n", "\ud800", 10**19, "9" * 40]
)
async def test_what_can_be_no_slug_is_not_found_without_asking(key: int | str) -> None:
    wire = Wire(ok())
    async with wire.client() as client:
        with pytest.raises(NotFound, match=r"^site.example has no package"):
            await client.package(key)
    assert wire.requests == []


async def test_what_the_site_does_not_have_is_said_in_a_sentence() -> None:
    wire = Wire(status(404))
    async with wire.client() as client:
        with pytest.raises(NotFound, match=r"^site.example has no package nothing$") as failed:
            await client.package("nothing")
        with pytest.raises(NotFound, match=r"^site.example has no category 9$"):
            await client.category(9)
        with pytest.raises(NotFound, match=r"nothing at /api/v4/grids/"):
            await client.grids(0, 1)
    assert failed.value.status == 404
    assert len(wire.requests) == 3


@pytest.mark.parametrize(
    "trouble",
    [
        status(429),
        status(500),
        status(502),
        status(503),
        status(504),
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("closed"),
    ],
)
async def test_what_may_pass_is_asked_again_after_growing_pauses(trouble: Answer) -> None:
    wire = Wire(trouble, trouble, trouble, ok())
    async with wire.client() as client:
        assert (await client.package(5924)).id == 5924
        assert client.struggling
    assert len(wire.requests) == 4
    one, two, three = wire.pauses
    assert 0.5 <= one <= 1
    assert 1 <= two <= 1.5
    assert 2 <= three <= 2.5


@pytest.mark.parametrize("code", [204, 301, 400, 401, 403, 405, 410, 418, 501, 599])
async def test_what_will_not_pass_is_asked_once(code: int) -> None:
    wire = Wire(status(code))
    async with wire.client() as client:
        with pytest.raises(Refused, match=rf"^site.example answered {code} \(") as failed:
            await client.package(1)
        assert not client.struggling
    assert failed.value.status == code
    assert len(wire.requests) == 1


async def test_four_failures_are_told() -> None:
    wire = Wire(status(502))
    async with wire.client() as client:
        with pytest.raises(Refused, match=r"^site.example answered 502 \(bad gateway\)$"):
            await client.package(1)
    assert len(wire.requests) == 4


async def test_the_site_struggles_until_some_answers_in_a_row_were_sound() -> None:
    wire = Wire(status(503), ok())
    async with wire.client() as client:
        assert not client.struggling
        states = []
        for _ in range(4):
            await client.package(1)
            states.append(client.struggling)
    assert states == [True, True, True, False]


async def test_no_request_goes_out_before_retry_after() -> None:
    wire = Wire(status(429, Retry_After="30"), ok())
    async with wire.client() as client:
        await client.package(1)
    assert wire.pauses[0] >= 30


async def test_retry_after_may_be_a_date() -> None:
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    wire = Wire(status(503, Retry_After=then), ok())
    async with wire.client() as client:
        await client.package(1)
    assert 30 < wire.pauses[0] <= 40.5


@pytest.mark.parametrize("value", ["soon", "-5", "1e9", "", "Mon, 99 Foo 2026", "\u0665"])
async def test_an_unreadable_retry_after_counts_as_none(value: str) -> None:
    wire = Wire(status(503, Retry_After=value), ok())
    async with wire.client() as client:
        await client.package(1)
    assert wire.pauses[0] < 2


async def test_a_long_retry_after_is_told_at_once() -> None:
    wire = Wire(status(503, Retry_After="3600"))
    async with wire.client() as client:
        with pytest.raises(Refused, match=r"; it asks to wait 60 min$") as failed:
            await client.package(1)
        assert client.struggling
    assert failed.value.retry_after == 3600
    assert len(wire.requests) == 1


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("172800", "48 h"),
        ("8640000", "100 days"),
        ("99999999999", "for years"),
        ("9" * 400, "for years"),
        ("Fri, 31 Dec 9999 23:59:59 GMT", "for years"),
    ],
)
async def test_an_absurd_retry_after_is_told_and_kept_to(value: str, words: str) -> None:
    wire = Wire(status(429, Retry_After=value), ok())
    async with wire.client() as client:
        with pytest.raises(Refused, match=f"; it asks to wait {words}$"):
            await client.package(1)
        with pytest.raises(Refused, match="asked to be left alone; that lasts") as failed:
            await client.package(2)
        assert failed.value.status == 429
        assert len(wire.requests) == 1
        client.break_quiet()
        assert (await client.package(2)).id == 5924
    assert wire.pauses == []


async def test_retries_are_rationed_over_a_walk() -> None:
    wire = Wire(status(500))
    async with wire.client() as client:
        for walk in (1, 2):
            client.begin_walk()
            for _ in range(10):
                with pytest.raises(Refused):
                    await client.package(1)
            assert len(wire.requests) == walk * (10 + 20)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (httpx.ConnectError("no such host"), NoConnection, "no connection to site.example"),
        (httpx.ConnectTimeout(""), NoConnection, "no connection to site.example"),
        (httpx.ProxyError("403"), NoConnection, "no connection to site.example"),
        (httpx.ReadError("reset\x1b[0m"), Unreachable, r"broke off \(reset\[0m\)"),
        (TimeoutError(), Unreachable, "did not answer within 60 s"),
        (httpx.InvalidURL("x"), BadAnswer, "cannot be read"),
        (UnicodeDecodeError("utf-8", b"", 0, 1, "x"), BadAnswer, "cannot be read"),
        (ValueError("x"), BadAnswer, "cannot be read"),
        (RecursionError(), BadAnswer, "cannot be read"),
    ],
)
async def test_every_failure_is_an_error_of_its_own(
    error: Exception, kind: type[ApiError], words: str
) -> None:
    wire = Wire(error)
    async with wire.client() as client:
        with pytest.raises(kind, match=words):
            await client.package(1)


@pytest.mark.parametrize("error", [TimeoutError(), httpx.ConnectTimeout("")])
async def test_who_waited_until_the_time_was_up_does_not_wait_again(error: Exception) -> None:
    wire = Wire(error)
    async with wire.client() as client:
        with pytest.raises(Unreachable):
            await client.package(1)
    assert len(wire.requests) == 1


async def test_redirects_within_the_site_are_followed_three_times() -> None:
    def onwards(request: httpx.Request) -> httpx.Response:
        return status(301, Location=f"{request.url.path}x/")(request)

    async with Wire(onwards, onwards, onwards, ok()).client() as client:
        assert (await client.package(1)).id == 5924
    wire = Wire(onwards)
    async with wire.client() as client:
        with pytest.raises(BadAnswer, match="round in circles"):
            await client.package(1)
    assert len(wire.requests) == 4


@pytest.mark.parametrize(
    "target",
    [
        "https://other.example/api/v4/packages/1/",
        "http://site.example/api/v4/packages/1/",
        "https://site.example:8443/api/v4/packages/1/",
        "//other.example/",
        "file:///etc/passwd",
        "http://[",
    ],
)
async def test_redirects_elsewhere_are_not_followed(target: str) -> None:
    wire = Wire(status(302, Location=target))
    async with wire.client() as client:
        with pytest.raises(BadAnswer):
            await client.package(1)
    assert len(wire.requests) == 1


async def test_a_redirect_cannot_have_a_password_sent() -> None:
    target = "https://it:wants@site.example/api/v4/packages/1/"
    wire = Wire(status(302, Location=target), ok())
    async with wire.client() as client:
        await client.package(1)
    assert all("Authorization" not in request.headers for request in wire.requests)


async def test_a_redirect_that_names_the_usual_port_stays_on_the_site() -> None:
    wire = Wire(status(302, Location="https://site.example:443/api/v4/packages/1/"), ok())
    async with wire.client() as client:
        await client.package(1)
    assert len(wire.requests) == 2


async def test_a_packed_answer_is_unpacked() -> None:
    async with Wire(ok(gzip.compress(PACKAGE), Content_Encoding="gzip")).client() as client:
        assert (await client.package(1)).title == "Procrastinate"


@pytest.mark.parametrize(
    ("body", "packing", "words"),
    [
        (gzip.compress(bytes(9 * 2**20), 1), "gzip", "more than 8 MB"),
        (bytes(9 * 2**20), "identity", "more than 8 MB"),
        (b"no gzip", "gzip", "cannot be unpacked"),
        (gzip.compress(PACKAGE)[:-20], "gzip", "only a part"),
        (zlib.compress(PACKAGE), "deflate", "not asked for"),
        (gzip.compress(gzip.compress(PACKAGE)), "gzip, gzip", "not asked for"),
        (b"x", "br", "not asked for"),
    ],
    ids=["bomb", "flood", "no gzip", "cut", "deflate", "twice", "brotli"],
)
async def test_answers_too_large_or_packed_wrongly_are_refused(
    body: bytes, packing: str, words: str
) -> None:
    wire = Wire(ok(body, Content_Encoding=packing))
    async with wire.client() as client:
        with pytest.raises(BadAnswer, match=words):
            await client.package(1)
    assert len(wire.requests) == 1


async def test_html_in_place_of_json_is_refused() -> None:
    async with Wire(ok(b"<html>sign in</html>")).client() as client:
        with pytest.raises(BadAnswer, match="other than JSON"):
            await client.packages(0, 500)


async def test_at_most_four_requests_are_under_way_at_once() -> None:
    under_way = most = 0

    async def slow(request: httpx.Request) -> httpx.Response:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        for _ in range(5):
            await asyncio.sleep(0)
        under_way -= 1
        return ok(EMPTY)(request)

    async with SiteClient(SITE, wire=httpx.MockTransport(slow)) as client:
        await asyncio.gather(*(client.packages(offset, 1) for offset in range(12)))
    assert most == 4


async def test_after_a_burst_of_25_requests_two_go_out_a_second() -> None:
    wire = Wire(ok(EMPTY))
    async with wire.client() as client:
        for offset in range(30):
            await client.packages(offset, 1)
    # The clock goes on a little between requests, so that they wait a little less.
    assert len(wire.pauses) == 5
    assert all(
        0.5 * number - 0.5 < pause <= 0.5 * number for number, pause in enumerate(wire.pauses, 1)
    )


async def test_a_pause_the_site_asked_for_holds_back_everything() -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    pace = Pace(burst=25, rate=2.0, lanes=4, pause=pause)
    async with pace.turn():
        pass
    pace.hold(30)
    async with pace.turn():
        pass
    assert len(pauses) == 1
    assert 29 < pauses[0] <= 30.5


async def test_who_waits_for_a_turn_waits_longer_when_the_site_asks_for_more() -> None:
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 1:
            pace.hold(30)

    pace = Pace(burst=1, rate=1.0, lanes=4, pause=pause)
    for _ in range(2):
        async with pace.turn():
            pass
    assert [round(seconds) for seconds in pauses] == [1, 30]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "site.example",
        "ftp://site.example",
        "https://",
        "https:///api",
        "http://[",
        "http://h:99999",
        "https://h/?q=1",
        "https://h/#x",
        "https://h\x1b[0m:x/",
        "file:///etc",
    ],
)
def test_an_address_of_no_site_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(ApiError, match="is not the address of a site") as failed:
        SiteClient(address)
    assert "\x1b" not in str(failed.value)


async def test_the_site_is_told_with_its_port_and_without_a_password() -> None:
    async with Wire(status(403)).client("http://me:secret@site.example:8000") as client:
        with pytest.raises(Refused, match=r"^site.example:8000 answered 403 \(forbidden\)$"):
            await client.package(1)


async def test_settings_of_the_machine_that_cannot_be_used_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "nonsense://me:secret@proxy.example")
    with pytest.raises(ApiError, match=r"^The proxy set by HTTPS_PROXY cannot be used") as failed:
        await SiteClient(SITE).__aenter__()
    assert "secret" not in str(failed.value)


async def test_rows_that_cannot_be_read_are_counted() -> None:
    body = json.dumps({"count": 2, "results": [json.loads(PACKAGE), {"id": 3}]}).encode()
    async with Wire(ok(body)).client() as client:
        page = await client.packages(0, 500)
    assert (len(page.items), page.ids, page.refused, page.count) == (1, (5924, 3), 1, 2)

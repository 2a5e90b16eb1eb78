"""What tests can ask of the test site: each wish does what its name says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from tests.server.recorded import recording
from tests.server.running import SiteServer, running_site


@pytest.fixture
def ask(small_site: SiteServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=small_site.url, trust_env=False, timeout=60) as client:
        yield client


@pytest.fixture
async def ask_async(small_site: SiteServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=small_site.url, trust_env=False, timeout=60) as client:
        yield client


def _ids(ask: httpx.Client, address: str) -> list[int]:
    return [item["id"] for item in ask.get(address).json()["results"]]


def test_requests_are_logged_with_what_they_said(ask: httpx.Client, small_site: SiteServer) -> None:
    ask.get("/api/v4/packages/?limit=5", headers={"User-Agent": "me/1"})
    ask.get("/api/v4/packages/0/")

    first, second = small_site.requests()

    assert (first.method, first.address) == ("GET", "/api/v4/packages/?limit=5")
    assert first.headers["User-Agent"] == "me/1"
    assert (first.status, second.status) == (200, 404)
    assert first.time <= second.time
    assert [request.path for request in small_site.requests("packages/0")] == [
        "/api/v4/packages/0/"
    ]
    small_site.clear()
    assert small_site.requests() == []


def test_a_fault_strikes_so_often_and_only_where_it_matches(
    ask: httpx.Client, small_site: SiteServer
) -> None:
    small_site.fault("packages", times=2, status=429, headers={"Retry-After": "7"})

    answers = [ask.get("/api/v4/packages/?limit=1") for _ in range(3)]
    small_site.fault("packages", status=503)

    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert ask.get("/api/v4/grids/").status_code == 200
    assert ask.get("/api/v4/packages/").status_code == 503


def test_maintenance_can_be_played_as_recorded(ask: httpx.Client, small_site: SiteServer) -> None:
    recorded = recording("maintenance_mode_503")
    small_site.fault(times=None, status=503, headers={"Retry-After": "3600"}, body=recorded.body)

    answers = [ask.get(recorded.path) for _ in range(2)]

    for answer in answers:
        assert (answer.status_code, answer.text) == (503, recorded.body)
        assert answer.headers["Content-Type"] == recorded.headers["Content-Type"]
        assert answer.headers["Retry-After"] == recorded.headers["Retry-After"]


def test_a_good_answer_can_have_another_body(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(body=b"\xff\x00", headers={"Content-Encoding": "identity"})

    answer = ask.get("/api/v4/packages/5924/")

    assert answer.status_code == 200
    assert answer.content == b"\xff\x00"


def test_a_connection_can_be_dropped(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(drop=True)

    with pytest.raises(httpx.TransportError):
        ask.get("/api/v4/packages/")
    assert ask.get("/api/v4/packages/").status_code == 200


def test_a_connection_can_be_reset(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(reset=True)

    with pytest.raises(httpx.ReadError, match="reset by peer"):
        ask.get("/api/v4/packages/")
    assert ask.get("/api/v4/packages/").status_code == 200


def test_an_answer_can_be_anything(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(raw="HTTP/x nonsense\r\n\r\n")

    with pytest.raises(httpx.RemoteProtocolError, match="illegal status line"):
        ask.get("/api/v4/packages/")
    assert ask.get("/api/v4/packages/").status_code == 200


def test_a_body_can_be_without_an_end(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(endless=True, raw="x" * 1000)

    with ask.stream("GET", "/api/v4/packages/") as answer:
        read = 0
        for piece in answer.iter_raw():
            read += len(piece)
            if read > 100_000:
                break

    assert ask.get("/api/v4/packages/").status_code == 200


def test_a_body_can_be_cut_short(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(cut=100)

    with pytest.raises(httpx.RemoteProtocolError, match="received 100 bytes"):
        ask.get("/api/v4/packages/")


def test_a_body_can_drip(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(drip=0.01)

    with ask.stream("GET", "/api/v4/categories/1/") as answer:
        pieces = list(answer.iter_raw())

    assert len(pieces) > 2


def test_an_answer_can_be_late(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.fault(delay=5)

    with pytest.raises(httpx.ReadTimeout):
        ask.get("/api/v4/categories/", timeout=httpx.Timeout(60, read=0.2))


async def test_answers_can_be_held_until_released(
    ask_async: httpx.AsyncClient, small_site: SiteServer
) -> None:
    small_site.fault(hold=True, times=2)
    asked = [asyncio.create_task(ask_async.get("/api/v4/categories/")) for _ in range(2)]
    await asyncio.to_thread(small_site.wait_for_requests, 2, "categories")

    assert not any(task.done() for task in asked)
    small_site.release()

    assert [answer.status_code for answer in await asyncio.gather(*asked)] == [200, 200]
    assert max(request.at_once for request in small_site.requests()) == 2


def test_rows_come_and_go_and_come_back(ask: httpx.Client, small_site: SiteServer) -> None:
    before = small_site.package_ids()

    added = small_site.add_packages(2)
    small_site.remove_packages([5924])
    now = _ids(ask, "/api/v4/packages/?limit=100")
    grid = ask.get("/api/v4/grids/136/").text
    small_site.reset()

    assert now == [*reversed(added), *(key for key in before if key != 5924)]
    assert "/5924/" not in grid
    assert _ids(ask, "/api/v4/packages/?limit=100") == before == small_site.package_ids()


def test_rows_can_move_between_two_pages(ask: httpx.Client, small_site: SiteServer) -> None:
    before = small_site.package_ids()
    small_site.after_list_request(1, add=1)
    small_site.after_list_request(2, remove=before[:3])

    pages = [_ids(ask, f"/api/v4/packages/?limit=20&offset={at}") for at in (0, 20, 40)]

    assert pages[0] == before[:20]
    assert pages[1] == before[19:39]
    assert pages[2] == before[42:]


def test_the_count_can_lie(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.set_count_lie(7)

    assert ask.get("/api/v4/packages/?limit=1000").json()["count"] == 7
    assert ask.get("/api/v4/grids/").json()["count"] == 12


def test_lists_can_be_answered_with_anything(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.spoil_list(leave_out=["count"], next="file:///etc/passwd")
    small_site.limit_pages(3)

    answer = ask.get("/api/v4/packages/?limit=10").json()

    assert "count" not in answer
    assert answer["next"] == "file:///etc/passwd"
    assert len(answer["results"]) == 3


def test_fields_of_a_package_can_be_spoilt(ask: httpx.Client, small_site: SiteServer) -> None:
    small_site.spoil(5924, commits_over_52="none", id=None)

    package = ask.get("/api/v4/packages/5924/").json()

    assert (package["commits_over_52"], package["id"]) == ("none", None)
    assert package["title"] == "Procrastinate"


def test_the_site_ends_with_who_started_it() -> None:
    with running_site(packages=5, grids=7) as site:
        assert httpx.get(f"{site.url}/api/v4/", trust_env=False, timeout=60).status_code == 200

    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{site.url}/api/v4/", trust_env=False)

"""What goes out to the site, and what becomes of odd rows: read from its log."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from tests.server.between import proxy
from tests.server.control import Request
from tests.server.running import SiteServer
from tests.server.troubles import TROUBLES, Trouble

from pkgtui.cli.group import cli

PKGTUI = [sys.executable, "-m", "pkgtui"]
OUR_PATHS = re.compile(
    r"/sitemap-packages\.xml|/api/v4/(categories|grids|packages)/\?limit=\d+&offset=\d+"
)
MOST_MEMORY_KB = 300 * 1024
# A program of its own: what this one has used would count for those that it starts.
MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], capture_output=True)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_site: SiteServer) -> Path:
    monkeypatch.setenv("PKGTUI_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PKGTUI_SITE_URL", small_site.url)
    return tmp_path / "cache"


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


def synced() -> str:
    done = run("sync")
    assert done.exit_code == 0, done.stderr
    return done.stdout


def shown(key: object) -> Any:
    done = run("show", "--offline", "--json", "--", str(key))
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def lists(requests: list[Request]) -> list[str]:
    return [request.address for request in requests]


# Headers


def test_nothing_goes_out_but_who_asks_and_what_for(
    small_site: SiteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(netrc))
    cookies = {"Set-Cookie": "sessionid=1; Path=/", "Location": "http://me:it@127.0.0.1/"}
    small_site.fault("packages/5924", status=301, headers={"Location": "/api/v4/packages/1776/"})
    small_site.fault(times=None, headers=cookies)
    small_site.limit_pages(20)
    assert run("show", "5924").exit_code == 0
    synced()

    assert len(small_site.requests("/grids/")) > 1
    assert len(small_site.requests("/packages/?")) > 2
    sent = {name.lower() for request in small_site.requests() for name in request.headers}
    assert sent == {"host", "connection", "accept", "accept-encoding", "user-agent"}


# Other hosts


def test_no_other_host_is_ever_asked(small_site: SiteServer) -> None:
    with proxy(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]") as other:
        url = f"http://{other.address}"
        small_site.limit_pages(20)
        small_site.spoil_list(next=f"{url}/api/v4/packages/")
        for key in small_site.package_ids()[:3]:
            links = {"category": f"{url}/api/v4/categories/1/", "repo_url": url}
            small_site.spoil(key, **links, grids=[f"{url}/api/v4/grids/136/"])
        assert synced().startswith("60 packages")
        small_site.fault(times=None, status=307, headers={"Location": f"{url}/"})
        for command in (["sync"], ["show", "no-such-package"], ["show", "77777"]):
            done = run(*command)
            assert done.exit_code == 3
            assert f"sends on to {url}, which was not asked" in done.stderr
    assert other.heads == []


# Commands that ask for one thing


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("command", ["show procrastinate", "search procrastinate"])
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ({"hold": True}, "did not answer within 2 s"),
        ({"reset": True}, "broke off"),
        ({"status": 429, "headers": {"Retry-After": "86400"}}, "it asks to wait 24 h"),
        ({"status": 200, "body": "<html>"}, "other than JSON"),
        ({"endless": True, "raw": "[" * 65536}, "more than 8 MB"),
        ({"status": 200, "body": "[" * 10**5}, "other than JSON"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_commands_tell_it_too(
    small_site: SiteServer, command: str, fault: dict[str, Any], words: str
) -> None:
    small_site.fault(times=None, **fault)
    done = run(*command.split())
    small_site.release()
    assert (done.exit_code, done.stdout) == (3, "")
    pattern = rf"pkgtui: .*{words}.*\. (Nothing|The package) is (not )?cached\. .+\.\n"
    assert re.fullmatch(pattern, done.stderr), done.stderr
    assert len(small_site.requests("/")) <= 4


# Time


def test_nothing_is_asked_before_the_time_that_the_site_named(small_site: SiteServer) -> None:
    small_site.limit_pages(20)
    small_site.fault(status=429, headers={"Retry-After": "1"})
    synced()
    refused, *others = small_site.requests("/")
    assert refused.status == 429
    # Three others were under way already.
    assert len(others) > 3
    assert all(request.time - refused.time >= 1 for request in others[3:])


@pytest.mark.usefixtures("hurried")
def test_a_site_that_is_not_there_is_told(
    unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PKGTUI_SITE_URL", f"http://127.0.0.1:{unused_tcp_port}")
    done = run("sync")
    assert (done.exit_code, done.stdout) == (3, "")
    assert f"There is no connection to 127.0.0.1:{unused_tcp_port} (" in done.stderr
    assert "Nothing is cached yet. Try again when the network and the site are up." in done.stderr


# Lists


@pytest.mark.parametrize(
    "following",
    [
        "/api/v4/packages/?limit=500&offset=0",
        "http://other.example/api/v4/packages/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        7,
        {"a": 1},
    ],
    ids=str,
)
def test_what_a_list_calls_its_next_page_is_never_asked_for(
    small_site: SiteServer, following: object
) -> None:
    small_site.limit_pages(20)
    small_site.spoil_list(next=following, previous=following)
    assert synced().startswith("60 packages")
    assert all(OUR_PATHS.fullmatch(address) for address in lists(small_site.requests()))
    hosts = {request.headers["Host"] for request in small_site.requests()}
    assert hosts == {small_site.url.removeprefix("http://")}


@pytest.mark.parametrize("rows", [7, 20, 59])
def test_pages_cut_by_a_smaller_maximum_lose_nothing(small_site: SiteServer, rows: int) -> None:
    small_site.limit_pages(rows)
    assert synced().startswith("60 packages, 12 grids and 4 categories")


def test_a_count_too_small_hides_nothing(small_site: SiteServer) -> None:
    small_site.set_count_lie(7)
    assert synced().startswith("60 packages")


# Rows

WRONG: dict[str, Any] = {
    "category": "http://h/api/v4/packages/1/",
    "grids": {"1": 1},
    "id": "5924",
    "title": ["x"],
    "slug": None,
    "last_updated": "yesterday",
    "last_fetched": 5,
    "repo_url": {"a": "b"},
    "pypi_version": 1.0,
    "created": "0001-01-01T00:00:00+14:00",
    "modified": [],
    "repo_forks": 10**30,
    "repo_description": 7,
    "pypi_url": [None],
    "documentation_url": False,
    "repo_watchers": "many",
    "commits_over_52": "1,2,3",
    "participants": [[]],
}


def test_rows_of_the_wrong_shape_in_any_field_are_left_out_and_counted(
    small_site: SiteServer,
) -> None:
    keys = small_site.package_ids()
    for key, (name, value) in zip(keys, WRONG.items(), strict=False):
        small_site.spoil(key, **{name: value})
    summary = synced()
    assert summary.startswith("42 packages")
    assert summary.endswith("; 18 entries could not be read\n")
    assert json.loads(run("status", "--json").stdout)["refused"] == 18
    assert shown(keys[18])["id"] == keys[18]


def test_ids_and_slugs_that_come_twice(small_site: SiteServer) -> None:
    one, two, three, four = small_site.package_ids()[:4]
    small_site.spoil(two, id=one)
    small_site.spoil(four, slug="double")
    small_site.spoil(three, slug="double")
    done = run("sync", "--accept-smaller")
    assert done.stdout.startswith("59 packages")
    assert shown("double")["id"] == three
    assert shown(four)["slug"] == "double"


SLUGS = ("..", ".", "../x", "a/b", "a?b=c", "a#b", "%2e%2e", "%2e%2e%2fx", "\\..\\x", "1412")


def test_slugs_in_the_data_change_no_path(small_site: SiteServer) -> None:
    keys = [key for key in small_site.package_ids() if key != 1412][: len(SLUGS)]
    for key, slug in zip(keys, SLUGS, strict=True):
        small_site.spoil(key, slug=slug)
    assert synced().startswith("60 packages")
    small_site.clear()
    for key, slug in zip(keys, SLUGS, strict=True):
        found = shown(key)
        assert (found["id"], found["slug"]) == (key, slug)
        page = run("show", "--offline", str(key)).stdout
        (link,) = re.findall(rf"{small_site.url}/packages/p/(\S*)/", page)
        assert "/" not in link
        assert "?" not in link
        assert "#" not in link
        assert unquote(link) == slug
    assert shown("1412")["id"] == 1412
    assert small_site.requests() == []


@pytest.mark.parametrize(
    ("key", "path"),
    [
        ("../x", None),
        ("..", None),
        ("a/../../x", None),
        ("/etc/passwd", None),
        ("http://other.example/", None),
        ("a?b=c", "/api/v4/packages/a?b=c/"),
        ("a#b", "/api/v4/packages/a#b/"),
        ("%2e%2e", "/api/v4/packages/%2e%2e/"),
        ("5924", "/api/v4/packages/5924/"),
        ("9" * 30, None),
    ],
)
def test_what_is_asked_to_be_shown_changes_no_path(
    small_site: SiteServer, key: str, path: str | None
) -> None:
    done = run("show", "--", key)
    assert done.exit_code == (0 if key == "5924" else 2)
    packages = [request for request in small_site.requests() if "/packages/" in request.path]
    assert [(request.path, request.query) for request in packages] == ([(path, "")] if path else [])


# Memory

LARGE = {"gigabytes", "a bomb", "a million values", "nested in full"}
LONG = b"x" * (8 * 2**20 - 100) + b'"}]}'


def answering(name: str, body: bytes) -> Trouble:
    """As large an answer as is still read."""
    headers = {"Content-Type": "application/json"}
    fault = {"match": "v4/packages", "status": 200, "headers": headers, "body": body}
    return Trouble(name, "", fault=fault)


@pytest.mark.parametrize(
    "trouble",
    [
        *(one for one in TROUBLES if one.name in LARGE),
        answering(
            "as many values", b'{"count":124001,"results":[' + b'{"a":1},' * 124_000 + b"1]}"
        ),
        answering("as long a text", b'{"count":1,"results":[{"title":"\xf0\x9f\x98\x80' + LONG),
    ],
    ids=str,
)
def test_no_answer_takes_much_memory(small_site: SiteServer, trouble: Trouble) -> None:
    trouble.begin(small_site)
    measured = [sys.executable, "-c", MEASURE, *PKGTUI, "sync"]
    done = subprocess.run(measured, capture_output=True, check=True, text=True)
    code, used = map(int, done.stdout.split())
    assert code in {3, 4}
    assert used < MOST_MEMORY_KB

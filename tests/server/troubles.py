"""Every way in which the site misbehaves, what makes it do so, and what is said of it."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tests.server.running import SiteServer

_MB = 2**20
_NEVER = "Fri, 31 Dec 9999 23:59:59 GMT"
_PAST = "Fri, 31 Dec 1999 23:59:59 GMT"
_JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Trouble:
    """One way of misbehaving.

    Attributes:
        name: What a test shows of it.
        words: What the sentence about it holds.
        code: What `pkgtui sync` ends with.
        fault: How every answer is spoilt, as `SiteServer.fault` takes it.
        play: What else makes the site do it.
        most: Requests that one walk may make in vain.
    """

    name: str
    words: str
    code: int = 3
    fault: Mapping[str, Any] = field(default_factory=dict)
    play: Callable[[SiteServer], object] = lambda _site: None
    most: int = 4

    def begin(self, site: SiteServer) -> None:
        """Let the site misbehave from now on."""
        if self.fault:
            site.fault(times=None, **self.fault)
        self.play(site)

    def __str__(self) -> str:
        return self.name


def _body(name: str, words: str, body: bytes, most: int = 4, **headers: str) -> Trouble:
    named = {key.replace("_", "-"): text for key, text in headers.items()}
    fault = {"status": 200, "body": body, "headers": named or _JSON}
    return Trouble(name, words, fault=fault, most=most)


def _waits(name: str, status: int, value: str, words: str, most: int = 4) -> Trouble:
    fault = {"status": status, "headers": {"Retry-After": value}}
    return Trouble(name, words, fault=fault, most=most)


def _sent_to(name: str, location: str, words: str, most: int = 4) -> Trouble:
    return Trouble(name, words, fault={"status": 302, "headers": {"Location": location}}, most=most)


def _listed(name: str, words: str, code: int = 3, most: int = 40, **answer: Any) -> Trouble:
    return Trouble(
        name, words, code, play=lambda site: site.spoil_list("packages", **answer), most=most
    )


@cache
def _zeros() -> bytes:
    """Pack 300 MB."""
    packer = zlib.compressobj(1, wbits=31)
    return b"".join(packer.compress(bytes(_MB)) for _ in range(300)) + packer.flush()


def _bomb(site: SiteServer, layers: int) -> None:
    body = _zeros() if layers == 1 else gzip.compress(_zeros())
    headers = {"Content-Encoding": ", ".join(["gzip"] * layers)}
    site.fault(times=None, status=200, body=body, headers=headers)


def _spoil_most(site: SiteServer) -> None:
    for key in site.package_ids()[:40]:
        site.spoil(key, participants=7)


def _remove(site: SiteServer, left: int) -> None:
    site.remove_packages(site.package_ids()[left:])


_BAD_LIST = "something other than a list of its entries"
_ASKED_AGAIN = 16  # four requests at once, each four times
_ASKED_FOR_LESS = 16  # three lists, each with five sizes of pages

LINES = (
    Trouble("reset", "broke off", fault={"reset": True}, most=_ASKED_AGAIN),
    Trouble("dropped", "broke off", fault={"drop": True}, most=_ASKED_AGAIN),
    Trouble("hanging", "did not answer within 2 s", fault={"hold": True}),
    Trouble("dripping", "did not answer within 2 s", fault={"drip": 0.5}),
    Trouble(
        "dripping headers",
        "did not answer within 2 s",
        fault={"drip": 0.5, "raw": "HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 1000},
    ),
    Trouble(
        "endless headers",
        "broke off",
        fault={"raw": "HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 100_000},
        most=_ASKED_AGAIN,
    ),
    Trouble(
        "another language", "broke off", fault={"raw": "SSH-2.0-OpenSSH\r\n\r\n"}, most=_ASKED_AGAIN
    ),
    Trouble(
        "no packages alone",
        "answered 500",
        fault={"match": "v4/packages", "status": 500},
        most=30,
    ),
)
STATUSES = (
    *(
        Trouble(str(code), f"answered {code} \\(", fault={"status": code})
        for code in (204, 400, 401, 403, 405, 407, 410, 418, 501, 599)
    ),
    Trouble("404", "has nothing at /api/v4/", fault={"status": 404}),
    *(
        Trouble(str(code), f"answered {code} \\(", fault={"status": code}, most=_ASKED_AGAIN)
        for code in (429, 500, 502, 503, 504)
    ),
)
RETRY_AFTER = (
    _waits("an hour", 503, "3600", "; it asks to wait 60 min"),
    _waits("ten days", 429, "864000", "; it asks to wait 10 days"),
    _waits("for years", 429, "9" * 40, "; it asks to wait for years"),
    _waits("a far date", 503, _NEVER, "; it asks to wait for years"),
    _waits("a past date", 503, _PAST, r"unavailable\)\.", _ASKED_AGAIN),
    _waits("less than nothing", 429, "-60", r"requests\)\.", _ASKED_AGAIN),
    _waits("garbage", 429, "\x80soon, 1e99", r"requests\)\.", _ASKED_AGAIN),
)
BODIES = (
    _body("a page", "other than JSON", b"<html>Welcome to our hotel</html>"),
    _body("nothing", "other than JSON", b""),
    _body("not UTF-8", "other than JSON", b"\xff\xfe\x00" * 1000),
    _body("nested deep", "other than JSON", b'{"count":1,"results":' + b"[" * 100_000),
    _body("nested in full", "other than JSON", b"[" * 100_000 + b"]" * 100_000),
    _body("a wrong shape", _BAD_LIST, b'{"packages": []}'),
    _body("no object", _BAD_LIST, b"[1, 2, 3]"),
    _body(
        "a million values",
        "250,000 values",
        b'{"count":1,"results":[' + b"{}," * _MB,
        _ASKED_FOR_LESS,
    ),
    Trouble("cut", "broke off", fault={"cut": 20}, most=_ASKED_AGAIN),
    Trouble(
        "a length too large",
        "broke off",
        fault={"headers": {"Content-Length": "99999999999"}},
        most=_ASKED_AGAIN,
    ),
    Trouble("a length too small", "other than JSON", fault={"headers": {"Content-Length": "20"}}),
    Trouble(
        "gigabytes",
        "more than 8 MB",
        fault={"endless": True, "raw": "[" * 65536},
        most=_ASKED_FOR_LESS,
    ),
    Trouble("a bomb", "more than 8 MB", play=lambda site: _bomb(site, 1), most=_ASKED_FOR_LESS),
    Trouble("a bomb in a bomb", "packed in a way", play=lambda site: _bomb(site, 2)),
    _body("deflate", "packed in a way", zlib.compress(bytes(9 * _MB)), Content_Encoding="deflate"),
    _body("brotli", "packed in a way", b"\x1b\x00\x00", Content_Encoding="br"),
    _body("no gzip", "cannot be unpacked", b"{}", Content_Encoding="gzip"),
    _body("half a gzip", "only a part", gzip.compress(bytes(99))[:-9], Content_Encoding="gzip"),
)
REDIRECTS = (
    _sent_to("in circles", "?once=more", "sends round in circles", 16),
    _sent_to("to another host", "http://other.example/", "sends on to http://other.example,"),
    _sent_to("to another port", "http://127.0.0.1:1/", "sends on to http://127.0.0.1:1,"),
    _sent_to("to another scheme", "https://127.0.0.1/", "sends on to https://127.0.0.1,"),
    _sent_to("to a file", "file:///etc/passwd", "sends on to file://,"),
    _sent_to("to nowhere", "http://[", "sends on to http://%5b,"),
    _sent_to("to a port of words", "http://h:x/", "Invalid URL in location", _ASKED_AGAIN),
)
LISTS = (
    _listed("a count in words", _BAD_LIST, count="many"),
    _listed("no count", _BAD_LIST, leave_out=["count"]),
    _listed("a count of null", _BAD_LIST, count=None),
    _listed("a count below zero", _BAD_LIST, count=-1),
    _listed("a count and a half", _BAD_LIST, count=60.5),
    _listed("no rows", _BAD_LIST, leave_out=["results"]),
    _listed("a huge count", "more than any directory", 4, count=10**12),
    _listed("a count too large", "lists 75 packages, but 60 could be had", 4, count=75),
    _listed("empty at once", "now lists 0 packages where it listed 60", 4, count=0, results=[]),
    _listed("rows that are none", "lists 60 packages, but 0 could be had", 4, results=[]),
    Trouble(
        "much smaller",
        "now lists 40 packages where it listed 60",
        4,
        play=lambda site: _remove(site, 40),
        most=20,
    ),
    Trouble("mostly unreadable", "40 packages of the site could not be read", 4, play=_spoil_most),
)
TROUBLES = (*LINES, *STATUSES, *RETRY_AFTER, *BODIES, *REDIRECTS, *LISTS)

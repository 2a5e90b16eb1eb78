"""A directory that strangers wrote: every text in it is an attack, a trick or a trap.

Each answer is made here and laid over the small test site's own, as bytes: what a Python encoder
would refuse to write, such as half characters and raw C1 bytes, is in them too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import cycle
from typing import Any

from tests.server.maker import Item
from tests.server.running import SiteServer

ATTACKS: Mapping[str, str] = {
    "styles": "\x1b[5;31mred\x1b[8m",
    "screen": "\x1b[2J\x1b[?1049l\x1bc\x1b[!p",
    "cursor": "\x1b[H\x1b[99A\x1b[6n\x1b[c",
    "modes": "\x1b[?1000l\x1b[?25h\x1b[?2004l\x1b(0",
    "title": "\x1b]0;owned\x07\x1b]2;owned\x1b\\\x1b[21t",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "hyperlink": "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "strings": "\x1bP$q\x1b\\\x1b_apc\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\",
    "graphics": "\x1b_Gf=24;AAAA\x1b\\\x1bPq#0\x1b\\\x1b]1337;File=:AAAA\x07",
    "c1": "\x9b5;31m\x9d0;owned\x9c\x90$q\x9c\x9fapc\x9c\x85\x8d",
    "controls": "\x00\x05\x07\x08\x0e\x0f\x11\x13\x18\x1a\x7f",
    "lines": "one\rtwo\vthree\ffour\x85five\u2028six\u2029seven\n\n\neight\ttab",
    "direction": "\u202eevil\u202c\u202a\u202b\u202d\u2066\u2067\u2068\u2069\u200e\u200f\u061c",
    "zero width": "pay\u200bpal\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e",
    "tags": "\U000e0001\U000e0041\U000e007f\ufe0e\ufe0f\U000e0100",
    "halves": "\ud83d alone \udc00\ud800",
    "zalgo": "Z" + "\u0300\u0489\u036f\u0e49" * 60 + "algo",
    "no base": "\u0301\u0489\u20dd\u0903\u1161\u11a8",
    "nothing seen": "\u3164\u115f\u1160\uffa0\u2800\u17b4\u17b5\U0001d159",
    "no characters": "\ufdd0\ufffe\uffff\U0001ffff\U0010ffff\ufff9\ufffa\ufffb\ufffc\ufffd",
    "private": "\ue0b0\uf8ff\U000f0000\U0010fffd",
    "markup": "[/x][b][bold]not[/] [red on blue]",
    "actions": "[@click=app.bell]ring[/] [@click=app.quit()]quit[/]",
    "link markup": "[link=http://evil.example]here[/link] [link='x",
    "variables": "$primary $error on $x [$accent]",
    "shortcodes": ":bomb: :no_such_emoji: :-) 10:30:45 std::map",
    "formats": "%s %d %n {0} {x!r} {{ }} ${HOME} $(id) `id` \\x1b[2J \\u001b",
    "html": "<script>alert(1)</script> &#27;[2J &lt; <b>",
    "wide": "日本語のパッケージ 한국어 中文",
    "families": "👨\u200d👩\u200d👧 👩🏽\u200d💻 🏳\ufe0f\u200d🌈 ❤\ufe0f 1\ufe0f\u20e3",
    "flags": "🇩🇪🇯🇵🇺 🏴\U000e0067\U000e0062\U000e007f",
    "right to left": "שלום עולם مرحبا ١٢٣",
    "stacks": "e\u0301e\u0308 n\u0303 한글 हिन्दी ภาษาไทย",
    "wide spaces": "a\u00a0b\u2003c\u3000d\u202fe\u205ff",
    "surrogate text": "\\ud83d\\u0000",
}
"""What strangers may write, by what it is for."""
RAW = b"\x9b31m\xff\xc0\xaf\xed\xa0\x80\xf5"
"""Bytes that are no UTF-8, C1 among them."""
ALL = " ".join(ATTACKS.values())
HOSTILE_SLUGS = ("a/../../b", "x\x1b[2J", "dj\u200bango", "a b", "\u202etxt", "s" * 400)
_RAW_MARK = "RAW-BYTES"


def nasty(word: str, attack: str) -> str:
    """Return a text that can be waited for by its beginning, with the attack inside."""
    return f"Nasty {word} {attack} end"


def serve_hostile(site: SiteServer) -> SiteServer:
    """Let every endpoint of `site` answer in the words of strangers."""
    packages, grids, categories = _packages(site), _grids(site), _categories(site)
    for name, rows in (("packages", packages), ("grids", grids), ("categories", categories)):
        answer = {"count": len(rows), "next": ALL, "previous": ALL, "results": rows}
        _answer(site, rf"/v4/{name}/\?", answer)
    for package in packages:
        _answer(site, f"/v4/packages/({package['id']}|{package['slug']})/", package)
    for grid in grids:
        _answer(site, f"/v4/grids/{grid['id']}/", grid)
    for category in categories:
        _answer(site, f"/v4/categories/{category['id']}/", category)
    _answer(site, "/v4/search/", _hits())
    return site


def _answer(site: SiteServer, match: str, answer: object) -> None:
    body = json.dumps(answer).encode().replace(_RAW_MARK.encode(), RAW)
    site.fault(
        match,
        times=None,
        body=body,
        headers={"Content-Type": "application/json", "X-Powered-By": "\x1b[2J\x9b31m"},
    )


def _packages(site: SiteServer) -> list[Item]:
    attacks = cycle(ATTACKS.values())
    return [_package(package, next(attacks), next(attacks)) for package in site.directory.packages]


def _package(package: Item, one: str, two: str) -> Item:
    return {
        **package,
        "title": nasty(f"package {package['id']} {_RAW_MARK}", one),
        "repo_description": nasty("description", ALL),
        "pypi_version": f"1.0 {two}",
        "participants": [nasty("person", two), *map(nasty, ATTACKS, ATTACKS.values()), "x[bot]"],
        "repo_url": f"https://forge.example/{two}/{_RAW_MARK}",
        "documentation_url": f"javascript:alert({one})",
        "pypi_url": f"https://index.example/project/{one}/",
    }


def _grids(site: SiteServer) -> list[Item]:
    attacks = cycle(reversed([*ATTACKS.values()]))
    return [
        {**grid, "title": nasty(f"grid {grid['id']}", next(attacks)), "description": ALL}
        for grid in site.directory.grids
    ]


def _categories(site: SiteServer) -> list[Item]:
    return [
        {
            **one,
            "title": nasty("category", attack),
            "title_plural": nasty(f"categories {one['id']}", attack),
            "description": ALL,
        }
        for one, attack in zip(site.directory.categories, _joined(5), strict=False)
    ]


def _joined(count: int) -> list[str]:
    """All attacks in so many texts, so that few entries show every one of them."""
    attacks = list(ATTACKS.values())
    return [" ".join(attacks[at::count]) for at in range(count)]


def _hits() -> list[Mapping[str, Any]]:
    facts = {"weight": 1, "score": 1, "usage": 1, "pypi_downloads": 1}
    hits = [
        {"item_type": kind, "slug": f"hit-{at}-{kind}", "title": nasty("hit", attack), **facts}
        for kind in ("package", "grid")
        for at, attack in enumerate(_joined(8))
    ]
    strange = [{**hits[0], "slug": slug} for slug in HOSTILE_SLUGS]
    return [{**hit, "description": ALL} for hit in (*strange, *hits)]

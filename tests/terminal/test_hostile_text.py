"""A directory full of hostile text, seen through every screen and command in a real terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.server.hostile import ATTACKS, serve_hostile
from tests.server.running import SiteServer
from tests.terminal.driver import Start, Terminal
from tests.terminal.leaks import copied, leaks

PROCRASTINATE = 5924


@pytest.fixture
def hostile_site(small_site: SiteServer) -> SiteServer:
    """The small site, where whoever may write something wrote the worst."""
    return serve_hostile(small_site)


def escape(terminal: Terminal, gone: str) -> None:
    """Leave what shows `gone`; a key sent right after the escape would make one key of both."""
    terminal.press("escape")
    terminal.wait_gone(gone)


def walk_down(terminal: Terminal, pages: int) -> None:
    for _ in range(pages):
        terminal.press("pagedown")
        terminal.settle(0.1)


def look_at_lists(terminal: Terminal) -> None:
    terminal.wait("Nasty categories")
    for _ in range(5):
        terminal.press("down")
        terminal.settle(0.2)  # The pane beside it follows the cursor when it rests.
    terminal.press("g", "tab")
    terminal.wait("Nasty package")
    terminal.press("2")
    terminal.wait("12 grids")
    for _ in range(12):
        terminal.press("down")
        terminal.settle(0.2)
    terminal.press("g", "enter")
    terminal.wait("Grids › Nasty grid")  # noqa: RUF001 - the dashboard's own sign
    terminal.press("t")
    terminal.wait("left and right move over the packages")
    for _ in range(6):
        terminal.press("right")
        terminal.settle(0.1)
    terminal.press("q", "3")
    terminal.wait(r"All · \d+ of 60 packages")
    walk_down(terminal, 3)
    terminal.press("s")
    terminal.wait("Sort by")
    escape(terminal, "Sort by")
    terminal.press("f")
    terminal.wait("tab shows what can be asked for")
    for key in ("by", "grid"):
        terminal.press(f"{key}:nas")
        terminal.wait("tab completes")
        terminal.press("tab", "tab", "tab")
        terminal.wait(f"│ {key}:(?!nas)")
        terminal.settle(0.2)
        terminal.press("ctrl+u")
        terminal.wait_gone("tab completes")
    terminal.press("Nasty")
    terminal.wait("filter: Nasty")
    terminal.press("enter")
    terminal.wait_gone("enter Keep")


def look_at_packages(terminal: Terminal) -> None:
    for _ in range(4):
        terminal.press("pagedown", "enter")
        terminal.wait("Nasty person")
        look_at_a_package(terminal)
        escape(terminal, "Participants")


def look_at_a_package(terminal: Terminal) -> None:
    terminal.press("tab", "tab")
    walk_down(terminal, 3)
    terminal.press("O")
    terminal.wait("Open a link")
    terminal.press("down", "enter")
    terminal.wait_gone("Open a link")  # What it tells may still be there from the package before.
    terminal.wait("is not opened")
    terminal.press("y")
    terminal.wait("Sent to your terminal's")
    terminal.press("\x19", "o")
    terminal.settle(1.0)
    if "There is no browser here" in terminal.text:
        escape(terminal, "There is no browser here")


def look_at_people(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.wait("Nasty person")
    for _ in range(8):
        terminal.press("down", "down", "down", "down", "enter")
        terminal.wait("contributes? to|contribut")
        escape(terminal, "contribut")
    escape(terminal, "Participants")


def look_for_more(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("nasty hit")
    terminal.wait("with the site's own search")
    walk_down(terminal, 5)
    escape(terminal, "own search")
    terminal.press(":")
    terminal.wait("Search for|Command")
    terminal.press("nasty")
    terminal.wait("Open this")
    walk_down(terminal, 3)
    escape(terminal, "Open this")
    terminal.press("?")
    terminal.wait("Keys that work here")
    escape(terminal, "Keys that work here")


def look_at_choices(terminal: Terminal) -> None:
    """Mark, compare, judge, watch and replace packages of the list."""
    terminal.press("3")
    terminal.wait("All · ")
    terminal.press(" ", "down", " ", "down", " ", "c")
    terminal.wait(r"Compare · \d package")  # Several may go by one slug here.
    walk_down(terminal, 20)
    terminal.press("t", "d")
    terminal.settle(0.2)
    escape(terminal, "Compare · ")
    terminal.press("e")
    terminal.wait("points +weight")
    escape(terminal, "points +weight")
    terminal.press("w", "n")
    terminal.wait("Note on")
    terminal.press("nasty note", "enter")
    terminal.wait_gone("Note on")
    terminal.press("Y", "4")
    terminal.wait("nasty note")
    terminal.press("5")
    terminal.wait("The first sync is there")
    terminal.press("3", "enter")
    terminal.wait("Participants")
    terminal.press("i")
    terminal.wait("Instead of Nasty")
    walk_down(terminal, 5)
    escape(terminal, "Instead of Nasty")
    escape(terminal, "Participants")


def test_no_text_of_strangers_reaches_the_terminal_raw(
    start: Start, hostile_site: SiteServer
) -> None:
    terminal = start(PKGTUI_SITE_URL=hostile_site.url)
    look_at_lists(terminal)
    look_at_packages(terminal)
    look_at_people(terminal)
    look_for_more(terminal)
    look_at_choices(terminal)
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before
    assert leaks(terminal.raw) == []
    assert copied(terminal.raw)
    assert b"Traceback" not in terminal.raw


HOSTILE = "".join(ATTACKS.values()).replace("\0", "").encode(errors="ignore").decode() + "\udc9b31m"
"""For a command line or a variable: no NUL, but a byte that is no UTF-8, as Python shows it."""
SLUG = HOSTILE.replace("/", "")[-300:]
ERRORS: dict[str, dict[str, Any]] = {
    "an error page": {"status": 403, "body": HOSTILE.encode(errors="ignore")},
    "a redirect to another site": {
        "status": 302,
        "headers": {"Location": "https://evil%1b[2J.example/%1b[2J"},
    },
    "a redirect to a path": {
        "status": 302,
        "headers": {"Location": "/x%1b[2J%c2%9b31m%07%e2%80%ae/"},
    },
    "headers": {
        "status": 403,
        "headers": {"Retry-After": "\x1b[2J\x9b", "Content-Encoding": "\x1b]0;x\x07"},
    },
    "a packing": {"headers": {"Content-Encoding": "\x1b]0;x\x07"}},
    "no JSON": {"body": HOSTILE.encode(errors="ignore")},
}


def said(start: Start, *words: str, **env: Any) -> bytes:
    """All that the program says on a terminal."""
    terminal = start(*words, **env)
    terminal.wait_exit()
    return bytes(terminal.raw)


def test_no_command_tells_text_of_strangers_raw(start: Start, hostile_site: SiteServer) -> None:
    site: dict[str, Any] = {"PKGTUI_SITE_URL": hostile_site.url}
    key = str(hostile_site.directory.packages[0]["id"])
    for words in (
        ("show", key),
        ("search", "nasty"),
        ("sync",),
        ("status",),
        ("show", key),
        ("search", "nasty", "--limit", "200"),
        ("search", HOSTILE),
        ("show", SLUG),
    ):
        told = said(start, *words, **site)
        assert told.strip()
        assert leaks(told) == [], words
    for words in (("show", key), ("search", "nasty"), ("status",)):
        told = said(start, *words, "--json", **site)
        assert leaks(told) == [], words
        assert json.loads(told)


@pytest.mark.parametrize("fault", ERRORS.values(), ids=ERRORS)
def test_no_refusal_of_a_site_is_told_raw(
    start: Start, small_site: SiteServer, fault: dict[str, Any]
) -> None:
    small_site.fault("/v4/", times=None, **fault)
    told = said(start, "sync", PKGTUI_SITE_URL=small_site.url)
    assert b"pkgtui: " in told
    assert leaks(told) == []
    dashboard = start(PKGTUI_SITE_URL=small_site.url)
    dashboard.wait("fetching one failed")
    assert leaks(dashboard.raw) == []


def test_nothing_the_person_or_the_machine_says_is_told_raw(
    start: Start, home: Path, nowhere: str
) -> None:
    config = home / "config" / "pkgtui" / "config.toml"
    config.parent.mkdir(parents=True)
    for line in (
        '"\\u001b[2J\\u009b\\u202e" = 1',
        'site_url = "https://x\\u001b[2J\\u202e.example"',
        'theme = "\\u001b[2J\\u3164\\u0301\\u0301\\u0301\\u0301\\u0301"',
        '[keys]\n"\\u001b[2J" = "x"',
        '[keys]\n"go.search" = "\\u001b[2J"',
        "not \x1b[2J toml",
        'fresh_hours = "\\u001b"',
    ):
        config.write_text(line)
        told = said(start)
        assert b"pkgtui: " in told
        assert leaks(told) == [], line
    config.unlink()
    name = "\x1b[2J\x9b31m\x07\u202e\u200b\U000e0041a\n\udc9b"
    for words, env in (
        (("--site-url", HOSTILE, "status"), {}),
        (("--cache-dir", str(home / name), "status"), {}),
        (("--cache-dir", str(home / name), "status", "--json"), {}),
        (("--cache-dir", f"/proc/{name}", "sync"), {"PKGTUI_SITE_URL": nowhere}),
        (("--config", name, "status"), {}),
        ((f"--{name}",), {}),
        ((name,), {}),
        (("status", name), {}),
        (("search", "--limit", name, "x"), {}),
        (("--offline", "--demo", "show", name), {}),
        (("--offline", "--demo", "search", name), {}),
        (("status",), {"PKGTUI_FRESH_HOURS": name}),
        (("status",), {"PKGTUI_SITE_URL": HOSTILE}),
        (("sync",), {"PKGTUI_SITE_URL": nowhere, "HTTP_PROXY": f"http://{name}"}),
        (("sync",), {"PKGTUI_SITE_URL": nowhere.replace("p:", "ps:"), "SSL_CERT_FILE": name}),
    ):
        assert leaks(said(start, *words, **env)) == [], (words, env)


def test_what_an_address_hides_is_not_told_raw(start: Start, small_site: SiteServer) -> None:
    hidden = quote("".join(ATTACKS.values()), errors="surrogatepass")
    small_site.spoil(PROCRASTINATE, pypi_url=f"https://index.example/project/{hidden}/")
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("online")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.press("enter")
    terminal.wait("Package index")
    terminal.press("y")
    terminal.settle()
    assert leaks(terminal.raw) == []


def test_no_text_pushes_the_facts_away(start: Start, small_site: SiteServer) -> None:
    small_site.spoil(PROCRASTINATE, pypi_version="1\n" * 12, title="Procrastinate" + "\n" * 9)
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("online")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.press("enter")
    terminal.wait("Package index")
    terminal.settle()
    assert "last commit 13 Feb 2026" in terminal.text

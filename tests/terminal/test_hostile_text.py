"""A directory full of hostile text, seen through every screen of a real terminal."""

from __future__ import annotations

import json
import re
import unicodedata
from urllib.parse import quote

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import Start, Terminal

PROCRASTINATE = 5924
# Each would change the screen, the title, the clipboard, the direction, or make the terminal talk.
ATTACK = (
    "\x1b[2J\x1b[5;31m\x1b]0;title\x07\x1b]52;c;cHduZWQ=\x07\x1bP$q\x1b\\\x1b[6n\x1b[?1049l\x1bc"
    "\x9b5;31m\x9d0;title\x9c\x90\x85\x00\x07\x08\x0e\x0f\x7f\x1a\v\f\r"
    "\u202e\u2066\u200f\u200b\ufeff\u2028\U000e0041"
)
MARKUP = "[/x][b][@click=app.exit]"
# What Textual sends of its own accord; anything else came from the data.
SEQUENCE = re.compile(
    r"\x1b("
    r"\[(0|[1-9]|[34]8;2;\d+;\d+;\d+|;)*m"  # styles and colours
    r"|\[\d+;\d+H"  # cursor
    r"|\[\?(7|25|1000|1003|1004|1006|1015|1049|2004|2026|2048)[hl]"  # modes
    r"|\[\?(2026|2048)\$p|\[>\d+u|\[<u"  # questions, keyboard
    r"|\]22;\w+\x07"  # shape of the pointer
    r")"
)
COPIED = re.compile(r"\x1b\]52;c;[A-Za-z0-9+/=]*\x07")
NOT_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def nasty(word: str) -> str:
    return f"Nasty {word} {ATTACK}{MARKUP} end"


@pytest.fixture
def hostile_site(small_site: SiteServer) -> SiteServer:
    """The small site, where whoever may write something wrote the worst."""
    directory = small_site.directory
    for package in directory.packages:
        small_site.spoil(
            package["id"],
            title=nasty(f"package {package['id']}"),
            repo_description=nasty("description"),
            pypi_version=nasty("1.0"),
            participants=[nasty("person"), nasty("person 2"), f"{ATTACK}[bot]"],
            repo_url=f"https://forge.example/{ATTACK}{MARKUP}",
            documentation_url=f"javascript:{ATTACK}",
            pypi_url=f"https://index.example/project/{ATTACK}",
        )
    grids = [
        {**grid, "title": nasty(f"grid {grid['id']}"), "description": nasty("about")}
        for grid in directory.grids
    ]
    categories = [
        {**one, "title": nasty(f"category {one['id']}"), "title_plural": nasty("categories")}
        for one in directory.categories
    ]
    hit = {
        "item_type": "package",
        "slug": "nasty-hit",
        "title": nasty("hit"),
        "description": nasty("hit"),
    }
    answers = {
        "/v4/grids/": {"count": len(grids), "next": None, "previous": None, "results": grids},
        "/v4/categories/": {
            "count": len(categories),
            "next": None,
            "previous": None,
            "results": categories,
        },
        "/v4/search/": [hit],
    }
    for match, answer in answers.items():
        small_site.fault(
            match,
            times=None,
            body=json.dumps(answer),
            headers={"Content-Type": "application/json"},
        )
    return small_site


def strange_in(terminal: Terminal) -> list[str]:
    """Everything the program sent that is neither text nor a sequence of Textual's own."""
    text = COPIED.sub("", SEQUENCE.sub("", terminal.raw.decode()))
    return sorted({ascii(sign) for sign in text if unicodedata.category(sign) in NOT_TEXT})


def escape(terminal: Terminal, gone: str) -> None:
    """Leave what shows `gone`; a key sent right after the escape would make one key of both."""
    terminal.press("escape")
    terminal.wait_gone(gone)


def look_at_lists(terminal: Terminal) -> None:
    terminal.wait("Nasty categories")
    terminal.press("tab")
    terminal.wait("Nasty package")
    terminal.press("2")
    terminal.wait("12 grids")
    terminal.press("enter")
    terminal.wait("Grids › Nasty grid")  # noqa: RUF001 - the dashboard's own sign
    terminal.press("t")
    terminal.wait("left and right move over the packages")
    terminal.press("q", "3")
    terminal.wait(r"All · \d+ of 60 packages")
    terminal.press("f")
    terminal.wait("words to look for")
    terminal.press("Nasty")
    terminal.wait("filter: Nasty")
    terminal.press("enter")
    terminal.wait_gone("enter Keep")


def look_at_a_package(terminal: Terminal) -> None:
    terminal.press("enter")
    terminal.wait("Nasty person")
    terminal.press("O")
    terminal.wait("Open a link")
    escape(terminal, "Open a link")
    terminal.press("y")
    terminal.wait("Sent to your terminal's")
    terminal.press("Y", "o")
    terminal.wait("There is no browser here")
    escape(terminal, "There is no browser here")
    terminal.press("enter")
    terminal.wait("contribut")
    escape(terminal, "contribut")
    escape(terminal, "Participants")


def look_for_more(terminal: Terminal) -> None:
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("nasty hit")
    terminal.wait("with the site's own search")
    terminal.press("down", "pagedown")
    terminal.wait("▸ Nasty")
    escape(terminal, "own search")
    terminal.press(":")
    terminal.wait("Search for|Command")
    terminal.press("nasty")
    terminal.wait("Open this")
    escape(terminal, "Open this")
    terminal.press("?")
    terminal.wait("Keys that work here")
    escape(terminal, "Keys that work here")


def test_no_text_of_strangers_reaches_the_terminal_raw(
    start: Start, hostile_site: SiteServer
) -> None:
    terminal = start(PKGTUI_SITE_URL=hostile_site.url)
    look_at_lists(terminal)
    look_at_a_package(terminal)
    look_for_more(terminal)
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before
    assert strange_in(terminal) == ["'\\n'", "'\\r'"]
    assert b"Traceback" not in terminal.raw


def test_what_an_address_hides_is_not_told_raw(start: Start, small_site: SiteServer) -> None:
    small_site.spoil(PROCRASTINATE, pypi_url=f"https://index.example/project/{quote(ATTACK)}/")
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
    assert strange_in(terminal) == ["'\\n'", "'\\r'"]


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

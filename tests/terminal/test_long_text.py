"""Text of any length and width: every key is answered, and every column stays where it is.

The promise is an answer within 0.2 s; the tests leave room for a machine that is busy.
"""

from __future__ import annotations

import time

import psutil
import pytest
from tests.server.hostile import ATTACKS
from tests.server.running import SiteServer
from tests.terminal.driver import Start, Terminal
from tests.terminal.leaks import leaks

MEGABYTE = 2**20
PROCRASTINATE = 5924
PATIENCE = 1.0
WORK = 5.0
"""Seconds of a processor for ten megabytes, of which a twentieth is needed."""
MOST_MEMORY = 200 * MEGABYTE


def answer(terminal: Terminal, key: str, pattern: str) -> float:
    """Press a key; return the seconds until the screen shows what it leads to."""
    began = time.perf_counter()
    terminal.press(key)
    terminal.wait(pattern)
    return time.perf_counter() - began


def memory(terminal: Terminal) -> int:
    size: int = psutil.Process(terminal.child.pid).memory_info().rss
    return size


def worked(terminal: Terminal) -> float:
    """The seconds of a processor that the program has taken: what else runs adds nothing."""
    times = psutil.Process(terminal.child.pid).cpu_times()
    seconds: float = times.user + times.system
    return seconds


def at_procrastinate(start: Start, site: SiteServer) -> Terminal:
    """The program with the hit under the cursor; its title begins as it always does."""
    terminal = start(PKGTUI_SITE_URL=site.url)
    terminal.wait("online")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.settle()
    return terminal


@pytest.mark.parametrize(
    "text",
    [
        "word " * (MEGABYTE // 5),
        "x" * MEGABYTE,
        "漢" * (MEGABYTE // 3),
        "e\u0301" * 300_000,
        "\n" * 10_000,
    ],
    ids=["words", "one word", "wide", "marks", "newlines"],
)
def test_a_megabyte_of_text_holds_up_no_key(
    start: Start, small_site: SiteServer, text: str
) -> None:
    small_site.spoil(
        PROCRASTINATE,
        title=f"Procrastinate {text}",
        repo_description=f"Begins {text}",
        pypi_version=f"3 {text}",
        repo_url=f"https://forge.example/{text}",
    )
    terminal = at_procrastinate(start, small_site)
    assert answer(terminal, "enter", "Package index") < PATIENCE
    terminal.settle()
    # The facts stay in view below what was cut, and what was cut says so.
    for fact in (
        "Procrastinate",
        "Begins",
        "last commit 13 Feb 2026",
        "seen by the site",
        "364 commits",
    ):
        assert fact in terminal.text
    assert answer(terminal, "O", "Open a link") < PATIENCE
    terminal.press("escape")
    terminal.wait_gone("Open a link")
    assert answer(terminal, "2", "12 grids") < PATIENCE
    assert memory(terminal) < MOST_MEMORY


def test_twenty_thousand_people_and_five_thousand_grids_hold_up_no_key(
    start: Start, small_site: SiteServer
) -> None:
    small_site.spoil(
        PROCRASTINATE,
        participants=[f"person {number}" for number in range(20_000)],
        grids=[f"{small_site.url}/api/v4/grids/{number}/" for number in range(1, 5_001)],
    )
    terminal = at_procrastinate(start, small_site)
    assert answer(terminal, "enter", "2,000 people, 18,000 more not listed") < PATIENCE
    terminal.wait("In 12 grids")
    assert answer(terminal, "G", "▸ person 1999") < PATIENCE
    assert answer(terminal, "enter", "person 1999 contributes to") < PATIENCE
    assert memory(terminal) < MOST_MEMORY


@pytest.mark.parametrize(
    ("begin", "line", "end"),
    [("\x1b[200~", "word ", "\x1b[201~"), ("", "q" * 99 + "\r\n", ""), ("", "\n", "")],
    ids=["marked", "not marked", "line ends"],
)
def test_ten_megabytes_pasted_hold_up_no_key(start: Start, begin: str, end: str, line: str) -> None:
    terminal = start("--demo")
    terminal.wait(r"▸ Apps +\d")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.settle()
    before = worked(terminal)
    terminal.paste(begin + line * (10 * MEGABYTE // len(line)) + end)
    assert answer(terminal, "escape", r"▸ Apps +\d") < PATIENCE
    assert worked(terminal) - before < WORK
    assert memory(terminal) < MOST_MEMORY


def test_what_is_pasted_is_a_clean_line_and_never_keys(start: Start) -> None:
    terminal = start("--demo")
    terminal.wait(r"▸ Apps +\d")
    terminal.press("3")
    terminal.wait("All · ")
    for opening, there in (("f", "enter Keep"), ("/", "Type to search"), (":", "Search for")):
        terminal.press(opening)
        terminal.wait(there)
        for attack in ATTACKS.values():
            pasted = attack.encode(errors="ignore").decode()
            terminal.paste(f"\x1b[200~{pasted}\x1b{'q' * 40}\x1b[201~")
        terminal.settle()
        terminal.press("escape")
        terminal.wait_gone(there)
        terminal.settle()
    terminal.press("f")
    terminal.wait("enter Keep")
    terminal.paste("\x1b[200~two\r\nlines \x1b[201~" + "\x1b[200~and more\x1b[201~")
    terminal.wait("filter: two linesand more")
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert leaks(terminal.raw) == []


WIDE = (
    "日本語のパッケージ一覧と説明",
    "한국어 패키지 목록과 설명입니다",
    "👨\u200d👩\u200d👧 👩🏽\u200d💻 family and 🏳\ufe0f\u200d🌈",
    "🇩🇪🇯🇵 flags and ❤\ufe0f",
    "e\u0301a\u0308o\u0302 marks " + "u\u0308" * 30,
    "שלום עולם مرحبا",
    "half-width ｶﾀｶﾅ and ＦＵＬＬ",  # noqa: RUF001 - wide letters are the point
)


def test_columns_stay_in_line_whatever_the_letters(start: Start, small_site: SiteServer) -> None:
    packages = [package["id"] for package in small_site.directory.packages]
    for key, title in zip(packages, WIDE * len(packages), strict=False):
        small_site.spoil(key, title=title, repo_description=title * 9, participants=[title] * 3)
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("online")
    terminal.press("3")
    terminal.wait("All · .* of 60 packages")
    terminal.settle()
    assert "日本語" in terminal.text
    assert [terminal.columns_of("│", row) for row in range(2, 38)] == [[0, 119]] * 36
    terminal.press("enter")
    terminal.wait("Participants")
    terminal.settle()
    frames = [terminal.columns_of("│", row) for row in range(36)]
    assert {len(frame) for frame in frames} == {0, 4}
    assert len({tuple(frame) for frame in frames}) == 3  # nothing, middle and below

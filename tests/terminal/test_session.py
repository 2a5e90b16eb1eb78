"""Whole sessions against the running test site, and what interrupts them."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, Terminal, environment


def started(start: Start, site: SiteServer, *words: str, hours: str = "24") -> Terminal:
    """The program on `site`, with the catalog on the screen."""
    terminal = start(*words, PKGTUI_SITE_URL=site.url, PKGTUI_FRESH_HOURS=hours)
    terminal.wait(r"▸ Apps +\d")
    return terminal


def left(terminal: Terminal) -> bool:
    """Press `q`; say whether the program ended well and the terminal is as before."""
    terminal.press("q")
    return terminal.wait_exit() == 0 and terminal.is_as_before


def status(home: Path, site: SiteServer) -> Any:
    """What the next start will find in the cache."""
    env = environment(home, PKGTUI_SITE_URL=site.url)
    done = subprocess.run([PROGRAM, "status", "--json"], env=env, capture_output=True, check=True)
    return json.loads(done.stdout)


def test_from_an_empty_cache_to_a_start_offline(start: Start, small_site: SiteServer) -> None:
    terminal = started(start, small_site)
    terminal.wait("60 packages · ● online · synced just now")
    terminal.wait("/ Search")
    terminal.press("2")
    terminal.wait("12 grids · by members")
    terminal.press("/")
    terminal.wait("Type to search 60 packages and 12 grids")
    terminal.press("procrastnate")
    terminal.wait("▸ Procrastinate")
    terminal.press("enter")
    terminal.wait("364 commits · peak 41")
    terminal.wait("fetched just now")
    terminal.press("q")
    terminal.wait("▸ Procrastinate")
    terminal.press("ctrl+c")
    assert terminal.wait_exit() == 0
    assert terminal.is_as_before

    small_site.clear()
    terminal = start("--offline", PKGTUI_SITE_URL=small_site.url)
    terminal.wait("12 grids · by members")
    terminal.wait("60 packages · ○ offline · synced just now")
    terminal.press("/")
    terminal.wait("Type to search")
    terminal.press("procrastinate")
    terminal.wait("▸ Procrastinate")
    terminal.press("enter")
    terminal.wait("364 commits · peak 41")
    terminal.press("r", "R")
    terminal.wait("pkgtui was told to stay offline")
    terminal.press("q")
    terminal.wait("▸ Procrastinate")
    terminal.press("escape")
    terminal.wait("12 grids · by members")
    assert left(terminal)
    assert small_site.requests() == []


def test_a_fresh_catalog_is_shown_without_asking(start: Start, small_site: SiteServer) -> None:
    terminal = started(start, small_site)
    terminal.wait("online")
    assert left(terminal)
    small_site.clear()
    terminal = started(start, small_site)
    terminal.wait("60 packages · ● online")
    assert left(terminal)
    assert small_site.requests() == []


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
def test_quitting_during_a_sync_is_quick_and_keeps_the_old_catalog(
    start: Start, home: Path, small_site: SiteServer, key: str
) -> None:
    terminal = started(start, small_site)
    terminal.wait("online")
    before = status(home, small_site)
    small_site.add_packages(3)
    small_site.clear()
    small_site.fault("/packages/", times=None, hold=True)
    terminal.press("R")
    small_site.wait_for_requests(1, "/api/v4/packages/")
    terminal.wait("syncing")
    began = time.monotonic()
    terminal.press(key)
    code = terminal.wait_exit()
    took = time.monotonic() - began
    small_site.release()
    assert code == 0
    assert terminal.is_as_before
    assert took < 10  # Far less than the answer was held back for, however busy the machine.
    assert status(home, small_site) == before


def test_quitting_during_the_first_sync_leaves_nothing_half_done(
    start: Start, home: Path, small_site: SiteServer
) -> None:
    small_site.fault("/packages/", times=None, hold=True)
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    small_site.wait_for_requests(1, "/api/v4/packages/")
    terminal.wait("Fetching the directory|incomplete")
    terminal.press("q")
    code = terminal.wait_exit()
    small_site.release()
    assert code == 0
    assert terminal.is_as_before
    found = status(home, small_site)
    assert (found["packages"], found["synced_at"]) == (0, None)


def test_a_stale_catalog_is_shown_at_once_and_stays_when_the_site_fails(
    start: Start, small_site: SiteServer
) -> None:
    terminal = started(start, small_site)
    terminal.wait("online")
    assert left(terminal)
    small_site.clear()
    small_site.fault(times=None, status=403, hold=True)
    terminal = started(start, small_site, hours="0")
    terminal.wait("60 packages")
    small_site.wait_for_requests(4)
    terminal.press("3")
    terminal.wait(r"All · \d+ of 60 packages")
    small_site.release()
    terminal.wait("last sync failed")
    terminal.wait(r"All · \d+ of 60 packages")
    assert left(terminal)

"""Several programs on one cache: one at a time asks the site, the others wait and see it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, Start, environment

WAITS = "waiting for another pkgtui's refresh"
BY_ANOTHER = "fetched by another pkgtui"
Sync = Callable[[], AbstractContextManager[subprocess.Popen[str]]]


@pytest.fixture
def env(home: Path, small_site: SiteServer) -> dict[str, str]:
    return environment(home, PKGTUI_SITE_URL=small_site.url)


@pytest.fixture
def sync(env: dict[str, str]) -> Sync:
    """Run `pkgtui sync` beside the test."""

    @contextmanager
    def begin() -> Iterator[subprocess.Popen[str]]:
        with subprocess.Popen(
            [PROGRAM, "sync"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    return begin


def status(env: dict[str, str]) -> dict[str, object]:
    done = subprocess.run([PROGRAM, "status", "--json"], env=env, capture_output=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def walks(site: SiteServer) -> int:
    return len(site.requests("/categories/"))


def said(process: subprocess.Popen[str], words: str) -> None:
    """Wait for the program to say `words`."""
    assert process.stderr is not None
    assert any(words in line for line in process.stderr), f"it never said {words!r}"


def test_of_two_syncs_one_waits_and_takes_what_the_other_brings(
    sync: Sync, small_site: SiteServer, env: dict[str, str]
) -> None:
    small_site.fault("/packages/", hold=True)
    with sync() as first:
        small_site.wait_for_requests(1, "/packages/")
        with sync() as second:
            said(second, WAITS)
            small_site.release()
            assert first.wait(20) == second.wait(20) == 0
            assert BY_ANOTHER not in first.communicate()[0]
            out, err = second.communicate()
    assert BY_ANOTHER in out
    assert out.startswith("60 packages, 12 grids and ")
    assert "locked" not in err
    assert walks(small_site) == 1
    assert status(env)["packages"] == 60


@pytest.mark.parametrize("ending", ["killed", "refused"])
def test_when_the_other_ends_without_a_catalog_the_one_that_waits_fetches_it(
    sync: Sync, small_site: SiteServer, env: dict[str, str], ending: str
) -> None:
    small_site.fault("/packages/", hold=True, status=None if ending == "killed" else 403)
    with sync() as first:
        small_site.wait_for_requests(1, "/packages/")
        with sync() as second:
            said(second, WAITS)
            if ending == "killed":
                first.kill()
            small_site.release()
            assert second.wait(20) == 0
            out, _ = second.communicate()
        assert first.wait(20) == (-signal.SIGKILL if ending == "killed" else 3)
    assert BY_ANOTHER not in out
    assert walks(small_site) == 2
    assert status(env)["packages"] == 60


def test_a_stopped_program_is_told_about_and_not_waited_for(
    sync: Sync, small_site: SiteServer, env: dict[str, str]
) -> None:
    small_site.fault("/packages/", hold=True)
    with sync() as first:
        small_site.wait_for_requests(1, "/packages/")
        first.send_signal(signal.SIGSTOP)
        began = time.monotonic()
        with sync() as second:
            assert second.wait(40) == 4
            took = time.monotonic() - began
            _, err = second.communicate()
        assert f"Another pkgtui, process {first.pid}, began to refresh this directory" in err
        assert "resume it or end it. Nothing is cached yet." in err
        assert took > 9  # It might have gone on.
        first.send_signal(signal.SIGCONT)
        small_site.release()
        assert first.wait(20) == 0
    assert status(env)["packages"] == 60


def test_a_dashboard_offers_the_newer_catalog_of_another_program(
    start: Start, sync: Sync, small_site: SiteServer
) -> None:
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("60 packages · ● online · synced just now")
    small_site.add_packages(3)
    with sync() as other:
        assert other.wait(20) == 0
    terminal.wait("Another pkgtui has refreshed this directory: u shows it")
    terminal.wait("60 packages · a newer catalog is there")
    terminal.press("u")
    terminal.wait("63 packages · ● online · synced just now")
    terminal.wait_gone("u Newer catalog")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_a_dashboard_waits_in_sight_for_a_sync_under_way(
    start: Start, sync: Sync, small_site: SiteServer
) -> None:
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("60 packages · ● online · synced just now")
    small_site.add_packages(3)
    small_site.clear()
    small_site.fault("/packages/", hold=True)
    with sync() as other:
        small_site.wait_for_requests(1, "/packages/")
        terminal.press("R")
        terminal.wait(WAITS)
        terminal.press("j", "k")
        terminal.wait("▸ Apps")
        small_site.release()
        assert other.wait(20) == 0
    terminal.wait("63 packages · ● online · synced just now")
    assert walks(small_site) == 1
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_the_wait_can_be_left(start: Start, sync: Sync, small_site: SiteServer) -> None:
    small_site.fault("/packages/", hold=True)
    with sync() as other:
        small_site.wait_for_requests(1, "/packages/")
        terminal = start(PKGTUI_SITE_URL=small_site.url)
        terminal.wait(WAITS)
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert other.poll() is None
        small_site.release()
        assert other.wait(20) == 0


def test_a_program_at_rest_sends_and_does_nothing(start: Start, small_site: SiteServer) -> None:
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("60 packages · ● online · synced just now")
    terminal.settle(1.0)
    sent, used = len(terminal.raw), _seconds_used(terminal.child.pid)
    assert not terminal.read(6)  # One glance at what others have written.
    assert len(terminal.raw) == sent
    assert _seconds_used(terminal.child.pid) - used < 0.5
    terminal.press("q")
    assert terminal.wait_exit() == 0


def _seconds_used(process: int) -> float:
    times = Path(f"/proc/{process}/stat")
    if not times.exists():
        pytest.skip("processor time is read where Linux tells it")
    fields = times.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

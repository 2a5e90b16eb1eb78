"""`kill -9` at any moment of a sync: the old catalog or the new one, and the next start is fine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.server.running import SiteServer
from tests.terminal.driver import PROGRAM, environment


@pytest.fixture
def env(home: Path, small_site: SiteServer) -> dict[str, str]:
    env = environment(home, PKGTUI_SITE_URL=small_site.url)
    subprocess.run([PROGRAM, "sync"], env=env, capture_output=True, check=True)
    return env


def packages(env: dict[str, str]) -> int:
    """How many packages the next program finds, which must have nothing to complain of."""
    done = subprocess.run(
        [PROGRAM, "status", "--json"], env=env, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    count: int = json.loads(done.stdout)["packages"]
    found = subprocess.run(
        [PROGRAM, "search", "--offline", "--json", "procrastinate"],
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stderr == ""
    return count


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("", 0.1),
        ("", 0.5),
        ("grids: ", 0.0),
        # Behind the last list comes the commit, of a few hundredths of a second.
        ("packages: ", 0.0),
        ("packages: ", 0.005),
        ("packages: ", 0.01),
        ("packages: ", 0.02),
    ],
)
def test_a_sync_killed_at_some_moment_leaves_a_whole_catalog(
    env: dict[str, str], home: Path, small_site: SiteServer, words: str, moment: float
) -> None:
    small_site.add_packages(3)
    with subprocess.Popen(
        [PROGRAM, "sync"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as sync:
        assert sync.stderr is not None
        if words:
            assert any(line.startswith(words) for line in sync.stderr)
        time.sleep(moment)  # The moment of the kill, not a wait.
        sync.kill()
    assert packages(env) in {60, 63}
    done = subprocess.run([PROGRAM, "sync"], env=env, capture_output=True, check=False)
    assert done.returncode == 0
    assert packages(env) == 63
    assert list(home.rglob("*.damaged-*")) == []


KILL = """
import os, random, signal, sys, time
from contextlib import closing
from pathlib import Path
from tests.unit.catalogs import NOW, catalog, package
from pkgtui.store.catalog_store import CatalogStore
folder, chance = Path(sys.argv[1]), random.Random(12)
generations = [catalog(*(package(key) for key in range(size))) for size in (200, 300)]
with closing(CatalogStore.open(folder)) as store:
    store.commit(generations[0])
for _ in range(40):
    writer = os.fork()
    if not writer:
        store = CatalogStore.open(folder)
        while True:
            for generation in generations:
                store.commit(generation)
                store.keep_package(package(5, title="Refreshed"), NOW)
    time.sleep(chance.random() / 25)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    with closing(CatalogStore.open(folder)) as store:
        found, changes = store.load(), store.history().changes
        print(len(found.packages), found.package(5).title, changes[:1] and changes[0].after)
        assert store.notice is None
"""


def test_a_writer_killed_forty_times_leaves_one_of_two_catalogs(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", KILL, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said = done.stdout.splitlines()
    assert len(said) == 40
    titles = "Package 5", "Refreshed"
    told = {
        f"{size} {title} {size} packages, 1 grid, 1 archived"
        for size in (200, 300)
        for title in titles
    }
    # What a catalog changed is kept with it, unless nothing was before it.
    assert set(said) <= told | {f"200 {title} ()" for title in titles}

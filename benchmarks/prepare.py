"""What the measurements stand on: a running test site, and a cache filled from it."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from tests.server.running import SiteServer, running_site
from tests.terminal.driver import PROGRAM, Terminal, environment

ROOT = Path(__file__).resolve().parents[1]
FLOOR = (sys.executable, str(Path(__file__).with_name("floor.py")))
"""The command that starts the one-widget program."""


@dataclass(frozen=True)
class Cost:
    """What a finished process took: seconds by the clock, and of the processor."""

    wall: float
    cpu: float
    output: str = ""


@dataclass(frozen=True)
class Ground:
    """A site that runs, and a home and a cache of nobody.

    Attributes:
        packages: How many the site has.
        cache: Holds the site's catalog, just synced; left alone by all measurements.
    """

    site: SiteServer
    packages: int
    folder: Path
    cache: Path

    @property
    def env(self) -> Mapping[str, str]:
        """The environment of the commands measured."""
        return environment(self.folder / "home")

    @property
    def chosen(self) -> Mapping[str, str]:
        """What in the environment has `pkgtui` alone open the cache, and nothing but that."""
        return {
            "PKGTUI_SITE_URL": self.site.url,
            "PKGTUI_CACHE_DIR": str(self.cache),
            "PKGTUI_OFFLINE": "1",
        }

    def pkgtui(self, *words: str, cache: Path | None = None) -> Sequence[str]:
        """Return the command line of the program on the site and on `cache`."""
        return PROGRAM, "--site-url", self.site.url, "--cache-dir", str(cache or self.cache), *words

    def terminal(self, command: Sequence[str], **env: str) -> Terminal:
        """Start a program in a terminal of 120 columns and 40 rows, with true colour.

        Its home is empty: what the dashboard keeps of a session must not change the next.

        Args:
            command: Its words.
            env: Is added to the environment.
        """
        home = Path(mkdtemp(dir=self.folder))
        return Terminal(command, environment(home, **env), cwd=ROOT)

    @contextmanager
    def own_cache(self, *, empty: bool = False) -> Iterator[Path]:
        """Yield a copy of the cache, or an empty one, that may be written to."""
        with TemporaryDirectory(dir=self.folder) as place:
            if not empty:
                shutil.copytree(self.cache, place, dirs_exist_ok=True)
            yield Path(place)

    @contextmanager
    def slow_site(self, delay: float) -> Iterator[None]:
        """Let the site wait so many seconds before each answer."""
        self.site.fault("/api/v4/", times=None, delay=delay)
        try:
            yield
        finally:
            self.site.reset()

    @contextmanager
    def silent_site(self) -> Iterator[None]:
        """Let the site keep its answers back."""
        self.site.clear()
        self.site.fault("/api/v4/", times=None, hold=True)
        try:
            yield
        finally:
            # What was held goes on.
            self.site.reset()

    def run(self, command: Sequence[str], told: str = "") -> Cost:
        """Run a program to its end, `told` being its standard input."""
        spent, began = children_cpu(), time.perf_counter()
        done = subprocess.run(
            command, env=self.env, cwd=ROOT, input=told, capture_output=True, text=True, check=True
        )
        return Cost(time.perf_counter() - began, children_cpu() - spent, done.stdout)


def children_cpu() -> float:
    """Return the processor seconds of all child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


@contextmanager
def prepared(packages: int) -> Iterator[Ground]:
    """Start a site of so many packages, and fill a cache from it."""
    grids = packages * 380 // 5400  # As many for each package as the directory has.
    with running_site(packages, grids) as site, TemporaryDirectory() as place:
        ground = Ground(site, packages, Path(place), Path(place) / "cache")
        (ground.folder / "home").mkdir()
        ground.run(ground.pkgtui("sync"))
        yield ground

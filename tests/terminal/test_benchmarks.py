"""The benchmarks run and measure what they say; how much of it is no matter here."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = 400
"""The fewest in whose list there is room for one round of keys."""
FOLLOWED = ("Down in categories, the pane follows", "Down in grids, the preview follows")
KEYS = (
    *FOLLOWED,
    "Down in packages",
    "PageDown in packages",
    "Down at the lower end, the list scrolls",
    "S, the list turned round",
    "Enter on a package, the first time",
    "Enter on a package",
    "q, back to the list",
    "a letter in the filter",
    "s, what to order by",
    "s and enter, another order",
    "4 and 5, the first time",
    "1 to 5, another screen",
    "a letter in the search",
)
RESTS = ("the first screen", "all packages", "a package", "the search")
GROWN = (
    "cache on disk",
    "load from the store",
    "start, filled list",
    "start and leave, processor",
    "memory at rest",
    "a letter in the search",
    "a letter in the filter",
    "S, the list turned round",
    "s and enter, another order",
    "Down in packages",
    "PageDown in packages",
    "Enter on a package",
    "1 to 5, another screen",
)
COMMANDS = (
    "python -c pass",
    "pkgtui --version",
    "pkgtui --help",
    "pkgtui status",
    "pkgtui show procrastinate",
    "pkgtui search task queue",
)
SERIES = {
    "start": (
        "first paint",
        "filled list",
        "at rest",
        "bytes until at rest",
        "memory at rest",
        "leaving with q",
        "processor, start and leave",
    ),
    "commands": COMMANDS,
    "commands: processor": COMMANDS,
    "first line of a list": (
        "pkgtui packages",
        "pkgtui packages --json",
        "pkgtui packages -is:stale",
        "pkgtui grids",
    ),
    "sync": (
        "bare httpx loop",
        "first sync",
        "sync over a catalog",
        "pkgtui sync, with Python's start",
        "processor: bare httpx loop",
        "processor: first sync",
        "processor: sync over a catalog",
        "cache on disk",
    ),
    "cold start": (
        "no bytecode: filled list",
        "no bytecode: processor, start and leave",
        "files not in memory: filled list",
        "files not in memory: processor, start and leave",
    ),
    "keys": (*KEYS, *(f"{what}: answered" for what in FOLLOWED)),
    "held down, 30 a second": (
        "Down: answered",
        "Down: lag at the end",
        "Down: sent",
        "PageDown: answered",
        "PageDown: lag at the end",
        "PageDown: sent",
    ),
    "sent for a key": KEYS,
    "leaving": (
        "q at rest",
        "ctrl+c at rest",
        "q at the first byte",
        "ctrl+c at the first byte",
        "ctrl+c with the search open",
        "q during a first sync",
        "ctrl+c during a first sync",
        "q during a refresh",
        "ctrl+c during a refresh",
    ),
    "memory, every screen seen": ("RSS", "PSS", "USS"),
    "memory, many syncs": ("RSS after each of 2", "growth"),
    "idle for 1 s": RESTS * 2,
    "growth": tuple(f"{what}, {PACKAGES}" for what in GROWN),
}
WITH_FLOOR = {
    "start",
    "cold start",
    "commands",
    "commands: processor",
    "first line of a list",
    "sync",
    "keys",
    "leaving",
}
ALONE = {"bare httpx loop", "processor: bare httpx loop"}
PLAUSIBLE = {
    "ms": (0.05, 60_000),
    "s": (0.001, 60),
    "kB": (0.005, 2_000),
    "MB": (0.05, 1_000),
    "B/s": (0, 5_000),
    "%": (0, 100),
    "MB/100 syncs": (-1_000, 10_000),  # Of so few it is noise.
}
# All at once, because they mostly wait. Left out is what takes long: `sync-keys`, `slow-link`,
# `peers` and `instructions`.
RUNS = (
    ("start", "cold", "commands", "sync"),
    ("keys",),
    ("leaving", "growth"),
    ("memory", "idle"),
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Mapping[str, Any]]:
    """What one round of the measurements writes, run as a person would."""
    folder = tmp_path_factory.mktemp("reports")

    def run(which: Sequence[str]) -> Mapping[str, Any]:
        file = folder / f"{which[0]}.json"
        command = [sys.executable, "-m", "benchmarks", *which, "--json", str(file)]
        size = ["--repeat", "1", "--packages", str(PACKAGES), "--syncs", "2", "--idle", "1"]
        size += ["--sizes", str(PACKAGES)]
        done = subprocess.run([*command, *size], cwd=ROOT, check=True, stdout=subprocess.PIPE)
        assert all(f"measuring {name} ...".encode() in done.stdout for name in which)
        report: Mapping[str, Any] = json.loads(file.read_bytes())
        return report

    with ThreadPoolExecutor() as pool:
        return list(pool.map(run, RUNS))


def test_every_series_is_reported_with_plausible_values(reports: list[Mapping[str, Any]]) -> None:
    series = [one for report in reports for one in report["series"]]
    found = {
        group: tuple(one["what"] for one in series if one["group"] == group) for group in SERIES
    }
    assert found == SERIES
    assert len(series) == sum(map(len, SERIES.values()))
    for one in series:
        least, most = PLAUSIBLE[one["unit"]]
        if one["group"] == "held down, 30 a second":
            # The answer to the key before may come at once, and a short list to its end.
            least = 0
        values = one["values"] + one["floor"]
        assert all(least <= value <= most for value in values), one
        assert min(one["values"]) <= one["median"] <= max(one["values"]), one
        most = max(one["values"])
        assert one["median"] <= one["p95"] <= most + abs(most) / 1e3, one  # It is rounded.
        if one["group"] in WITH_FLOOR and one["what"] not in ALONE:
            assert one["ratio"] == pytest.approx(one["median"] / median(one["floor"])), one


def test_what_is_seen_later_takes_longer(reports: list[Mapping[str, Any]]) -> None:
    took = {one["what"]: one["values"][0] for one in reports[0]["series"]}
    assert took["first paint"] <= took["filled list"] <= took["at rest"]
    assert reports[0]["machine"]["packages"] == PACKAGES


def test_the_small_benchmarks_run() -> None:
    command = [sys.executable, "-m", "pytest", "benchmarks/micro", "--benchmark-disable", "--quiet"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    summary = done.stdout.splitlines()[-1]
    passed = re.fullmatch(r"(\d+) passed in .*", summary)
    assert passed, done.stdout
    assert int(passed[1]) >= len(list((ROOT / "benchmarks" / "micro").glob("bench_*.py")))

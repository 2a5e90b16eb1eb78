"""The command line: how long its short answers and the first line of its lists take."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.prepare import ROOT, Cost, Ground
from benchmarks.report import Aim, Series
from benchmarks.start import Start, start_floor

_SHORT = ("pkgtui --version", "pkgtui --help", "pkgtui status")
"""What answers before a program with one widget stands."""
_NOTHING = (sys.executable, "-c", "pass")
LIBRARIES = (sys.executable, "-c", "import click, msgspec, diskcache; print()")
"""What any program that reads this cache from a command line begins with."""


def measure(ground: Ground, repeat: int) -> Iterable[Series]:
    """Run each command so many times, and the one-widget program until its line stands."""
    commands: Mapping[str, Sequence[str]] = {
        "python -c pass": _NOTHING,
        "pkgtui --version": ground.pkgtui("--version"),
        "pkgtui --help": ground.pkgtui("--help"),
        "pkgtui status": ground.pkgtui("status"),
        "pkgtui show procrastinate": ground.pkgtui("show", "procrastinate"),
        "pkgtui search task queue": ground.pkgtui("search", "task", "queue"),
    }
    floor: list[Start] = []
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(repeat):
        floor.append(start_floor(ground))
        for name, command in commands.items():
            costs[name].append(ground.run(command))
    filled, cpu = [one.filled for one in floor], [one.cpu for one in floor]
    for name, found in costs.items():
        aims = [Aim(0.35, "ratio")] if name in _SHORT else []
        yield Series("commands", name, "ms", [one.wall * 1e3 for one in found], filled, aims)
    for name, found in costs.items():
        yield Series("commands: processor", name, "s", [one.cpu for one in found], cpu)
    yield from _first_lines(ground, repeat)


def _first_lines(ground: Ground, repeat: int) -> Iterable[Series]:
    """Measure when the first line of each list arrives in a pipe, the bare libraries in between."""
    lists: Mapping[str, Sequence[str]] = {
        "pkgtui packages": ground.pkgtui("packages"),
        "pkgtui packages --json": ground.pkgtui("packages", "--json"),
        "pkgtui packages -is:stale": ground.pkgtui("packages", "-is:stale"),
        "pkgtui grids": ground.pkgtui("grids"),
    }
    floor: list[float] = []
    walls: dict[str, list[float]] = {name: [] for name in lists}
    for _ in range(repeat):
        floor.append(_until_first_line(ground, LIBRARIES))
        for name, command in lists.items():
            walls[name].append(_until_first_line(ground, command))
    for name, values in walls.items():
        aims = [Aim(1.6, "ratio")] if name == "pkgtui packages" else []
        yield Series("first line of a list", name, "ms", values, floor, aims)


def _until_first_line(ground: Ground, command: Sequence[str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen(command, env=ground.env, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        took = time.perf_counter() - began
        process.stdout.read()
    return took * 1e3

"""The command line: how long its short answers take, against a Python that does nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from benchmarks.prepare import Ground
from benchmarks.report import Series

_NOTHING = (sys.executable, "-c", "pass")


def measure(ground: Ground, repeat: int) -> Iterable[Series]:
    """Run each command so many times, the bare interpreter in between."""
    commands = {
        "pkgtui --version": ground.pkgtui("--version"),
        "pkgtui --help": ground.pkgtui("--help"),
        "pkgtui status": ground.pkgtui("status"),
        "pkgtui show procrastinate": ground.pkgtui("show", "procrastinate"),
        "pkgtui search task queue": ground.pkgtui("search", "task", "queue"),
    }
    floor: list[float] = []
    walls: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repeat):
        floor.append(ground.run(_NOTHING).wall * 1e3)
        for name, command in commands.items():
            walls[name].append(ground.run(command).wall * 1e3)
    return [Series("commands", name, "ms", values, floor) for name, values in walls.items()]

"""What was measured: on the screen as tables, and in a file as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from statistics import median, quantiles
from typing import Any, Literal

import msgspec
from rich.console import Console
from rich.table import Table

_LIBRARIES = ("textual", "rich", "httpx", "msgspec", "diskcache", "rapidfuzz", "click")


@dataclass(frozen=True)
class Aim:
    """What a series should stay under.

    Attributes:
        of: What is compared with `most`: the median as a multiple of the floor's, or the
            95th percentile in the series' own unit.
    """

    most: float
    of: Literal["ratio", "p95"]


@dataclass(frozen=True)
class Series:
    """One thing measured many times.

    Attributes:
        floor: The same of the least program that could do it, measured in turns with it.
    """

    group: str
    what: str
    unit: str
    values: Sequence[float]
    floor: Sequence[float] = ()
    aim: Aim | None = None

    @property
    def median(self) -> float:
        """The middle value."""
        return median(self.values)

    @property
    def p95(self) -> float:
        """The value that 95 of 100 stay under; with few values near the largest."""
        if len(self.values) == 1:
            return self.values[0]
        return quantiles(self.values, n=20, method="inclusive")[-1]

    @property
    def ratio(self) -> float | None:
        """The median as a multiple of the floor's."""
        return self.median / median(self.floor) if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        if self.aim is None:
            return None
        reached = self.ratio if self.aim.of == "ratio" else self.p95
        return reached is not None and reached <= self.aim.most


def machine(load_before: tuple[float, float, float]) -> Mapping[str, Any]:
    """Return the facts without which figures mean nothing."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "load_before": load_before[0],
        "load_after": os.getloadavg()[0],
    }


def print_report(found: Iterable[Series], facts: Mapping[str, Any]) -> None:
    """Print a table for each group of series."""
    console = Console(width=118)
    for group, members in groupby(found, key=lambda one: one.group):
        table = Table("what", "unit", title=group, title_justify="left")
        for title in ("n", "median", "95 %", "most", "floor", "x floor", "aim"):
            table.add_column(title, justify="right")
        for one in members:
            table.add_row(*_cells(one))
        console.print(table)
    libraries = ", ".join(f"{name} {number}" for name, number in facts["libraries"].items())
    console.print(
        f"{facts['packages']:,} packages; {facts['cores']} cores ({facts['processor']}), "
        f"{facts['system']}, Python {facts['python']}, {libraries}; "
        f"load {facts['load_before']:.1f} before, {facts['load_after']:.1f} after",
        highlight=False,
    )


def write_json(file: Path, found: Iterable[Series], facts: Mapping[str, Any]) -> None:
    """Write everything, every single value included."""
    series = [
        {
            "group": one.group,
            "what": one.what,
            "unit": one.unit,
            "median": one.median,
            "p95": one.p95,
            "ratio": one.ratio,
            "met": one.met,
            "values": one.values,
            "floor": one.floor,
        }
        for one in found
    ]
    blob = msgspec.json.encode({"machine": facts, "series": series})
    file.write_bytes(msgspec.json.format(blob, indent=2) + b"\n")


def _cells(one: Series) -> Iterable[str]:
    digits = 2 if one.unit in ("s", "kB") else 1
    figures = [one.median, one.p95, max(one.values)]
    ratio, aim = one.ratio, one.aim
    told = ""
    if aim is not None:
        bound = f"{aim.most:g} x" if aim.of == "ratio" else f"{aim.most:g} {one.unit}"
        told = f"{bound} {'met' if one.met else 'MISSED'}"
    return [
        one.what,
        one.unit,
        str(len(one.values)),
        *(f"{figure:.{digits}f}" for figure in figures),
        f"{median(one.floor):.{digits}f}" if one.floor else "",
        "" if ratio is None else f"{ratio:.2f}",
        told,
    ]


def _processor() -> str:
    """Return the processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())

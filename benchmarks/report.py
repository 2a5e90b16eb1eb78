"""What was measured: on the screen as tables, and in a file as JSON."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from statistics import median, quantiles
from typing import Literal

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

_LIBRARIES = ("textual", "rich", "httpx", "msgspec", "diskcache", "rapidfuzz", "click")
_DIGITS = {"B": 0, "s": 2, "kB": 2, "%": 1, "µs/package": 2}


@dataclass(frozen=True)
class Aim:
    """What a series should not exceed.

    Attributes:
        bound: The most that is allowed.
        of: What is compared with it: the median as a multiple of the floor's, or the median, the
            95th percentile or the largest value in the series' own unit.
    """

    bound: float
    of: Literal["ratio", "median", "p95", "most"]


@dataclass(frozen=True)
class Series:
    """One thing measured many times.

    Attributes:
        floor: The same of the least program that could do it, measured in turns with it.
        note: What must be known to read the figures; empty where nothing.
    """

    group: str
    what: str
    unit: str
    values: Sequence[float]
    floor: Sequence[float] = ()
    aims: Sequence[Aim] = ()
    note: str = ""

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
        """The median as a multiple of the floor's; None where there is no floor, or it is 0."""
        floor = median(self.floor) if self.floor else 0
        return self.median / floor if floor else None

    def is_met(self, aim: Aim) -> bool:
        """Whether `aim` is met; a ratio to no floor is not."""
        reached = {
            "ratio": self.ratio,
            "median": self.median,
            "p95": self.p95,
            "most": max(self.values),
        }[aim.of]
        return reached is not None and reached <= aim.bound

    @property
    def met(self) -> bool | None:
        """Whether all aims are met; None where there is none."""
        return all(map(self.is_met, self.aims)) if self.aims else None


@dataclass(frozen=True)
class Machine:
    """The facts without which figures mean nothing."""

    packages: int
    processor: str
    cores: int
    system: str
    python: str
    libraries: Mapping[str, str]
    load_before: float
    load_after: float


@dataclass(frozen=True)
class Report:
    """What one run has found."""

    machine: Machine
    series: Sequence[Series]


def this_machine(packages: int, load_before: float) -> Machine:
    """Return the facts of this machine after a run."""
    return Machine(
        packages=packages,
        processor=_processor(),
        cores=os.cpu_count() or 1,
        system=platform.platform(),
        python=platform.python_version(),
        libraries={name: version(name) for name in _LIBRARIES},
        load_before=load_before,
        load_after=os.getloadavg()[0],
    )


def print_report(report: Report) -> None:
    """Print a table for each group of series, and how many aims are missed."""
    console = Console(width=118)
    for group, members in groupby(report.series, key=lambda one: one.group):
        table = Table("what", "unit", title=group, title_justify="left")
        for title in ("n", "median", "95 %", "most", "floor", "x floor", "aim"):
            table.add_column(title, justify="right")
        listed = list(members)
        for one in listed:
            table.add_row(*_cells(one))
        console.print(table)
        for note in dict.fromkeys(one.note for one in listed if one.note):
            console.print(note, highlight=False, markup=False)
    judged = [one for one in report.series if one.met is not None]
    missed = sum(not one.met for one in judged)
    facts = report.machine
    libraries = ", ".join(f"{name} {number}" for name, number in facts.libraries.items())
    console.print(
        f"{missed} of {len(judged)} series with an aim miss it\n"
        f"{facts.packages:,} packages; {facts.cores} cores ({facts.processor}), "
        f"{facts.system}, Python {facts.python}, {libraries}; "
        f"load {facts.load_before:.1f} before, {facts.load_after:.1f} after",
        highlight=False,
    )


def write_json(file: Path, report: Report) -> None:
    """Write everything, every single value included."""
    series = [
        {**asdict(one), "median": one.median, "p95": one.p95, "ratio": one.ratio, "met": one.met}
        for one in report.series
    ]
    blob = msgspec.json.encode({"machine": report.machine, "series": series})
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(msgspec.json.format(blob, indent=2) + b"\n")


def read_json(file: Path) -> Report:
    """Read what `write_json` wrote.

    Raises:
        OSError: The file cannot be read.
        msgspec.DecodeError: It is no report.
    """
    return msgspec.json.decode(file.read_bytes(), type=Report)


def shown(figure: float, unit: str) -> str:
    """Return a figure with as many digits as its unit needs, and two more of what is small."""
    digits = _DIGITS.get(unit, 1)
    return f"{figure:,.{digits + 2 if 0 < figure < 1 else digits}f}"


def _cells(one: Series) -> Iterable[str | Text]:
    ratio = one.ratio
    return [
        Text(one.what),
        one.unit,
        str(len(one.values)),
        *(shown(figure, one.unit) for figure in (one.median, one.p95, max(one.values))),
        shown(median(one.floor), one.unit) if one.floor else "",
        "" if ratio is None else f"{ratio:.2f}",
        "\n".join(_told(one, aim) for aim in one.aims),
    ]


def _told(one: Series, aim: Aim) -> str:
    unit = "x" if aim.of == "ratio" else one.unit
    of = {"p95": " at 95 %", "most": " at most"}.get(aim.of, "")
    return f"{aim.bound:g} {unit}{of} {'met' if one.is_met(aim) else 'MISSED'}"


def _processor() -> str:
    """Return the processor's name where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())

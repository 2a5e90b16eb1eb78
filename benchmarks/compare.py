"""Two reports side by side: ``python -m benchmarks.compare OLD.json NEW.json``.

What is compared is the ratio to the floor where a series has one, because the floor was measured
in turns with it and moves with the machine; else the median itself.

A difference counts as more than noise if the ranges of the two do not overlap. The range of a
series reaches from its lower to its upper quartile, of fewer than ten values from the smallest to
the largest; where there is a floor, from the low end over the floor's high end to the high end over
the floor's low end. Fewer than four values have no range worth the name: their differences are
shown and not judged. A difference within 1 % is never told from noise.

Reports of two machines, or with other versions or another number of packages, are compared with a
warning, and only by what has a floor and by bytes, which no machine makes more or less of.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from statistics import median, quantiles
from typing import Literal

import msgspec
from benchmarks.report import Machine, Report, Series, read_json, shown
from rich.console import Console
from rich.table import Table
from rich.text import Text

Verdict = Literal["slower", "quicker", "more", "less", "noise", "few values"]
_TIMES = ("ms", "s", "µs/package")
_COUNTS = ("B", "kB", "B/package", "M instr.")
_FEWEST, _ENOUGH = 4, 10
_LEAST = 1.0
"""Per cent below which no difference is told."""


@dataclass(frozen=True)
class Difference:
    """How a series of two reports differs.

    Attributes:
        percent: By how much the newer is larger than the older one; None if that was 0.
    """

    old: Series
    new: Series
    percent: float | None
    verdict: Verdict


def compare(old: Report, new: Report) -> Sequence[Difference]:
    """Return the differences of all series that both have and that can be compared."""
    before = {(one.group, one.what, one.unit): one for one in old.series}
    anywhere = bool(unlike(old.machine, new.machine))
    found = []
    for one in new.series:
        other = before.get((one.group, one.what, one.unit))
        if other is None or bool(other.floor) != bool(one.floor):
            continue
        if anywhere and not one.floor and one.unit not in _COUNTS:
            continue
        found.append(_difference(other, one))
    return found


def unlike(old: Machine, new: Machine) -> Mapping[str, tuple[str, str]]:
    """Return what differs between the places of two reports, by name."""
    pairs = {
        name: (str(getattr(old, name)), str(getattr(new, name)))
        for name in ("packages", "processor", "cores", "system", "python")
    }
    for name in sorted({*old.libraries, *new.libraries}):
        pairs[name] = (old.libraries.get(name, "none"), new.libraries.get(name, "none"))
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _difference(old: Series, new: Series) -> Difference:
    before, after = _middle(old), _middle(new)
    percent = (after / before - 1) * 100 if before else (0.0 if before == after else None)
    return Difference(old, new, percent, _verdict(old, new, percent))


def _verdict(old: Series, new: Series, percent: float | None) -> Verdict:
    if percent is not None and abs(percent) <= _LEAST:
        return "noise"
    if min(len(old.values), len(new.values)) < _FEWEST:
        return "few values"
    (low, high), (new_low, new_high) = _spread(old), _spread(new)
    is_time = new.unit in _TIMES
    if new_low > high:
        return "slower" if is_time else "more"
    if new_high < low:
        return "quicker" if is_time else "less"
    return "noise"


def _middle(one: Series) -> float:
    return one.median / (median(one.floor) or 1) if one.floor else one.median


def _spread(one: Series) -> tuple[float, float]:
    low, high = _range(one.values)
    floor_low, floor_high = _range(one.floor) if one.floor else (1.0, 1.0)
    return low / (floor_high or 1), high / (floor_low or 1)


def _range(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < _ENOUGH:
        return min(values), max(values)
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def print_comparison(old: Report, new: Report) -> None:
    """Print a table for each group, after a warning where the two cannot be set side by side."""
    console = Console(width=118)
    if others := unlike(old.machine, new.machine):
        told = "; ".join(
            f"{name}: {before}, then {after}" for name, (before, after) in others.items()
        )
        console.print(
            f"WARNING: the reports are of different places ({told}); only ratios to a floor and "
            "bytes are compared",
            style="bold red",
            highlight=False,
            markup=False,
        )
    found = compare(old, new)
    for group, members in groupby(found, key=lambda one: one.new.group):
        table = Table("what", "unit", title=group, title_justify="left")
        for title in ("before", "x floor", "after", "x floor", "change", ""):
            table.add_column(title, justify="right")
        for one in members:
            table.add_row(*_cells(one))
        console.print(table)
    left_out = len(new.series) - len(found)
    clear = sum(one.verdict not in ("noise", "few values") for one in found)
    console.print(
        f"{len(found)} compared, {clear} differ by more than the noise, {left_out} left out",
        highlight=False,
    )


def _cells(one: Difference) -> Iterable[str | Text]:
    sides = []
    for side in (one.old, one.new):
        sides += [
            shown(side.median, side.unit),
            "" if side.ratio is None else f"{side.ratio:.2f}",
        ]
    change = "from 0" if one.percent is None else f"{one.percent:+.1f} %"
    verdict = "" if one.verdict == "noise" else one.verdict
    return [Text(one.new.what), one.new.unit, *sides, change, verdict]


def main() -> None:
    """Compare the two files named on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.compare", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("old", type=Path, metavar="OLD.json")
    parser.add_argument("new", type=Path, metavar="NEW.json")
    asked = parser.parse_args()
    reports = []
    for file in (asked.old, asked.new):
        try:
            reports.append(read_json(file))
        except (OSError, msgspec.DecodeError) as error:
            parser.error(f"{file} is no report that can be read: {error}")
    print_comparison(*reports)


if __name__ == "__main__":
    main()

"""The same figures with ten times and a hundred times as many packages, and what each one costs.

The caches are filled without a site. A slope is told between neighbouring sizes, and fitted by
least squares to the medians of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import linear_regression
from tempfile import TemporaryDirectory

from benchmarks.filling import Filled, fill
from benchmarks.keys import press_keys
from benchmarks.prepare import Ground
from benchmarks.report import Aim, Series
from benchmarks.start import start_floor, start_pkgtui
from benchmarks.watching import wait_for_bytes, wait_for_calm

SIZES = (540, 5_400, 54_000)
_START, _CPU, _MEMORY = "start, filled list", "start and leave, processor", "memory at rest"
_LOAD, _DISK = "load from the store", "cache on disk"
_KEYS = (
    "a letter in the search",
    "a letter in the filter",
    "S, the list turned round",
    "s and enter, another order",
    "Down in packages",
    "PageDown in packages",
    "Enter on a package",
    "1 to 5, another screen",
)
_FLAT = Aim(0.02, "median")
"""One millisecond among 50,000 packages: less cannot be told from noise."""
_AIMS: Mapping[str, Aim] = {
    _START: Aim(12, "median"),
    _CPU: Aim(12, "median"),
    "a letter in the search": Aim(1.5, "median"),
    "Down in packages": _FLAT,
    "PageDown in packages": _FLAT,
}
_ROUNDS = 2
"""More would press PageDown beyond the end of the smallest list."""


def measure(ground: Ground, repeat: int, sizes: Sequence[int]) -> Iterator[Series]:
    """Measure everything at each size, smallest first."""
    found: dict[str, dict[int, Series]] = {}
    for size in sorted(sizes):
        with TemporaryDirectory(dir=ground.folder) as folder:
            filled = fill(ground.site.url, Path(folder), size)
            sized = replace(ground, packages=size, cache=Path(folder))
            for one in (*_kept(filled), *_started(sized, repeat), *_pressed(sized, repeat)):
                named = replace(one, what=f"{one.what}, {size:,}")
                found.setdefault(one.what, {})[size] = named
    yield from (one for by_size in found.values() for one in by_size.values())
    slopes = [slope for by_size in found.items() for slope in slopes_of(*by_size)]
    yield from sorted(slopes, key=lambda one: one.group, reverse=True)


def _kept(filled: Filled) -> Iterator[Series]:
    aims = [Aim(0.4, "ratio")]
    yield Series("growth", _DISK, "MB", [filled.disk / 1e6], [filled.json / 1e6], aims)
    yield Series("growth", _LOAD, "ms", filled.loads)


def _started(ground: Ground, repeat: int) -> Iterator[Series]:
    floors, starts = [], []
    for _ in range(repeat + 1):
        floors.append(start_floor(ground))
        starts.append(start_pkgtui(ground))
    for what, unit, part in (
        (_START, "ms", "filled"),
        (_CPU, "s", "cpu"),
        (_MEMORY, "MB", "memory"),
    ):
        # The first of each found cold files.
        values = [getattr(one, part) for one in starts[1:]]
        yield Series("growth", what, unit, values, [getattr(one, part) for one in floors[1:]])


def _pressed(ground: Ground, repeat: int) -> Iterator[Series]:
    with ground.terminal(ground.pkgtui("--offline")) as terminal:
        wait_for_bytes(terminal, "▆")
        wait_for_calm(terminal)
        answers = press_keys(terminal, min(repeat, _ROUNDS))
    for what in _KEYS:
        yield Series("growth", what, "ms", [one.settled for one in answers[what]])


def slopes_of(what: str, by_size: Mapping[int, Series]) -> Iterator[Series]:
    """Tell what one more package costs, in microseconds or bytes; nothing of a single size.

    Args:
        what: The figure, by which its aim is known.
        by_size: The same figure, in the same unit, by the number of packages, smallest first.
    """
    if len(by_size) < 2:
        return
    unit, factor = _PER_PACKAGE[next(iter(by_size.values())).unit]
    points = [(size, one.median * factor) for size, one in by_size.items()]
    fitted = linear_regression(*zip(*points, strict=True)).slope
    aims = [_AIMS[what]] if what in _AIMS else []
    yield Series(f"{_MORE}, fitted", what, unit, [fitted], (), aims)
    for (size, cost), (larger, more) in pairwise(points):
        between = f"{what}: {size:,} to {larger:,}"
        slope = (more - cost) / (larger - size)
        yield Series(f"{_MORE}, between neighbours", between, unit, [slope])


_MORE = "growth, a package more"
_PER_PACKAGE = {"ms": ("µs/package", 1e3), "s": ("µs/package", 1e6), "MB": ("B/package", 1e6)}
"""In which unit a figure's slope is told, and how many of it the figure's own unit has."""

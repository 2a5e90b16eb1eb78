"""The single steps of ``benchmarks/micro``, run by pytest-benchmark and told like all others."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from benchmarks.prepare import ROOT
from benchmarks.report import Series

_MOST = 100
"""Values that are kept of a step; some are repeated ten thousand times."""
_LONGEST = 60


class _Stats(msgspec.Struct):
    data: list[float]


class _Step(msgspec.Struct):
    name: str
    stats: _Stats


class _Steps(msgspec.Struct):
    benchmarks: list[_Step]


def measure() -> Iterator[Series]:
    """Measure every step as often as pytest-benchmark thinks right."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "steps.json"
        command = [sys.executable, "-m", "pytest", "benchmarks/micro", "--benchmark-disable-gc"]
        command += [f"--benchmark-json={file}", "--quiet", "-p", "no:cacheprovider"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        found = msgspec.json.decode(file.read_bytes(), type=_Steps)
    for step in found.benchmarks:
        what = step.name.removeprefix("bench_").replace("_", " ")
        values = [seconds * 1e3 for seconds in _thinned(step.stats.data)]
        yield Series("single steps", what[:_LONGEST], "ms", values)


def _thinned(values: Sequence[float]) -> Sequence[float]:
    """Return the smallest and the largest value and evenly spread ones between, in order."""
    ordered = sorted(values)
    if len(ordered) <= _MOST:
        return ordered
    return [ordered[at * (len(ordered) - 1) // (_MOST - 1)] for at in range(_MOST)]

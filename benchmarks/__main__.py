"""Measures the program against its floors: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.prepare import Ground, prepared
from benchmarks.report import Report, Series, print_report, this_machine, write_json

from benchmarks import (
    cold,
    commands,
    growth,
    idle,
    instructions,
    keys,
    leaving,
    memory,
    peers,
    slow_link,
    ssh,
    start,
    steps,
    sync,
    syncing_keys,
)


@dataclass(frozen=True)
class _Asked:
    """What one measurement is asked for; the attributes are those of the command line."""

    rounds: int
    syncs: int
    idle: float
    sizes: Sequence[int]

    @property
    def glance(self) -> float:
        """Seconds of rest where rest is not what the measurement is about."""
        return min(self.idle, 20.0)


_Measure = Callable[[Ground, _Asked], Iterable[Series]]

MEASUREMENTS: Mapping[str, tuple[int, _Measure]] = {
    "start": (7, lambda ground, asked: start.measure(ground, asked.rounds)),
    "cold": (4, lambda ground, asked: cold.measure(ground, asked.rounds)),
    "commands": (7, lambda ground, asked: commands.measure(ground, asked.rounds)),
    "keys": (7, lambda ground, asked: keys.measure(ground, asked.rounds)),
    "sync-keys": (2, lambda ground, asked: syncing_keys.measure(ground, asked.rounds)),
    "ssh": (4, lambda ground, asked: ssh.measure(ground, asked.rounds, asked.glance)),
    "slow-link": (2, lambda ground, asked: slow_link.measure(ground, asked.rounds)),
    "sync": (7, lambda ground, asked: sync.measure(ground, asked.rounds)),
    "leaving": (4, lambda ground, asked: leaving.measure(ground, asked.rounds)),
    "memory": (4, lambda ground, asked: memory.measure(ground, asked.rounds, asked.syncs)),
    "growth": (4, lambda ground, asked: growth.measure(ground, asked.rounds, asked.sizes)),
    "peers": (4, lambda ground, asked: peers.measure(ground, asked.rounds, asked.glance)),
    "idle": (1, lambda ground, asked: idle.measure(ground, asked.idle)),
    "steps": (1, lambda _ground, _asked: steps.measure()),
    "instructions": (1, lambda ground, _asked: instructions.measure(ground)),
}
"""How often each is done if nobody says otherwise, and what does it."""
_SLOW = {"instructions"}
"""What is measured only if it is named."""


def main() -> int:
    """Measure what was asked for and print it; return 1 if a measurement failed."""
    parser = _parser()
    asked = parser.parse_args()
    if asked.syncs < 2:
        parser.error("--syncs: a slope needs two")
    if unknown := set(asked.which) - set(MEASUREMENTS):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")

    before = os.getloadavg()[0]
    found: list[Series] = []
    failed: list[str] = []
    with prepared(asked.packages) as ground:
        for name in asked.which or [name for name in MEASUREMENTS if name not in _SLOW]:
            print(f"measuring {name} ...", end=" ", flush=True)
            began = time.monotonic()
            rounds, measure = MEASUREMENTS[name]
            wish = _Asked(asked.repeat or rounds, asked.syncs, asked.idle, asked.sizes)
            try:
                found += measure(ground, wish)
            except (AssertionError, subprocess.CalledProcessError) as error:
                # The others took long, too; what they found is not thrown away.
                failed.append(name)
                print(f"FAILED: {error}", flush=True)
            else:
                print(f"{time.monotonic() - began:.0f} s", flush=True)
    report = Report(this_machine(asked.packages, before), found)
    print_report(report)
    if asked.json:
        write_json(asked.json, report)
    if failed:
        print(f"FAILED: {', '.join(failed)}; the reasons stand above the tables")
    return 1 if failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "which",
        nargs="*",
        metavar="MEASUREMENT",
        help=f"what to measure: {', '.join(MEASUREMENTS)} (all but {', '.join(_SLOW)})",
    )
    parser.add_argument(
        "--repeat", type=int, metavar="N", help="rounds of each (each has a number of its own)"
    )
    parser.add_argument(
        "--packages",
        type=int,
        default=5400,
        metavar="N",
        help="packages of the site (%(default)s); `keys` needs 200 for each round",
    )
    parser.add_argument(
        "--syncs", type=int, default=30, metavar="N", help="syncs of one dashboard (%(default)s)"
    )
    parser.add_argument(
        "--idle", type=float, default=60, metavar="SECONDS", help="time at rest (%(default)s)"
    )
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=growth.SIZES,
        metavar="N",
        help=f"packages of `growth` ({' '.join(map(str, growth.SIZES))})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value to FILE")
    return parser


if __name__ == "__main__":
    sys.exit(main())

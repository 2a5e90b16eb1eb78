"""Measures the program against its floors: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
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
    sync,
    syncing_keys,
)

Measurement = Callable[[Ground, argparse.Namespace], Iterable[Series]]

MEASUREMENTS: Mapping[str, Measurement] = {
    "start": lambda ground, asked: start.measure(ground, asked.repeat),
    "cold": lambda ground, asked: cold.measure(ground, asked.repeat),
    "commands": lambda ground, asked: commands.measure(ground, asked.repeat),
    "keys": lambda ground, asked: keys.measure(ground, asked.repeat),
    "sync-keys": lambda ground, asked: syncing_keys.measure(ground, asked.repeat),
    "ssh": lambda ground, asked: ssh.measure(ground, asked.repeat),
    "sync": lambda ground, asked: sync.measure(ground, asked.repeat),
    "slow-link": lambda ground, asked: slow_link.measure(ground, max(1, asked.repeat // 5)),
    "growth": lambda ground, asked: growth.measure(ground, asked.repeat, asked.sizes),
    "leaving": lambda ground, asked: leaving.measure(ground, asked.repeat),
    "memory": lambda ground, asked: memory.measure(ground, asked.repeat, asked.syncs),
    "peers": lambda ground, asked: peers.measure(ground, min(asked.repeat, 5), min(asked.idle, 60)),
    "idle": lambda ground, asked: idle.measure(ground, asked.idle),
    "instructions": lambda ground, _: instructions.measure(ground),
}

SLOW = {"instructions"}
"""What is measured only if it is named."""


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "which",
        nargs="*",
        metavar="MEASUREMENT",
        help=f"what to measure: {', '.join(MEASUREMENTS)} (all but {', '.join(SLOW)})",
    )
    parser.add_argument("--repeat", type=int, default=10, help="rounds of each (%(default)s)")
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
        help=f"packages of each growth ({' '.join(map(str, growth.SIZES))})",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value to FILE")
    asked = parser.parse_args()
    if asked.syncs < 2:
        parser.error("--syncs: a slope needs two")
    if unknown := set(asked.which) - set(MEASUREMENTS):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")

    before = os.getloadavg()[0]
    found: list[Series] = []
    with prepared(asked.packages) as ground:
        for name in asked.which or [name for name in MEASUREMENTS if name not in SLOW]:
            print(f"measuring {name} ...", flush=True)
            found += MEASUREMENTS[name](ground, asked)
    report = Report(this_machine(asked.packages, before), found)
    print_report(report)
    if asked.json:
        write_json(asked.json, report)


main()

"""Measures the program against its floors: ``python -m benchmarks``, or ``make bench``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks import cold, commands, keys, ssh, start, sync, syncing_keys
from benchmarks.prepare import Ground, prepared
from benchmarks.report import Report, Series, print_report, this_machine, write_json

MEASUREMENTS: Mapping[str, Callable[[Ground, int], Iterable[Series]]] = {
    "start": start.measure,
    "cold": cold.measure,
    "commands": commands.measure,
    "keys": keys.measure,
    "sync-keys": syncing_keys.measure,
    "ssh": ssh.measure,
    "sync": sync.measure,
}


def main() -> None:
    """Measure what was asked for and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "which",
        nargs="*",
        metavar="MEASUREMENT",
        help=f"what to measure: {', '.join(MEASUREMENTS)} (all)",
    )
    parser.add_argument("--repeat", type=int, default=10, help="rounds of each (%(default)s)")
    parser.add_argument(
        "--packages",
        type=int,
        default=5400,
        metavar="N",
        help="packages of the site (%(default)s); `keys` needs 200 for each round",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every value to FILE")
    asked = parser.parse_args()
    if unknown := set(asked.which) - set(MEASUREMENTS):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")

    before = os.getloadavg()[0]
    found: list[Series] = []
    with prepared(asked.packages) as ground:
        for name in asked.which or MEASUREMENTS:
            print(f"measuring {name} ...", flush=True)
            found += MEASUREMENTS[name](ground, asked.repeat)
    report = Report(this_machine(asked.packages, before), found)
    print_report(report)
    if asked.json:
        write_json(asked.json, report)


main()

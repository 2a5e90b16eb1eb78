"""A whole sync against a bare httpx loop over the same pages, in turns.

The site runs on the same machine: what it takes to answer is in both.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec
from benchmarks.filling import disk_usage
from benchmarks.prepare import Cost, Ground
from benchmarks.report import Aim, Series
from benchmarks.walking import Took

_WALKING = (sys.executable, str(Path(__file__).with_name("walking.py")))


def measure(ground: Ground, repeat: int) -> Iterable[Series]:
    """Sync an empty cache so many times, and a full one, and ask for the same pages barely."""
    bare: list[Took] = []
    first: list[Took] = []
    again: list[Took] = []
    commands: list[Cost] = []
    disk: list[float] = []
    addresses = _addresses(ground)
    for _ in range(repeat):
        command = (*_WALKING, "bare", ground.site.url)
        bare.append(_took(ground.run(command, "\n".join(addresses))))
        with ground.own_cache(empty=True) as cache:
            first.append(_took(ground.run((*_WALKING, "sync", ground.site.url, str(cache)))))
            again.append(_took(ground.run((*_WALKING, "sync", ground.site.url, str(cache)))))
            disk.append(disk_usage(cache) / 1e6)
        with ground.own_cache() as cache:
            commands.append(ground.run(ground.pkgtui("sync", cache=cache)))
    wall, cpu = [one.wall for one in bare], [one.cpu for one in bare]
    # What the site sent, unpacked.
    sent = [one.size / 1e6 for one in bare]
    aims = [Aim(1.15, "ratio")]
    return [
        Series("sync", "bare httpx loop", "s", wall),
        Series("sync", "first sync", "s", [one.wall for one in first], wall, aims),
        Series("sync", "sync over a catalog", "s", [one.wall for one in again], wall, aims),
        Series("sync", "pkgtui sync, with Python's start", "s", [it.wall for it in commands], wall),
        Series("sync", "processor: bare httpx loop", "s", cpu),
        Series("sync", "processor: first sync", "s", [one.cpu for one in first], cpu),
        Series("sync", "processor: sync over a catalog", "s", [one.cpu for one in again], cpu),
        Series("sync", "cache on disk", "MB", disk, sent, [Aim(0.4, "ratio")]),
    ]


def _addresses(ground: Ground) -> list[str]:
    """Sync once; return the path and query of each request, in the order of their arrival."""
    ground.site.clear()
    with ground.own_cache() as cache:
        ground.run(ground.pkgtui("sync", cache=cache))
    return [request.address for request in ground.site.requests()]


def _took(cost: Cost) -> Took:
    return msgspec.json.decode(cost.output, type=Took)

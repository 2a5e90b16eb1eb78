"""Reads a whole site once and prints what that took; run in a process of its own.

``walking.py bare URL`` asks with httpx for the addresses on standard input, four at once, and
does nothing with the answers. ``walking.py sync URL FOLDER`` does what a sync does.
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec

from pkgtui.api.client import SiteClient
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.sync import sync_into

_LANES = 4


class Took(msgspec.Struct, frozen=True):
    """Seconds, without those in which Python starts and imports; bytes of the answers, unpacked.

    Attributes:
        size: Of a bare loop; a sync does not tell.
    """

    wall: float
    cpu: float
    size: int = 0


async def _bare(site_url: str, addresses: list[str]) -> int:
    left = iter(addresses)
    size = 0

    async def ask(http: httpx.AsyncClient) -> None:
        nonlocal size
        for address in left:
            answer = await http.get(f"{site_url}{address}")
            size += len(answer.raise_for_status().content)

    headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
    async with httpx.AsyncClient(headers=headers, timeout=60) as http, asyncio.TaskGroup() as group:
        for _ in range(_LANES):
            group.create_task(ask(http))
    return size


async def _sync(site_url: str, folder: Path) -> int:
    store = CatalogStore.open(folder)
    async with SiteClient(site_url) as client:
        await sync_into(
            store,
            client,
            previous=store.load(),
            now=lambda: datetime.now(UTC),
            report=lambda _: None,
        )
    store.close()
    return 0


def main() -> None:
    """Do as told by the command line."""
    kind, site_url, *folder = sys.argv[1:]
    walk = (
        _bare(site_url, sys.stdin.read().split())
        if kind == "bare"
        else _sync(site_url, Path(*folder))
    )
    spent, began = time.process_time(), time.perf_counter()
    size = asyncio.run(walk)
    took = Took(time.perf_counter() - began, time.process_time() - spent, size)
    sys.stdout.buffer.write(msgspec.json.encode(took))


if __name__ == "__main__":
    main()

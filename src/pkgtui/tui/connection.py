"""The connection to the site, made when it is first wanted."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkgtui.api.client import SiteClient


class SiteConnection:
    """One client for all that a dashboard asks of the site."""

    def __init__(self, site_url: str) -> None:
        self._site_url = site_url
        self._client: SiteClient | None = None
        self._lock = asyncio.Lock()
        self._open = AsyncExitStack()

    async def client(self) -> SiteClient:
        """Return the client, which is open until `close`."""
        async with self._lock:
            if self._client is None:
                client = await asyncio.to_thread(_make_client, self._site_url)
                self._client = await self._open.enter_async_context(client)
            return self._client

    async def close(self) -> None:
        """Close what is open."""
        await self._open.aclose()


def _make_client(site_url: str) -> SiteClient:
    from pkgtui.api.client import SiteClient  # noqa: PLC0415 - httpx takes a quarter of a second

    return SiteClient(site_url)

"""A snapshot from a web server, which is asked for it only when it has another one."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import NamedTuple

import httpx

from pkgtui.api.errors import ApiError, Refused
from pkgtui.api.pace import Pause
from pkgtui.api.transport import Arrived, Asking, Transport
from pkgtui.models.source import Source

_ACCEPT = {"Accept": "application/octet-stream, */*;q=0.5"}
_LONGEST_VALIDATOR = 300


class Download(NamedTuple):
    """What a server sent, not looked into, and how to ask for what comes after it."""

    body: bytes
    source: Source


class SnapshotClient(Asking):
    """Asks for one address, as `SiteClient` asks its site; use as an async context manager.

    Attributes:
        host: The server's name, and its port if it has one of its own.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = 120.0,
        pause: Pause = asyncio.sleep,
        wire: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Take the address; nothing is asked yet.

        Args:
            url: With http or https and a host, and neither a name nor a password.
            timeout: Seconds that one request may take as a whole.
            pause: Waits between retries.
            wire: What carries the requests instead of the network.

        Raises:
            ApiError: `url` is no such address.
        """
        self._url = url
        self._transport = Transport(_checked(url), timeout=timeout, pause=pause, wire=wire)
        self.host = self._transport.host

    async def fetch(self, arrived: Arrived = lambda _done, _total: None) -> Download:
        """Return what lies at the address.

        Args:
            arrived: Called with the bytes that have come, and how many there will be, if told.

        Raises:
            ApiError: It could not be had.
        """
        return await self._transport.fetch(self._url, self._took, _ACCEPT, arrived)

    async def fetch_newer(self, known: Source, arrived: Arrived) -> Download | None:
        """Return what lies at the address, None when that is still what is `known`.

        Where that came from another address it is asked for whatever it is; else as `fetch`.
        """
        wishes = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        wanted = {name: value for name, value in wishes.items() if value}
        if not wanted or known.url != self._url:
            return await self.fetch(arrived)
        try:
            return await self._transport.fetch(self._url, self._took, _ACCEPT | wanted, arrived)
        except Refused as error:
            if error.status == HTTPStatus.NOT_MODIFIED:
                return None
            raise

    def _took(self, body: bytes, headers: Mapping[str, str]) -> Download:
        etag, modified = _validator(headers.get("ETag")), _validator(headers.get("Last-Modified"))
        source = Source(url=self._url, etag=etag, modified=modified, asked_at=datetime.now(UTC))
        return Download(body, source)


def _validator(value: str | None) -> str | None:
    """Return what a server named a state by, if it can be sent back as it is."""
    if value and value.isascii() and value.isprintable() and len(value) <= _LONGEST_VALIDATOR:
        return value
    return None


def _checked(url: str) -> httpx.URL:
    # It is not quoted: what stands in an address can be a secret.
    wrong = "That is not the address of a snapshot: it should read https://host/file"
    try:
        address = httpx.URL(url)
    except (ValueError, httpx.InvalidURL) as error:
        raise ApiError(wrong) from error
    if address.scheme not in ("http", "https") or not address.host or address.userinfo:
        raise ApiError(wrong)
    return address

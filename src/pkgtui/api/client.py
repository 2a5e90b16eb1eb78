"""The site's API v4 and sitemap as typed calls."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

import httpx

from pkgtui.api import page, schema
from pkgtui.api.errors import ApiError, NotFound
from pkgtui.api.pace import Pause
from pkgtui.api.schema import Page
from pkgtui.api.transport import Asking, Transport
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.hits import SearchHit
from pkgtui.models.notice import Notice
from pkgtui.text import clean, one_line

__all__ = ["Page", "SiteClient"]

Item = TypeVar("Item")

_COLLECTIONS: Mapping[type, str] = {Category: "categories", Grid: "grids", Package: "packages"}
_MOST_DIGITS = 18  # longer numbers are beyond what the site's database can hold
_MOST_WORDS = 300  # characters; the site refuses lines over 4,094 bytes


class SiteClient(Asking):
    """An async client of one directory site; use as an async context manager.

    It asks for JSON, and for one page of HTML, under its own name, keeps no cookies, sends at
    most 4 requests at once, and after a burst of 25 two a second. What may pass is asked again up
    to three times, as long as a walk's stock of 20 such retries lasts; sound answers slowly
    refill it. Nothing is asked before the time that the site named; where that is far off, calls
    fail at once until then.

    Every call raises an `ApiError`, whose text is a sentence for people.

    Attributes:
        site_url: The site's address without a slash at its end.
    """

    def __init__(
        self,
        site_url: str,
        *,
        timeout: float = 60.0,
        pause: Pause = asyncio.sleep,
        wire: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """Take the site's address; nothing is asked yet.

        Args:
            site_url: With http or https and a host; a path before ``/api/v4/`` is kept.
            timeout: Seconds that one request may take as a whole.
            pause: Waits between requests and retries.
            wire: What carries the requests instead of the network.

        Raises:
            ApiError: `site_url` is no address of a site.
        """
        self.site_url = site_url.rstrip("/")
        site = _checked(self.site_url)
        self._transport = Transport(site, timeout=timeout, pause=pause, wire=wire)

    @property
    def struggling(self) -> bool:
        """Whether the site lately answered 429, 5xx, slowly or not at all: ask for less."""
        return self._transport.struggling

    @property
    def has_answered(self) -> bool:
        """Whether a whole answer has come in this walk, so that asking for less may help."""
        return self._transport.has_answered

    def begin_walk(self) -> None:
        """Give the walk that begins its own stock of retries."""
        self._transport.begin_walk()

    def break_quiet(self) -> None:
        """Ask though the site wished to be left alone for long: a person wants to know."""
        self._transport.break_quiet()

    async def greet(self) -> None:
        """Ask once for the least there is, only to see whether the site answers."""
        self._transport.spend_retries()
        await self.categories(0, 1)

    async def categories(self, offset: int, limit: int) -> Page[Category]:
        """A stretch of the list of categories, the newest first."""
        return await self._page(Category, offset, limit)

    async def grids(self, offset: int, limit: int) -> Page[Grid]:
        """A stretch of the list of grids, the newest first."""
        return await self._page(Grid, offset, limit)

    async def packages(self, offset: int, limit: int) -> Page[Package]:
        """A stretch of the list of packages, the newest first."""
        return await self._page(Package, offset, limit)

    async def package(self, key: int | str) -> Package:
        """One package by id or slug; a text of digits is taken as an id.

        Raises:
            NotFound: There is none.
        """
        return await self._entry(Package, key)

    async def grid(self, key: int | str) -> Grid:
        """One grid by id or slug; a text of digits is taken as an id.

        Raises:
            NotFound: There is none.
        """
        return await self._entry(Grid, key)

    async def category(self, key: int) -> Category:
        """One category by id; the site knows no address by slug.

        Raises:
            NotFound: There is none.
        """
        return await self._entry(Category, key)

    async def search(self, words: str) -> list[SearchHit]:
        """The site's own search, best hits first: at most 20, packages and grids mixed."""
        asked = one_line(clean(words))[:_MOST_WORDS]
        if not asked:
            return []
        query = urlencode({"q": asked})
        return await self._transport.get(self._api(f"search/?{query}"), schema.read_hits)

    async def active_slugs(self) -> frozenset[str]:
        """The slugs of all packages that are neither deprecated, archived nor replaced."""
        return await self._transport.get(
            f"{self.site_url}/sitemap-packages.xml", schema.read_active_slugs
        )

    async def notice(self, slug: str) -> Notice:
        """What the page of a package warns of, such as that another has replaced it.

        Raises:
            NotFound: There is no such page.
        """
        segment = _segment(slug)
        if segment is None:
            raise NotFound(f"{self._transport.host} has no page of {one_line(clean(slug))}")
        url = f"{self.site_url}/packages/p/{segment}/"
        return await self._transport.get(url, page.read_notice, accept="text/html")

    async def _page(self, record: type[Item], offset: int, limit: int) -> Page[Item]:
        url = self._api(f"{_COLLECTIONS[record]}/?limit={limit}&offset={offset}")
        return await self._transport.get(url, partial(schema.read_page, record))

    async def _entry(self, record: type[Item], key: int | str) -> Item:
        missing = NotFound(
            f"{self._transport.host} has no {record.__name__.lower()} {one_line(clean(str(key)))}"
        )
        segment = _segment(str(key))
        if segment is None:
            raise missing
        url = self._api(f"{_COLLECTIONS[record]}/{segment}/")
        try:
            return await self._transport.get(url, partial(schema.read_entry, record))
        except NotFound:
            raise missing from None

    def _api(self, path: str) -> str:
        return f"{self.site_url}/api/v4/{path}"


def _checked(site_url: str) -> httpx.URL:
    """Return `site_url` if it is the address of a site."""
    shown = one_line(clean(site_url))
    try:
        parts = urlsplit(site_url)
        site, _ = httpx.URL(site_url), parts.port
    except (ValueError, httpx.InvalidURL) as error:
        raise ApiError(f"{shown} is not the address of a site") from error
    if parts.scheme not in ("http", "https") or not site.host or parts.query or parts.fragment:
        raise ApiError(f"{shown} is not the address of a site: it should read https://host")
    return site


def _segment(key: str) -> str | None:
    """Return `key` as one segment of a path; None when it cannot be one without changing it."""
    if key in ("", ".", "..") or key != clean(key) or any(mark in key for mark in "/\\\n\t"):
        return None
    if key.isdigit() and len(key) > _MOST_DIGITS:
        return None
    return quote(key, safe="")

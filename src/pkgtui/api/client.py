"""The site's API v4 and sitemap as typed calls."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.hits import SearchHit

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A stretch of one of the site's lists.

    Attributes:
        items: The rows that could be read, in the site's order.
        ids: The id of every row that arrived, in order; None where not even that could be read.
        refused: How many rows could not be read.
        count: How many rows the whole list has, as the site claims.
    """

    items: tuple[Item, ...]
    ids: tuple[int | None, ...]
    refused: int
    count: int


class SiteClient:
    """An async client of one directory site; use as an async context manager."""

    def __init__(self, site_url: str, *, timeout: float = 60.0) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        raise NotImplementedError

    async def __aexit__(self, *exc: object) -> None:
        raise NotImplementedError

    async def categories(self, offset: int, limit: int) -> Page[Category]:
        raise NotImplementedError

    async def grids(self, offset: int, limit: int) -> Page[Grid]:
        raise NotImplementedError

    async def packages(self, offset: int, limit: int) -> Page[Package]:
        raise NotImplementedError

    async def package(self, key: int | str) -> Package:
        raise NotImplementedError

    async def grid(self, key: int | str) -> Grid:
        raise NotImplementedError

    async def category(self, key: int) -> Category:
        raise NotImplementedError

    async def search(self, words: str) -> list[SearchHit]:
        raise NotImplementedError

    async def active_slugs(self) -> frozenset[str]:
        raise NotImplementedError

    @property
    def struggling(self) -> bool:
        raise NotImplementedError

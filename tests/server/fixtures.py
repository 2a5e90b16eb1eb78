"""The test sites that tests ask for by name."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from tests.server.running import SiteServer, running_site

from pkgtui.api.client import SiteClient


@pytest.fixture(scope="session")
def _running_small_site() -> Iterator[SiteServer]:
    with running_site(packages=60, grids=12) as site:
        yield site


@pytest.fixture(scope="session")
def _running_big_site() -> Iterator[SiteServer]:
    with running_site(packages=5400, grids=380) as site:
        yield site


@pytest.fixture
def small_site(_running_small_site: SiteServer) -> SiteServer:
    """A running site of 60 packages and 12 grids, as new: quick to walk."""
    _running_small_site.reset()
    return _running_small_site


@pytest.fixture
def big_site(_running_big_site: SiteServer) -> SiteServer:
    """A running site of 5,400 packages and 380 grids, as new."""
    _running_big_site.reset()
    return _running_big_site


async def _no_pause(_seconds: float) -> None:
    await asyncio.sleep(0)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program wait two seconds where it waits a minute, and not at all before a retry."""
    usual = SiteClient.__init__.__kwdefaults__
    hurried = {**(usual or {}), "timeout": 2.0, "pause": _no_pause}
    monkeypatch.setattr(SiteClient.__init__, "__kwdefaults__", hurried)

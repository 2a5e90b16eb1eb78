"""Runs the dashboard without a terminal, and waits for what it shows."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from textual.pilot import Pilot
from textual.widget import Widget

from pkgtui.paths import sample_file
from pkgtui.settings import Settings
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import decode
from pkgtui.tui.app import Dashboard
from pkgtui.tui.state import State
from pkgtui.tui.widgets.table import Table

WIDE, NARROW = (120, 40), (80, 24)
SAMPLE_DAY = datetime(2026, 2, 16, 12, 0, tzinfo=UTC)


def settings_in(folder: Path, **changes: Any) -> Settings:
    """Settings whose cache lies in `folder`."""
    return Settings(cache_dir=folder / "cache", **changes)


def dashboard(
    folder: Path, *, sample: bool = True, now: datetime | None = SAMPLE_DAY, **changes: Any
) -> Dashboard:
    """A dashboard, on the built-in sample unless told otherwise."""
    state = State(settings_in(folder, **changes))
    if now is not None:
        state.now = lambda: now
    return Dashboard(state.settings, sample=sample, state=state)


class Viewer:
    """What a person sees of a running dashboard, and the keys in their hands."""

    def __init__(self, app: Dashboard, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    async def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        """Let the dashboard work until `condition` holds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"this never came to be on:\n{self.text}"
            await self.pilot.pause()

    async def sees(self, *words: str) -> None:
        """Wait until all of `words` are on the screen."""
        await self.until(lambda: all(word in self.text or word in self.flowing for word in words))

    async def opens(self, screen: str) -> None:
        """Wait until the screen in view is of that class."""
        await self.until(lambda: type(self.app.screen).__name__ == screen)

    @property
    def lines(self) -> list[str]:
        """The screen, line by line."""
        width, height = self.app.size
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return [strip.text.ljust(width) for strip in strips[:height]]

    @property
    def text(self) -> str:
        """The screen."""
        return "\n".join(self.lines)

    @property
    def flowing(self) -> str:
        """The screen as running text, in which a sentence may go over a line's end."""
        return " ".join(self.text.split())

    @property
    def notices(self) -> str:
        """What the dashboard has told in passing."""
        return " ".join(notice.message for notice in self.app._notifications)

    def table(self, selector: str = "Table") -> Table[Any]:
        """A table of the screen in view."""
        return self.app.screen.query_one(selector, Table)

    def current(self, selector: str = "Table") -> Any:
        """The row under the cursor of a table of the screen in view."""
        row = self.table(selector).current
        assert row is not None
        return row

    def rows(self, selector: str = "Table") -> list[Any]:
        """The rows of a table of the screen in view."""
        return list(self.table(selector).rows)

    def widget(self, selector: str) -> Widget:
        """A widget of the screen in view."""
        return self.app.screen.query_one(selector)


async def settled(app: Dashboard, pilot: Pilot[None]) -> None:
    """Wait until the catalog is shown and no pane waits to follow the cursor."""
    deadline = time.monotonic() + 20
    while app.state.catalog is None or _has_timers(app) or list(app.workers):
        assert time.monotonic() < deadline, "the dashboard never came to rest"
        await pilot.pause()
    await pilot.pause()


def _has_timers(app: Dashboard) -> bool:
    timers = (timer for node in app.screen.walk_children(with_self=True) for timer in node._timers)
    return any(timer._repeat == 0 and timer._task and not timer._task.done() for timer in timers)


@asynccontextmanager
async def viewing(app: Dashboard, size: tuple[int, int] = WIDE) -> AsyncIterator[Viewer]:
    """Run `app` until the block ends."""
    async with app.run_test(size=size) as pilot:
        yield Viewer(app, pilot)


@asynccontextmanager
async def viewing_sample(
    folder: Path, size: tuple[int, int] = WIDE, **changes: Any
) -> AsyncIterator[Viewer]:
    """Run the dashboard on the built-in sample."""
    async with viewing(dashboard(folder, **changes), size) as viewer:
        await viewer.until(lambda: viewer.app.state.catalog is not None)
        await viewer.until(lambda: viewer.rows("PackageList Table"))
        yield viewer


def keep_directory(folder: Path) -> None:
    """Fill the cache in `folder` with what the sample lists, as if it had been synced."""
    catalog = decode(sample_file().read_bytes())
    generation = msgspec.structs.replace(catalog.generation, sample=False, synced_at=SAMPLE_DAY)
    with closing(CatalogStore.open(settings_in(folder).site_cache)) as store:
        store.commit(msgspec.structs.replace(catalog, generation=generation))


@asynccontextmanager
async def viewing_kept(
    folder: Path, size: tuple[int, int] = WIDE, **changes: Any
) -> AsyncIterator[Viewer]:
    """Run the dashboard offline on what `keep_directory` left in `folder`."""
    app = dashboard(folder, sample=False, offline=True, **changes)
    async with viewing(app, size) as viewer:
        await viewer.until(lambda: viewer.app.state.catalog is not None)
        yield viewer


def hours(number: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=number)

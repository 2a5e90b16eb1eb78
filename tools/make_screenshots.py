"""Makes the pictures of the README from the running program on its built-in sample."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from textual.pilot import Pilot

from pkgtui.models.requirements import specified
from pkgtui.projects.reading import Project
from pkgtui.settings import Settings
from pkgtui.tui.app import Dashboard
from pkgtui.tui.state import State

DOCS = Path(__file__).parent.parent / "docs" / "screenshots"
SAMPLE_DAY = datetime(2026, 2, 16, 12, 0, tzinfo=UTC)
TYPED_FIRST = ("slash", *"procrastinate", "enter")
MARK_THREE = ("space", "j", "space", "j", "space")

PICTURES: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("categories", "pkgtui-dark", ("tab", "down", "down")),
    ("grids", "pkgtui-dark", ("2", "f", *"task", "enter")),
    ("grid", "pkgtui-dark", ("2", "f", *"workers", "enter", "enter")),
    ("grid-turned", "pkgtui-dark", ("2", "f", *"workers", "enter", "enter", "t")),
    ("packages", "pkgtui-dark", ("3", "S")),
    ("package", "pkgtui-dark", TYPED_FIRST),
    ("package-light", "pkgtui-light", TYPED_FIRST),
    ("search", "pkgtui-dark", ("slash", *"procastinate")),
    ("search-words", "pkgtui-dark", ("slash", *"task queue")),
    ("choosing", "pkgtui-dark", ("3", "f", *"queue health:good commit:<1y", "enter")),
    ("why", "pkgtui-dark", (*TYPED_FIRST, "e")),
    ("compare", "pkgtui-dark", ("3", "f", *"queue health:good", "enter", *MARK_THREE, "c")),
    ("instead", "pkgtui-dark", ("slash", *"django-cron", "enter", "i")),
    ("changes", "pkgtui-dark", ("5",)),
    ("project", "pkgtui-dark", ("down",)),
    ("help", "pkgtui-dark", ("3", "question_mark")),
)
REQUIREMENTS = """\
django-cron
django-organizations==2.4.0
django-q==1.2.0
django-scheduler==0.10.1
procrastinate>=2,<3
requests
"""


async def take(name: str, theme: str, keys: Sequence[str], size: tuple[int, int]) -> str:
    """Press `keys` in a dashboard of `size` and return its picture as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        state = State(Settings(cache_dir=Path(folder), theme=theme), now=lambda: SAMPLE_DAY)
        state.project = _project() if name == "project" else None
        app = Dashboard(state.settings, sample=True, state=state)
        async with app.run_test(size=size) as pilot:
            await _ready(app, pilot)
            await pilot.press(*keys)
            # The panes that follow the cursor do so after a short rest.
            await pilot.pause(0.5)
            return app.export_screenshot(title=f"pkgtui: {name}")


def _project() -> Project:
    file = "requirements.txt"
    lines = enumerate(REQUIREMENTS.splitlines(), start=1)
    return Project(tuple(specified(text, file, line) for line, text in lines), (file,), ())


async def _ready(app: Dashboard, pilot: Pilot[None]) -> None:
    while app.state.catalog is None:
        await pilot.pause()
    await pilot.pause()


def main() -> None:
    """Write every picture, or those named on the command line."""
    DOCS.mkdir(parents=True, exist_ok=True)
    wanted = set(sys.argv[1:])
    for name, theme, keys in PICTURES:
        if not wanted or name in wanted:
            path = DOCS / f"{name}.svg"
            path.write_text(asyncio.run(take(name, theme, keys, (120, 36))), encoding="utf-8")
            print(path.name)


if __name__ == "__main__":
    main()

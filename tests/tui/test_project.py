"""What a project uses is marked in every list, and has a place of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.tui.harness import SAMPLE_DAY, WIDE, Viewer, keep_directory, settings_in, settled

from pkgtui.projects.reading import read_project
from pkgtui.tui.app import Dashboard
from pkgtui.tui.state import State

REQUIREMENTS = """\
django-q==1.2.0
procrastinate>=2,<3
django-cron
no-such-thing==2.0
-c limits.txt
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "requirements.txt").write_text(REQUIREMENTS)
    (folder / "limits.txt").write_text("django-organizations<3\n")
    return folder


@asynccontextmanager
async def viewing(
    folder: Path, project: Path | None, *, sample: bool = True
) -> AsyncIterator[Viewer]:
    asked = read_project([project]) if project else None
    state = State(settings_in(folder, offline=True), now=lambda: SAMPLE_DAY, project=asked)
    app = Dashboard(state.settings, sample=sample, state=state, project=asked)
    async with app.run_test(size=WIDE) as pilot:
        await settled(app, pilot)
        yield Viewer(app, pilot)


async def test_the_place_tells_what_is_used_and_how_old_it_is(
    tmp_path: Path, project: Path
) -> None:
    async with viewing(tmp_path, project) as viewer:
        await viewer.opens("ProjectScreen")
        await viewer.sees("6 Project", "3 packages", "1 other not in the directory")
        assert [package.slug for package in viewer.rows()] == [
            "django-q",
            "django_cron",
            "procrastinate",
        ]
        first = next(line for line in viewer.lines if "Django Q" in line)
        assert "■ ☾ Django Q" in first
        assert first.index("1.2.0") < first.index("minor") < first.index("1.3.9")
        await viewer.sees("your project uses 1.2.0, a minor version behind 1.3.9", "txt:1")
        await viewer.press("down")
        await viewer.sees("your project uses any version")
        await viewer.press("down")
        await viewer.sees("your project uses >=2,<3, that ends before 3.7.2")


async def test_the_palette_goes_there(tmp_path: Path, project: Path) -> None:
    async with viewing(tmp_path, project) as viewer:
        await viewer.opens("ProjectScreen")
        await viewer.press("3")
        await viewer.opens("PackagesScreen")
        await viewer.press("colon", *"project")
        await viewer.sees("Going places, key 6")
        await viewer.press("enter")
        await viewer.opens("ProjectScreen")


async def test_what_is_used_is_marked_everywhere(tmp_path: Path, project: Path) -> None:
    async with viewing(tmp_path, project) as viewer:
        await viewer.opens("ProjectScreen")
        await viewer.press("3")
        await viewer.opens("PackagesScreen")
        await viewer.press("f", *"queue", "enter")
        await viewer.sees("■ Procrastinate")
        assert all("■" not in line for line in viewer.lines if "django-organizations" in line)
        await viewer.press("slash", *"procrastinate")
        await viewer.opens("SearchScreen")
        await viewer.sees("■ Procrastinate")
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("■ your project uses >=2,<3, that ends before 3.7.2")


async def test_its_command_is_the_audit_of_the_same_files(tmp_path: Path, project: Path) -> None:
    async with viewing(tmp_path, project) as viewer:
        await viewer.opens("ProjectScreen")
        screen = viewer.app.screen
        words = screen.command()  # type: ignore[attr-defined]  # every place has one
        assert words[:2] == ("pkgtui", "audit")
        assert words[2] == str(project / "requirements.txt")


async def test_a_project_of_unlisted_packages_says_so(tmp_path: Path, project: Path) -> None:
    (project / "requirements.txt").write_text("no-such-thing\n")
    async with viewing(tmp_path, project) as viewer:
        await viewer.sees(
            "lists nothing that this project asks for", "1 other not in the directory"
        )


async def test_without_a_project_there_is_no_such_place(tmp_path: Path, project: Path) -> None:
    keep_directory(tmp_path)
    async with viewing(tmp_path, project, sample=False) as viewer:
        await viewer.opens("ProjectScreen")
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("6")
        await viewer.opens("ProjectScreen")
    async with viewing(tmp_path, None, sample=False) as viewer:
        await viewer.opens("GridsScreen")
        assert "Project" not in viewer.text
        await viewer.press("6")
        await viewer.opens("GridsScreen")
        await viewer.press("question_mark")
        await viewer.opens("Reader")
        assert "Project" not in viewer.text
        await viewer.press("escape", "colon", *"packages")
        await viewer.sees("Going places, key 3")
        await viewer.press(*["backspace"] * 8, *"project")
        await viewer.until(lambda: "Going places, key 3" not in viewer.text)
        assert "Going places" not in viewer.text

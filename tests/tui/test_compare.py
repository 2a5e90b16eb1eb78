"""Marking packages anywhere, and looking at them side by side."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from tests.tui.harness import NARROW, Viewer, keep_directory, viewing_kept, viewing_sample

from pkgtui.models.personal import MOST_MARKED
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile
from pkgtui.tui.present import UNICODE


def basket(viewer: Viewer) -> tuple[str, ...]:
    return viewer.app.state.personal.basket


def facts(viewer: Viewer) -> list[str]:
    return [fact.id for fact in viewer.rows("SideBySide")]


def columns(viewer: Viewer) -> list[str]:
    return [column.title for column in viewer.table("SideBySide").columns[1:]]


async def mark_three(viewer: Viewer) -> None:
    """Mark one package in a list, one among the hits of a search, one on its own screen."""
    await viewer.press("3")
    await viewer.until(lambda: len(viewer.rows()) > 5)
    await viewer.press("f", *"django-q", "enter")
    await viewer.until(lambda: viewer.current().slug == "django-q")
    await viewer.press("space")
    await viewer.until(lambda: basket(viewer) == ("django-q",))
    await viewer.press("slash", *"procrastinate")
    await viewer.until(lambda: viewer.rows("#hits"))
    await viewer.press("ctrl+@")
    await viewer.until(lambda: len(basket(viewer)) == 2)
    await viewer.press("escape", "slash", *"django-scheduler", "enter")
    await viewer.opens("PackageScreen")
    await viewer.press("space")
    await viewer.until(lambda: len(basket(viewer)) == 3)


async def test_compare_three(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        assert basket(viewer) == ("django-q", "procrastinate", "django-scheduler")
        await viewer.sees("c Compare 3 marked")
        await viewer.press("c")
        await viewer.opens("CompareScreen")
        await viewer.sees("Compare · 3 packages", "stars", "1,878 ◂", "1,197", "26 Jun 2021")
        assert columns(viewer) == ["☾ Django Q", "Procrastinate", "django-scheduler"]
        assert "category" in facts(viewer)
        await viewer.press("d")
        await viewer.sees("facts differ")
        assert "category" not in facts(viewer), "all three are apps"
        await viewer.press("right", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("Procrastinate  3.7.2")


async def test_turned_the_cursor_stays_on_its_package(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c", "right", "t")
        await viewer.until(lambda: viewer.table("#turned").has_focus)
        assert viewer.current("#turned").slug == "procrastinate"
        await viewer.press("j", "t")
        await viewer.sees("▸django-scheduler", "enter opens django-scheduler")


async def test_taking_the_mark_away_takes_the_package_out(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c", "right", "space")
        await viewer.until(lambda: columns(viewer) == ["☾ Django Q", "django-scheduler"])
        await viewer.press("backspace")
        await viewer.until(lambda: columns(viewer) == ["☾ Django Q"])
        await viewer.press("C")
        await viewer.opens("Choice")
        await viewer.press("down", "enter")
        assert basket(viewer) == ("django-q",)
        await viewer.press("C", "enter")
        await viewer.sees("Nothing is marked. space marks a package in any list.")
        assert basket(viewer) == ()
        await viewer.press("escape", "c")
        assert "Nothing is marked yet: space marks a package." in viewer.notices


async def test_the_sparklines_stand_on_one_scale(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c")
        line = next(line for line in viewer.lines if "last 52 weeks" in line)
        assert "█▇█▆▃▄▄▄▁▁▁▄▅" in line, "the busiest of all reaches the top"
        assert "············▂" in line, "the commits of the others stand against its"


async def test_marks_stand_in_every_list_and_come_back(tmp_path: Path) -> None:
    keep_directory(tmp_path)
    async with viewing_kept(tmp_path) as viewer:
        await mark_three(viewer)
        await viewer.press("2")
        await viewer.press("f", *"workers", "enter")
        await viewer.sees("◆Procrastinate", "◆☾ Django Q")
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        await viewer.press("a")
        await viewer.sees("◆Procrastinate", "◆☾ Django Q")
        await viewer.press("t", "space")
        await viewer.until(lambda: len(basket(viewer)) == 4)
        await viewer.sees("enter opens ◆ ")
    assert len(PersonalFile(data_dir(os.environ)).read().basket) == 4
    async with viewing_kept(tmp_path) as viewer:
        await viewer.sees("c Compare 4 marked")


async def test_a_full_basket_says_so(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > MOST_MARKED)
        for _ in range(MOST_MARKED):
            await viewer.press("space", "j")
        assert len(basket(viewer)) == MOST_MARKED
        await viewer.press("space")
        assert len(basket(viewer)) == MOST_MARKED
        assert f"{MOST_MARKED} packages are marked" in viewer.notices
        await viewer.press("c")
        await viewer.sees("Compare · 50 packages", "packages out of view")
        await viewer.press(*["right"] * 60)
        last = viewer.table("SideBySide").columns[-1].title
        await viewer.sees(f"enter opens {last}")


async def export(viewer: Viewer, downs: int) -> None:
    """Choose the answer so many below the first."""
    await viewer.press("E")
    await viewer.opens("Choice")
    await viewer.press(*["down"] * downs, "enter")


async def test_a_comparison_is_copied(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c")
        await export(viewer, 0)
        await viewer.until(lambda: viewer.app.clipboard.startswith("|  | Django Q | Procrastinate"))
        assert "3 packages as Markdown" in viewer.notices
        await export(viewer, 1)
        await viewer.until(lambda: viewer.app.clipboard.startswith("id,slug,title,"))


async def test_a_comparison_is_saved_and_no_file_is_lost_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    saved = tmp_path / "comparison.csv"
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c")
        await export(viewer, 4)
        await viewer.opens("Question")
        await viewer.sees("comparison.csv")
        await viewer.press("enter")
        await viewer.until(lambda: f"Saved as {saved}." in viewer.notices)
        slugs = [row["slug"] for row in csv.DictReader(saved.read_text().splitlines())]
        assert slugs == ["django-q", "procrastinate", "django-scheduler"]

        saved.write_text("mine")
        await export(viewer, 4)
        await viewer.opens("Question")
        await viewer.press("enter")
        await viewer.opens("Choice")
        await viewer.sees("That file exists", "Leave comparison.csv as it is")
        await viewer.press("enter")
        await viewer.opens("CompareScreen")
        assert saved.read_text() == "mine"

        await export(viewer, 4)
        await viewer.opens("Question")
        await viewer.press("enter")
        await viewer.opens("Choice")
        await viewer.press("down", "enter")
        await viewer.until(lambda: saved.read_text() != "mine")
        assert not saved.with_name("comparison.csv.new").exists()


async def test_why_it_cannot_be_saved_is_told(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c")
        await export(viewer, 3)
        await viewer.opens("Question")
        await viewer.press(*["backspace"] * 20, *"no/where", "enter")
        await viewer.until(
            lambda: "no/where cannot be written: No such file or directory." in viewer.notices
        )
        await viewer.opens("CompareScreen")


async def test_what_is_compared_becomes_a_grid_of_ones_own(tmp_path: Path) -> None:
    keep_directory(tmp_path)
    async with viewing_kept(tmp_path, NARROW) as viewer:
        await mark_three(viewer)
        await viewer.press("c", "s")
        await viewer.opens("Question")
        await viewer.press(*"queues [b]", "enter")
        await viewer.opens("CompareScreen")
        await viewer.press("right", "right", "space", "s")
        await viewer.opens("Question")
        await viewer.press(*"queues [b]", "enter")
        await viewer.sees("That name is taken", "Keep the grid that has it")
        await viewer.press("enter")
        await viewer.opens("CompareScreen")
        assert len(viewer.app.state.personal.grids["queues [b]"]) == 3
        await viewer.press("s")
        await viewer.opens("Question")
        await viewer.press(*"queues [b]", "enter", "down", "enter")
        await viewer.until(lambda: len(viewer.app.state.personal.grids["queues [b]"]) == 2)
    async with viewing_kept(tmp_path) as viewer:
        await viewer.press("2", "f", *"queues [b", "enter")
        await viewer.sees("◇queues [b]", "1 ◇ your own")
        await viewer.until(lambda: len(viewer.rows("#preview")) == 2)
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        await viewer.sees(f"Grids {UNICODE.into} queues [b]", "Your own grid.", "Procrastinate")
        await viewer.press("E", *["backspace"] * 4, "enter")
        await viewer.sees(f"Grids {UNICODE.into} queues ", "queues · 2 packages")
        await viewer.press("M")
        await viewer.until(lambda: set(basket(viewer)) == {"django-q", "procrastinate"})
        await viewer.press("D", "enter")
        await viewer.opens("GridScreen")
        await viewer.press("D", "down", "enter")
        await viewer.opens("GridsScreen")
    assert PersonalFile(data_dir(os.environ)).read().grids == {}


async def test_grids_of_the_site_can_be_neither_renamed_nor_removed(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        await viewer.press("E", "D")
        await viewer.opens("GridScreen")
        await viewer.press("question_mark")
        await viewer.opens("Reader")
        assert "Rename" not in viewer.text

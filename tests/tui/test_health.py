"""Marks and verdicts on every screen, by sign and word, and the evidence behind a key."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.tui.harness import NARROW, WIDE, Viewer, viewing_sample

from pkgtui.models.hits import SearchHit
from pkgtui.models.sorting import SORTS
from pkgtui.models.standing import Mark, marks_by_row
from pkgtui.tui.columns import health, is_faded, last_commit, package_name
from pkgtui.tui.present import ASCII, UNICODE


def line_of(viewer: Viewer, *words: str) -> str:
    return next(line for line in viewer.lines if all(word in line for word in words))


async def open_package(viewer: Viewer, slug: str) -> None:
    await viewer.press("slash", *slug, "enter")
    await viewer.opens("PackageScreen")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_lists_tell_verdict_and_silence_by_sign_and_word(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with viewing_sample(tmp_path, size) as viewer:
        await viewer.press("3", "f", *"task queue", "enter")
        await viewer.sees("filter: task queue", "Procrastinate")
        assert "● good" in line_of(viewer, "Procrastinate")
        for words in ("☾ Django Q", "dormant 4 y", "○ poor"):
            assert words in line_of(viewer, "Django Q")


async def test_what_is_gone_says_so_in_place_of_a_verdict_in_words(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "a")
        await viewer.sees("shown, a hides them")
        state = viewer.app.state
        assert state.catalog is not None
        archived = next(it for it in viewer.rows() if state.catalog.is_archived(it))
        assert health(archived, state) == "○ archived"
        assert package_name(archived, state).startswith(UNICODE.marks[Mark.ARCHIVED])
        assert is_faded(archived, state)


def colours_of_row(viewer: Viewer, slug: str, selector: str = "Table") -> set[str]:
    table = viewer.table(selector)
    at = [row.slug for row in viewer.rows(selector)].index(slug)
    assert at != table.cursor
    strip = table.render_line(at + 1)
    return {str(one.style and one.style.color) for one in strip if one.text.strip()}


async def test_rows_of_the_stale_step_back(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f", *"queue", "enter", "end")
        await viewer.sees("filter: queue", "Procrastinate", "Django Q")
        state = viewer.app.state
        faded = [it.slug for it in viewer.rows() if is_faded(it, state)]
        assert "django-q" in faded
        muted = colours_of_row(viewer, "django-q")
        assert len(muted) == 1
        assert muted < colours_of_row(viewer, "procrastinate")


async def test_signs_have_twins_that_every_terminal_can_draw(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        state = viewer.app.state
        state.glyphs = ASCII
        for package in viewer.rows("PackageList Table"):
            name, verdict = package_name(package, state), health(package, state)
            assert name.isascii()
            assert verdict.isascii()
            assert last_commit(package, state).isascii()
        for glyphs in (ASCII, UNICODE):
            assert len(set(glyphs.marks.values())) == len(glyphs.marks) == len(Mark)
            assert len(set(glyphs.health.values())) == len(glyphs.health)


async def test_a_list_can_stand_by_health(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        column = viewer.lines[2].index("health")
        await viewer.pilot.click("Table", offset=(column - 1, 0))
        await viewer.sees("by health")
        state = viewer.app.state
        order = ["● good", "◐ fair", "○ poor", "· unknown"]
        # What is not followed any more stands among the fair and the poor.
        found = [health(it, state) for it in viewer.rows()]
        places = [order.index(words) for words in found if words in order]
        assert places == sorted(places)
        assert len(set(places)) == len(order)


async def test_search_hits_tell_their_health(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash", *"django-q")
        await viewer.sees("☾ Django Q", "dormant 4 y", "○ poor")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_package_shows_its_verdict_and_what_decides_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with viewing_sample(tmp_path, size) as viewer:
        await open_package(viewer, "django-q")
        await viewer.sees(
            "Django Q  1.3.9 · App · ☾ dormant for 4 years",
            "○ poor health, 44 of 100 · last commit 4 years before the site looked",
        )


async def test_the_evidence_is_laid_open_and_closed_again(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await open_package(viewer, "django-q")
        await viewer.press("e")
        await viewer.opens("Reader")
        await viewer.sees(
            "Why: Django Q",
            "○ poor health, 44 of 100",
            "0 35 last commit 4 years before the site looked",
            "? 10 trend no commits to compare",
            "100 10 bus factor 50 people, 1 bot",
            "No commit for a year: fair at best.",
            "last_updated, as of 15 Feb 2026",
        )
        await viewer.press("end")
        await viewer.sees("archived sitemap of active packages, as of 15 Feb 2026")
        await viewer.press("escape")
        await viewer.opens("PackageScreen")


async def test_the_evidence_can_be_asked_for_from_a_list(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f", *"procrastinate", "enter", "e")
        await viewer.sees("Why: Procrastinate", "● good health, 100 of 100")


async def test_what_only_packages_have_is_offered_for_packages_alone(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.until(lambda: "Help" in viewer.lines[-1])
        assert "e Why" not in viewer.lines[-1]
        await viewer.press("tab")
        await viewer.sees("e Why")
        await viewer.press("e")
        await viewer.opens("Reader")


async def test_the_sites_own_figures_stand_beside_ours_once_its_search_told_them(
    tmp_path: Path,
) -> None:
    async with viewing_sample(tmp_path) as viewer:
        hit = SearchHit("package", "django-q", "Django Q", "", 40, 1878, 3, None)
        viewer.app.state.site_hits["django-q"] = hit
        await open_package(viewer, "django-q")
        await viewer.sees("○ poor health, 44 of 100 (the site: 40)")
        await viewer.press("e")
        await viewer.sees("44 of 100", "The site's own weight 40 of 100, its score 1,878")


async def test_find_a_task_queue_that_is_alive(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("2", "f", *"workers, queues", "enter")
        await viewer.sees("Workers, Queues, and Tasks")
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        catalog = viewer.app.state.catalog
        assert catalog is not None
        grid = catalog.grid(136)
        assert grid is not None
        members = catalog.grid_rows(grid)
        first = Counter(
            marked[0] if (marked := marks_by_row(catalog)[row]) else None for row in members
        )
        gone = first[Mark.ARCHIVED] + first[Mark.UNFOLLOWED]
        assert gone
        await viewer.sees(
            f"{len(members) - gone} of {len(members)} packages",
            f"{first[Mark.QUIET]} quiet · {first[Mark.DORMANT]} dormant · {gone} hidden: a",
        )
        await viewer.press("f", *"health:good trend:up", "enter", "s")
        await viewer.opens("OrderChoice")
        await viewer.press("home", *["j"] * list(SORTS).index("health"), "enter")
        await viewer.sees("by health")
        state = viewer.app.state
        assert {health(it, state) for it in viewer.rows("PackageList Table")} == {"● good"}
        assert viewer.current("PackageList Table").slug == "procrastinate"
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("● good health, 100 of 100", "last commit 29 h before the site looked")
        await viewer.press("e")
        await viewer.sees("100 10 trend up, 66 commits after 49")

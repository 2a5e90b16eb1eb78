"""Going through the sample by keys: every count, order and screen is what it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.records import made_grid
from tests.tui.harness import NARROW, WIDE, Viewer, viewing_sample
from textual.widgets import OptionList

from pkgtui.models.catalog import Catalog
from pkgtui.models.standing import GONE, Mark, marks_by_row
from pkgtui.tui.present import UNICODE


def catalog_of(viewer: Viewer) -> Catalog:
    catalog = viewer.app.state.catalog
    assert catalog is not None
    return catalog


async def test_the_first_screen_shows_categories_beside_packages_sorted_by_stars(
    tmp_path: Path,
) -> None:
    async with viewing_sample(tmp_path) as viewer:
        catalog = catalog_of(viewer)
        await viewer.sees("SAMPLE DATA", "Categories", "Apps", "by stars", "last 52 weeks")
        stars = [package.stars for package in viewer.rows("PackageList Table")]
        known = [figure for figure in stars if figure is not None]
        assert known == sorted(known, reverse=True)
        assert stars[: len(known)] == known
        apps = next(one for one in catalog.categories if one.slug == "apps")
        by_row = marks_by_row(catalog)
        alive = [row for row in catalog.rows_by_category[apps.id] if GONE.isdisjoint(by_row[row])]
        assert len(stars) == len(alive)
        total = len(catalog.rows_by_category[apps.id])
        assert f"{len(alive)} of {total} packages" in viewer.text
        assert f"{total - len(alive)} hidden: a" in viewer.text


async def test_the_packages_follow_the_category_under_the_cursor(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("j")
        second = viewer.current("#shelves")
        await viewer.until(
            lambda: {p.category for p in viewer.rows("PackageList Table")} == {second.id}
        )
        assert second.title in viewer.text


async def test_categories_count_every_package_once(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        shelves = viewer.rows("#shelves")
        assert sum(len(shelf.rows) for shelf in shelves) == len(catalog_of(viewer).packages)


async def test_archived_packages_are_hidden_counted_and_shown_on_demand(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        catalog = catalog_of(viewer)
        first = Counter(marked[0] for marked in marks_by_row(catalog) if marked)
        gone = first[Mark.ARCHIVED] + first[Mark.UNFOLLOWED]
        assert first[Mark.ARCHIVED]
        assert first[Mark.UNFOLLOWED]
        assert len(viewer.rows()) == len(catalog.packages) - gone
        counts = f"{first[Mark.QUIET]} quiet · {first[Mark.DORMANT]} dormant · "
        kinds = f"{first[Mark.ARCHIVED]} archived and {first[Mark.UNFOLLOWED]} unfollowed"
        await viewer.sees(f"{counts}{kinds} hidden, a shows them")
        await viewer.press("a")
        assert len(viewer.rows()) == len(catalog.packages)
        await viewer.sees(f"{counts}{kinds} shown, a hides them")
        await viewer.press("f", *"django-cron")
        await viewer.sees("☾ django-cron", "dormant 3 y", "○ poor")


async def test_sort_can_be_chosen_and_reversed(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("s")
        await viewer.opens("OrderChoice")
        await viewer.press("home", "enter")
        await viewer.opens("PackagesScreen")
        await viewer.sees("by name")
        titles = [package.title.casefold() for package in viewer.rows()]
        assert titles == sorted(titles)
        await viewer.press("S")
        await viewer.sees("by name reversed")
        assert viewer.rows()[0].title.casefold() == titles[-1]


async def test_further_columns_decide_between_equals(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("s")
        await viewer.opens("OrderChoice")
        await viewer.press("home", "enter", "s", "home", "end", "space")
        await viewer.sees("1 ↑ name", "2 ↑ category")
        await viewer.press("space")
        await viewer.sees("2 ↓ category")
        await viewer.press("home", "space", "space", "escape")
        await viewer.opens("PackagesScreen")
        await viewer.sees("by category reversed")
        catalog = viewer.app.state.catalog
        assert catalog is not None
        kinds = [catalog.category_of(package) for package in viewer.rows()]
        named = [kind.title.casefold() for kind in kinds if kind is not None]
        assert named == sorted(named, reverse=True)
        assert len(set(named)) > 1


async def test_a_filter_narrows_the_list_and_escape_drops_it(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        everything = len(viewer.rows())
        await viewer.press("f", *"task queue -multiprocessing")
        await viewer.sees("filter: task queue -multiprocessing")
        assert "procrastinate" in [package.slug for package in viewer.rows()]
        assert "django-q" not in [package.slug for package in viewer.rows()]
        await viewer.press("enter")
        assert viewer.table().has_focus
        await viewer.press("f", "escape")
        await viewer.until(lambda: len(viewer.rows()) == everything)


async def test_a_filter_without_a_match_says_so(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3", "f", *"zzzzzz")
        await viewer.sees("No package here matches 'zzzzzz'")


async def test_where_no_grid_matches_there_is_nothing_beside_the_list(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("2", "f", *"zzz")
        await viewer.sees("No grid matches 'zzz'")
        await viewer.until(lambda: not viewer.rows("#preview"))
        preview = viewer.table("#preview")
        shown = [preview.render_line(y).text.strip() for y in range(1, preview.size.height)]
        assert not any(shown)


async def test_a_grid_without_packages_says_so(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        await viewer.press("2", "f", *"members:<1", "enter")
        await viewer.sees("It has no packages.")


async def test_a_grid_whose_packages_are_gone_says_so(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        catalog = catalog_of(viewer)
        gone = made_grid(7_000, "Gone", [999_999])
        viewer.app.state.catalog = msgspec.structs.replace(catalog, grids=(gone,))
        await viewer.press("2")
        await viewer.sees("Gone", "None of its packages is listed.")


async def test_grids_are_previewed_opened_and_turned(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("f", *"workers", "enter")
        await viewer.sees("1 of", "Workers, Queues, and Tasks")
        grid = viewer.current("#grids Table")
        catalog = catalog_of(viewer)
        await viewer.until(lambda: len(viewer.rows("#preview")) == len(catalog.grid_rows(grid)))
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        await viewer.sees(
            f"Grids {UNICODE.into} Workers, Queues, and Tasks", "Procrastinate", "Django Q"
        )
        await viewer.press("a")
        assert len(viewer.rows("PackageList Table")) == len(catalog.grid_rows(grid))
        await viewer.press("t")
        await viewer.sees("left and right move over the packages")
        turned = viewer.table("#turned Table")
        assert turned.has_focus
        assert [column.id for column in turned.columns][1:] == [
            str(package.id) for package in viewer.rows("PackageList Table")
        ]
        leading = turned.leading
        assert leading is not None
        await viewer.press("right")
        assert turned.leading is not None
        assert turned.leading.id == turned.columns[2].id
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        opened = catalog.package(int(turned.columns[2].id))
        assert opened is not None
        assert opened.title in turned.columns[2].title
        await viewer.sees(opened.title)


async def test_procrastinate_shows_its_year_and_its_people(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees(
            "Procrastinate  3.7.2 · App",
            "PostgreSQL-based Task Queue for Python",
            "★ 1,197 · forks 84 · last commit 13 Feb 2026",
            "Commits · 52 weeks to 15 Feb 2026",
            "364 commits · peak 41 · 13 weeks 66 against 49 ▲ up",
            "50 people, 4 bots",
            "https://index.example/project/procrastinate",
            "https://github.com/procrastinate-o",
        )
        people = viewer.rows("#participants")
        assert [one.name for one in people if one.is_bot] == [
            "renovate[bot]",
            "pre-commit-ci[bot]",
            "dependabot[bot]",
            "renovate-bot",
        ]
        assert "CorBott" in [one.name for one in people if not one.is_bot]
        assert len(viewer.rows("#in-grids")) == 2


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_year_without_commits_is_said_in_words(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with viewing_sample(tmp_path, size) as viewer:
        await viewer.press("slash", *"django-q", "enter")
        await viewer.sees("Django Q", "No commits in the 52 weeks to 15 Feb 2026.")


async def test_commits_of_the_last_week_stand_at_the_right_end(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash", *"django-scheduler", "enter")
        await viewer.sees("10 commits · peak 10 · 13 weeks 10 against 0 ▲ up")
        chart = viewer.widget("CommitChart")
        top = viewer.lines[chart.content_region.y]
        axis = top.index("┤")
        assert top[axis + 1 : axis + 53] == " " * 51 + "█"


async def test_shortcodes_become_emoji_and_smileys_stay(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash", *"django-organizations", "enter")
        await viewer.sees("👫 Multi-user accounts for Django projects")
        await viewer.press("escape")
        await viewer.press(*["backspace"] * 30, *"django_cron", "enter")
        await viewer.sees("boring work for you :-)", "docs not listed")


async def test_enter_on_a_participant_shows_what_else_they_contribute_to(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("slash", *"procrastinate", "enter")
        await viewer.opens("PackageScreen")
        people = viewer.table("#participants")
        people.focus()
        bot = next(at for at, one in enumerate(viewer.rows("#participants")) if one.is_bot)
        people.move_to(bot + 2)
        name = viewer.current("#participants").name
        await viewer.press("enter")
        await viewer.opens("PersonScreen")
        await viewer.sees(f"{name} (a bot) contributes to")
        rows = catalog_of(viewer).rows_by_participant[name]
        await viewer.press("a")
        assert len(viewer.rows()) == len(rows)


async def test_what_the_site_does_not_know_reads_as_unknown(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        catalog = catalog_of(viewer)
        blank = next(
            package
            for package in catalog.packages
            if package.stars is None or package.last_commit is None
        )
        await viewer.press("slash", *blank.slug, "enter")
        await viewer.opens("PackageScreen")
        await viewer.sees("unknown")


async def test_escape_and_q_lead_back_and_q_out(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.press("escape")
        await viewer.opens("PackagesScreen")
        await viewer.press("enter", "q")
        await viewer.opens("PackagesScreen")
        await viewer.press("escape")
        assert viewer.app.is_running
        await viewer.press("q")
        await viewer.until(lambda: viewer.app._exit)


async def test_help_lists_the_keys_of_the_screen_in_view(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("question_mark")
        await viewer.opens("Reader")
        await viewer.sees("Going places", "Search", "Moving", "↓ j")
        await viewer.sees("In a filter, and in the search", "stars:>200 commit:<1y")
        await viewer.press("escape")
        await viewer.opens("PackagesScreen")


async def test_the_palette_finds_packages_grids_and_actions(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("colon", *"procrastinate")
        await viewer.sees("Procrastinate", "Open this package")
        await viewer.press("down", "enter")
        await viewer.opens("PackageScreen")
        await viewer.press("ctrl+p", *"grids")
        await viewer.sees("Grids")
        await viewer.press("down", "enter")
        await viewer.opens("GridsScreen")


async def test_the_mouse_opens_sorts_and_changes_places(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.pilot.click("TitleBar", offset=(34, 0))
        await viewer.opens("PackagesScreen")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.pilot.click("Table", offset=(4, 0))
        await viewer.sees("by name")
        third: Any = viewer.rows()[2]
        await viewer.pilot.click("Table", offset=(4, 3))
        assert viewer.current() is third
        await viewer.pilot.click("Table", offset=(4, 3), times=2)
        await viewer.opens("PackageScreen")
        await viewer.sees(third.title)


async def test_at_80_by_24_every_place_shows_rows_and_keys(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path, NARROW) as viewer:
        for key, screen in (("1", "Categories"), ("2", "Grids"), ("3", "Packages")):
            await viewer.press(key)
            await viewer.opens(f"{screen}Screen")
            await viewer.until(lambda: len(viewer.rows("Table")) > 0)
            assert "Help" in viewer.lines[-1]
            assert "SAMPLE DATA" in viewer.lines[0]
        await viewer.sees("name", "★", "last 52 weeks", "commit")


async def test_the_palette_has_cells_however_narrow_the_window(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press(":")
        await viewer.until(lambda: viewer.app.screen.query("CommandList"))
        shown = viewer.app.screen.query_one("CommandList", OptionList)
        await viewer.until(lambda: shown.options and shown.size.width > 20)
        shown.styles.width = 2
        await viewer.until(lambda: shown.size.width < 20)
        shown.clear_options()
        shown.add_option("words that are wrapped")
        shown.scroll_to_highlight()
        await viewer.sees("that are")


async def test_the_key_of_a_place_goes_back_to_it_from_what_lies_over_it(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("enter")
        await viewer.opens("PackageScreen")
        await viewer.press("3")
        await viewer.opens("PackagesScreen")
        assert len(viewer.app.screen_stack) == 1


async def test_beside_the_categories_the_packages_are_filtered_and_sorted(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        assert viewer.table("#shelves").has_focus
        await viewer.press("S", "a")
        await viewer.sees("by stars reversed")
        await viewer.press("f", *"queue", "enter")
        await viewer.sees("filter: queue")
        assert {
            "queue" in str(package).casefold() for package in viewer.rows("PackageList Table")
        } == {True}
        await viewer.press("s")
        await viewer.opens("OrderChoice")

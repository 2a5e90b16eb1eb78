"""Views with a name, and the command that prints what is shown."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.tui.harness import keep_directory, viewing_kept, viewing_sample

from pkgtui.cli.group import cli
from pkgtui.models.personal import ListView
from pkgtui.tui.messages import OpenPerson


async def test_a_view_has_a_name_stands_in_the_sidebar_and_comes_back(tmp_path: Path) -> None:
    keep_directory(tmp_path)
    async with viewing_kept(tmp_path) as viewer:
        await viewer.press("3")
        await viewer.until(lambda: len(viewer.rows()) > 5)
        await viewer.press("f", *"queue", "enter", "S", "v")
        await viewer.opens("Question")
        await viewer.press(*"slow queues", "enter")
        await viewer.opens("PackagesScreen")
        slugs = [package.slug for package in viewer.rows()]
        await viewer.press("f", "escape", "S")
        assert len(viewer.rows()) > len(slugs)
    async with viewing_kept(tmp_path) as viewer:
        await viewer.press("1")
        await viewer.sees("slow queues")
        await viewer.press("G")
        await viewer.sees("slow queues ·")
        await viewer.press("enter")
        await viewer.opens("PackagesScreen")
        await viewer.sees("filter: queue", "by stars reversed")
        assert [package.slug for package in viewer.rows()] == slugs


async def test_the_palette_opens_and_forgets_a_view(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        viewer.app.keep(lambda it: type(it)(views={"q [b]ueues": ListView("queue")}))
        await viewer.sees("q [b]ueues")
        await viewer.press(":", *"view q")
        await viewer.sees("View q [b]ueues")
        await viewer.press("enter")
        await viewer.opens("PackagesScreen")
        await viewer.sees("filter: queue")
        await viewer.press(":", *"forget")
        await viewer.sees("Forget the view q [b]ueues")
        await viewer.press("enter")
        await viewer.until(lambda: not viewer.app.state.personal.views)
        await viewer.press("1")
        await viewer.until(lambda: "ueues" not in viewer.text.splitlines()[8])


async def test_a_view_of_a_grid_is_a_view_of_all_packages(tmp_path: Path) -> None:
    async with viewing_sample(tmp_path) as viewer:
        await viewer.press("2")
        await viewer.opens("GridsScreen")
        await viewer.press("enter")
        await viewer.opens("GridScreen")
        await viewer.press("f", *"a or b", "enter", "v")
        await viewer.opens("Question")
        await viewer.press(*"mine", "enter")
        await viewer.until(lambda: "mine" in viewer.app.state.personal.views)
        kept = viewer.app.state.personal.views["mine"]
        assert kept == ListView("grid:message-queues (a or b)")


@pytest.mark.parametrize(
    ("keys", "screen", "command"),
    [
        (("3",), "PackagesScreen", ["packages", "--", "-is:archived -is:unfollowed"]),
        (("home",), "CategoriesScreen", ["categories"]),
        (("tab", "a"), "CategoriesScreen", ["packages", "cat:apps"]),
        (("2",), "GridsScreen", ["grids"]),
        (("2", "S"), "GridsScreen", ["grids", "--sort", "-members"]),
        (("2", "enter", "a"), "GridScreen", ["grid", "message-queues"]),
        (("4",), "WatchlistScreen", ["watch", "list"]),
        (("5",), "ChangesScreen", ["changes", "--all"]),
        (
            ("2", "enter"),
            "GridScreen",
            ["grid", "--", "message-queues", "-is:archived -is:unfollowed"],
        ),
        (("3", "enter"), "PackageScreen", ["show", "django-hazel-i18n"]),
    ],
)
async def test_every_view_is_a_command(
    tmp_path: Path, keys: Sequence[str], screen: str, command: list[str]
) -> None:
    async with viewing_sample(tmp_path) as viewer:
        for key in keys:
            await viewer.press(key)
            await viewer.until(lambda: not list(viewer.app.workers))
        await viewer.opens(screen)
        await viewer.press("Y")
        await viewer.until(lambda: viewer.app.clipboard)
        assert shlex.split(viewer.app.clipboard) == ["pkgtui", "--demo", *command]


@pytest.mark.parametrize(
    ("keys", "screen"),
    [
        (("3",), "PackagesScreen"),
        (("3", "f", *"-is:stale queue", "enter", "S"), "PackagesScreen"),
        (("2", "enter"), "GridScreen"),
        (("2", "enter", "a", "f", *"stars:>99", "enter"), "GridScreen"),
        ((), "PersonScreen"),
        (("s", "home", "enter"), "PersonScreen"),
    ],
)
async def test_the_command_prints_what_the_screen_shows(
    tmp_path: Path, keys: Sequence[str], screen: str
) -> None:
    async with viewing_sample(tmp_path) as viewer:
        if screen == "PersonScreen":
            viewer.app.post_message(OpenPerson("ada-mbeki"))
            await viewer.opens(screen)
        for key in keys:
            await viewer.press(key)
            await viewer.until(lambda: not list(viewer.app.workers))
        await viewer.opens(screen)
        await viewer.press("Y")
        await viewer.until(lambda: viewer.app.clipboard)
        words = shlex.split(viewer.app.clipboard)[1:]
        slugs = [package.slug for package in viewer.rows("PackageList Table")]
    demo, command, *rest = words
    printed = CliRunner().invoke(cli, [demo, command, "--columns", "slug", *rest])
    assert (printed.exit_code, printed.stdout.splitlines()) == (0, slugs), words
    assert slugs

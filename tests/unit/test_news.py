"""Changes in words, for eyes and for scripts, and which of them a filter asks for."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import NOW, SITE, catalog, histories, package

from pkgtui.cli.group import cli
from pkgtui.models import changes as rules
from pkgtui.models.catalog import Generation
from pkgtui.models.changes import Change, History, Kind, Named, changes_since
from pkgtui.models.news import WORDS, asked_for, detail, name, slug_of
from pkgtui.models.personal import Personal, Watched, with_note, with_visited, with_watch_turned
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalFile
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore

MAILER, MAIL = Named(3, "mailer", "Mailer\n2"), Named(7, "mail", "Mail")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change(Kind.ARCHIVED, NOW, MAILER), "archived: or deprecated, replaced"),
        (Change(Kind.RESTORED, NOW, MAILER), "active again: no longer archived"),
        (Change(Kind.GONE, NOW, MAILER, before="1.0"), "left the site: no longer listed"),
        (Change(Kind.MISSING, NOW, MAILER), "missing: not listed or unreadable"),
        (Change(Kind.NEW, NOW, MAILER, after="1.0"), "new package: version 1.0"),
        (Change(Kind.NEW, NOW, MAILER), "new package: no release"),
        (Change(Kind.RELEASED, NOW, MAILER, before="1.0", after="2.0"), "new version: 1.0 -> 2.0"),
        (Change(Kind.RELEASED, NOW, MAILER, after="0.1"), "new version: none -> 0.1"),
        (Change(Kind.QUIET, NOW, MAILER, after="quiet"), "went quiet: no commit for a year"),
        (Change(Kind.QUIET, NOW, MAILER, after="dormant"), "went quiet: no commit for two years"),
        (Change(Kind.QUIET, NOW, MAILER, after="?"), "went quiet: "),
        (Change(Kind.AWAKE, NOW, MAILER, before="quiet"), "woke up: a commit after a year"),
        (Change(Kind.AWAKE, NOW, MAILER, before="dormant"), "woke up: a commit after two years"),
        (Change(Kind.JOINED, NOW, MAILER, MAIL), "joined a grid: Mail"),
        (Change(Kind.LEFT, NOW, MAILER, MAIL), "left a grid: Mail"),
        (Change(Kind.STARS, NOW, MAILER, before=990, after=1010), "stars: 990 -> 1,010, 20 more"),
        (Change(Kind.STARS, NOW, MAILER, before=20, after=5), "stars: 20 -> 5, 15 fewer"),
        (Change(Kind.GRID_NEW, NOW, grid=MAIL), "new grid: "),
        (Change(Kind.GRID_GONE, NOW, grid=MAIL), "grid is gone: no longer listed"),
        (
            Change(Kind.UNCOMPARED, NOW, before="400 packages", after="300 packages"),
            "not compared: 400 packages -> 300 packages",
        ),
    ],
)
def test_a_change_in_words(change: Change, told: str) -> None:
    assert f"{WORDS[change.kind]}: {detail(change, '->')}" == told
    named = {None: "Mail" if change.grid else "The directory", MAILER: "Mailer 2"}
    assert name(change) == named[change.package]
    assert slug_of(change) == (change.package.slug if change.package else None)


@given(histories, st.text(max_size=9))
def test_any_change_can_be_told_on_one_line_and_any_text_asked_for(
    history: History, text: str
) -> None:
    lines = [f"{name(change)} {detail(change, '->')}" for change in history.changes]
    assert not any("\n" in line for line in lines)
    found = asked_for(history.changes, catalog(), Personal(), text, NOW)
    assert set(found) <= set(history.changes)


def changes(*kinds: Kind) -> list[Change]:
    return [Change(kind, NOW, Named(key, f"package-{key}", "P")) for key, kind in enumerate(kinds)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ARCHIVED", [1, 3]),
        ("left site", [2]),
        ("left new", []),
        ("stars:>=20", [2, 3]),
        ("is:watched", [2]),
        ("-is:watched by:ada", [1, 3]),
        ("stars:many", []),
        ("sends", [1, 2, 3]),  # So are packages described that are in the catalog.
    ],
)
def test_changes_are_asked_for_by_words_or_by_their_packages(
    text: str, expected: list[int]
) -> None:
    told = changes(Kind.RELEASED, Kind.ARCHIVED, Kind.GONE, Kind.RESTORED)
    watching = Personal(watched=(Watched("package-2"),))
    found = asked_for(told, catalog(), watching, text, NOW)
    assert [change.package.id for change in found if change.package] == expected


def test_what_was_found_after_the_last_visit() -> None:
    days = [NOW + timedelta(days=day) for day in (3, 2, 2, 1)]
    history = History(since=NOW, changes=tuple(Change(Kind.ARCHIVED, at, MAILER) for at in days))
    assert changes_since(history, None) == history.changes
    assert [it.seen_at for it in changes_since(history, days[1])] == days[:1]
    assert changes_since(history, days[0]) == ()


def test_the_documentation_tells_of_every_kind_in_the_order_of_the_code() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "changes.md").read_text()
    rows = re.findall(r"^\| ([^|]+) \| `([a-z ]+)` \|", text, re.MULTILINE)
    assert rows == [(WORDS[kind], kind.value) for kind in Kind]
    bounds = (rules.MOST_AT_ONCE, rules.MOST_KEPT, rules._FEW)
    assert all(f"{bound:,}" in text for bound in bounds)


# What a person makes of it


def test_a_note_stays_with_what_is_watched() -> None:
    noted = with_note(with_watch_turned(Personal(), "b"), "a", "good")
    assert noted.watched == (Watched("b"), Watched("a", "good"))
    assert with_note(noted, "a", "").watched == (Watched("b"), Watched("a"))
    assert with_watch_turned(noted, "a").watched == (Watched("b"),)


def test_a_visit_never_goes_back() -> None:
    later = NOW + timedelta(days=1)
    assert with_visited(Personal(), NOW).visited == NOW
    assert with_visited(with_visited(Personal(), later), NOW).visited == later


# On the command line

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command over a cache of two syncs."""
    cache = tmp_path / "cache"
    folder = load_settings({"cache_dir": str(cache)}, {}).site_cache
    later = Generation(site_url=SITE, synced_at=NOW + timedelta(days=1))
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(package(1), package(2, slug="mailer"), package(3)))
        released = [package(key, pypi_version="2.0") for key in (1, 3)]
        store.commit(catalog(*released, generation=later))
    runner = CliRunner(env={"PKGTUI_CACHE_DIR": str(cache), "PKGTUI_OFFLINE": "1"})
    return lambda *words: runner.invoke(cli, ("changes", *words))


def keep(**parts: Any) -> None:
    PersonalFile(data_dir(os.environ)).edit(lambda _: Personal(**parts))


def told(result: Result) -> list[list[str]]:
    assert result.exit_code == 0, result.output
    return [line.split("\t") for line in result.stdout.splitlines()]


def test_changes_are_printed_a_line_each_what_is_watched_first(run: Run) -> None:
    keep(watched=(Watched("package-3"),))
    assert told(run()) == [
        ["2026-02-17T12:00:00Z", "yes", "package-3", "released", "1.0 → 2.0"],
        ["2026-02-17T12:00:00Z", "no", "mailer", "gone", "no longer listed"],
        ["2026-02-17T12:00:00Z", "no", "package-1", "released", "1.0 → 2.0"],
    ]
    assert [line[2] for line in told(run("left"))] == ["mailer"]
    assert [line[2] for line in told(run("is:watched"))] == ["package-3"]


def test_changes_as_json(run: Run) -> None:
    found = json.loads(run("--json", "--limit", "1").stdout)
    assert (found["count"], found["total"], found["dropped"]) == (1, 3, 0)
    assert found["since"] == "2026-02-16T12:00:00Z"
    assert found["items"] == [
        {
            "kind": "gone",
            "seen_at": "2026-02-17T12:00:00Z",
            "package": "mailer",
            "grid": None,
            "before": "1.0",
            "after": None,
            "watched": False,
        }
    ]


def test_what_the_dashboard_has_shown_is_printed_when_asked_for(run: Run) -> None:
    keep(visited=NOW + timedelta(days=1))
    assert told(run()) == []
    assert run().stderr == "pkgtui: Nothing has changed. 3 older changes with --all.\n"
    assert len(told(run("--all"))) == 3
    result = run("--all", "--limit", "2")
    assert len(told(result)) == 2
    assert "These are 2 of 3 changes" in result.stderr
    assert run("--all", "zzz").stderr == "pkgtui: No change matches.\n"


def test_without_a_cache_there_is_nothing_to_tell(tmp_path: Path) -> None:
    env = {"PKGTUI_CACHE_DIR": str(tmp_path), "PKGTUI_OFFLINE": "1"}
    result = CliRunner(env=env).invoke(cli, ["changes"])
    assert result.exit_code == 3
    assert "Nothing is cached" in result.stderr


def test_a_personal_file_that_cannot_be_read_is_told_and_hides_nothing(run: Run) -> None:
    folder = data_dir(os.environ)
    folder.mkdir(parents=True)
    (folder / "personal.json").write_text("{")
    assert len(told(run())) == 3
    assert "personal.json is damaged" in run().stderr


def test_the_sample_has_changes_too() -> None:
    result = CliRunner().invoke(cli, ["--demo", "changes", "--json"])
    assert json.loads(result.stdout)["total"] == 54

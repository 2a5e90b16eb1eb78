"""Search from memory, and the site's own answers merged into it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import made_catalog, made_grid, made_package, recorded_grid, recorded_package
from tests.server.recorded import THE_FIVE, recording

from pkgtui.api.schema import read_hits
from pkgtui.models.catalog import Catalog
from pkgtui.models.found import Hit, Results, merge, place_of
from pkgtui.models.hits import SearchHit
from pkgtui.models.search import SearchIndex
from pkgtui.text import clean, fold, one_line

TITLES = [
    ("django-debug-toolbar", 8100),
    ("Debugging Tools", 3),
    ("Celery", 27_000),
    ("django-celery-beat", 1700),
    ("celery-progress", 480),
    ("djangorestframework", 29_000),
    ("wagtail-form-cron", 5),
    ("Huey", 5600),
]
MADE = [
    made_package(100 + at, title, repo_watchers=stars) for at, (title, stars) in enumerate(TITLES)
]
GRIDS = [
    recorded_grid(),
    made_grid(8, "Later", [5924], "Do it tomorrow"),
    made_grid(7, "Cron", [3324]),
]
CATALOG = made_catalog([*map(recorded_package, THE_FIVE), *MADE], GRIDS)
INDEX = SearchIndex(CATALOG)


def _found(words: str, index: SearchIndex = INDEX) -> list[str]:
    return [hit.title for hit in index.search(words).hits]


def _best(words: str, index: SearchIndex = INDEX) -> str:
    return _found(words, index)[0]


def _score(words: str, title: str) -> int:
    return {hit.title: hit.score for hit in INDEX.search(words).hits}[title]


def _index(*packages: tuple[str, str, Sequence[str], int]) -> SearchIndex:
    """Index packages of title, description, participants and stars."""
    return SearchIndex(
        made_catalog(
            made_package(
                key, title, repo_description=text, participants=tuple(people), repo_watchers=stars
            )
            for key, (title, text, people, stars) in enumerate(packages)
        )
    )


def _site_hit(
    slug: str, title: str = "", item_type: Literal["package", "grid"] = "package"
) -> SearchHit:
    return SearchHit(item_type, slug, title, "", None, None, None, None)


@pytest.mark.parametrize("key", THE_FIVE)
def test_each_of_the_five_by_title_and_by_slug(key: int) -> None:
    package = recorded_package(key)
    for words in (package.title, package.slug, package.title.upper()):
        hit = INDEX.search(words).hits[0]
        assert hit == Hit("package", key, package.slug, package.title, 100)


@pytest.mark.parametrize(
    "words", ["django_cron", "django-cron", "django cron", "Django.Cron", "djangocron"]
)
def test_what_separates_words_makes_no_difference(words: str) -> None:
    assert _best(words) == "django-cron"


def test_the_better_the_match_the_higher_it_stands() -> None:
    index = _index(
        ("uses-webtask", "", (), 1),
        ("something", "the word task stands here", (), 9000),
        ("by a person", "", ("task",), 8000),
        ("by another", "", ("taskmaster",), 7000),
        ("multitask", "", (), 6000),
        ("my task list", "", (), 500),
        ("django-tasks", "", (), 400),
        ("taskwork", "", (), 30),
        ("django-task", "", (), 20),
        ("Task", "", (), 1),
        ("taks", "", (), 10_000),
        ("words", "many taskers", (), 99_999),
        ("nothing", "multitasking", ("multitask",), 99_999),
    )
    assert _found("task", index) == [
        "Task",
        "django-task",
        "taskwork",
        "django-tasks",
        "my task list",
        "multitask",
        "uses-webtask",
        "by a person",
        "by another",
        "something",
        "words",
    ]
    scores = [hit.score for hit in index.search("task").hits]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 100


def test_a_misspelled_name_stands_above_people_and_descriptions() -> None:
    index = _index(
        ("Procrastinate", "", (), 1),
        ("other", "procrastinaet", (), 100),
        ("third", "", ("procrastinaet",), 200),
    )
    assert _found("procrastinaet", index) == ["Procrastinate", "third", "other"]


def test_a_prefix_everyone_uses_is_seen_through() -> None:
    assert _score("debug", "Debugging Tools") - _score("debug", "django-debug-toolbar") in range(
        1, 5
    )
    assert _best("cron") == "Cron"
    assert _score("cron", "django-cron") > _score("cron", "wagtail-form-cron")


def test_stars_break_ties() -> None:
    assert _found("django-")[:3] == ["djangorestframework", "django-debug-toolbar", "Django Q"]
    index = _index(("task one", "", (), 3), ("task two", "", (), 700), ("task four", "", (), -1))
    assert _found("task", index) == ["task two", "task one", "task four"]


def test_members_are_the_stars_of_a_grid() -> None:
    catalog = made_catalog([], [made_grid(1, "task few", [1]), made_grid(2, "task many", [1, 2])])
    assert _found("task", SearchIndex(catalog)) == ["task many", "task few"]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("procast", "Procrastinate"),
        ("procrastnate", "Procrastinate"),
        ("porcrastinate", "Procrastinate"),
        ("procrasstinatte", "Procrastinate"),
        ("rocrastinate", "Procrastinate"),
        ("celrey", "Celery"),
        ("huye", "Huey"),
        ("organisations", "django-organizations"),
        ("tolbar", "django-debug-toolbar"),
        ("debug tolbar", "django-debug-toolbar"),
        ("debgu tolbar", "django-debug-toolbar"),
        ("debugtolbar", "django-debug-toolbar"),
        ("djangorestframwork", "djangorestframework"),
        ("shceduler", "django-scheduler"),
        ("wrokers queues", "Workers, Queues, and Tasks"),
    ],
)
def test_typos_are_forgiven(words: str, title: str) -> None:
    assert _best(words) == title


@pytest.mark.parametrize("words", ["hye", "huyex", "celxyy", "zzzzzzzz", "pxoxraxtinate"])
def test_short_words_and_more_typos_are_not(words: str) -> None:
    assert _found(words) == []


def test_a_word_that_is_a_name_is_not_taken_for_a_typo() -> None:
    index = _index(("celery", "", (), 1), ("celary", "", (), 1))
    assert _found("celary", index) == ["celary"]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("ewjoachim", ["Procrastinate"]),
        ("@EWJoachim", ["Procrastinate"]),
        ("renovate-bot", ["Procrastinate"]),
        ("pre-commit-ci[bot]", ["Procrastinate"]),
        ("GabLeRoux", ["Django Q", "django-organizations"]),
        ("gablero", ["Django Q", "django-organizations"]),
        ("calendaring", ["django-scheduler"]),
        ("couple", ["django-organizations"]),
        ("ewjoachim postgresql", ["Procrastinate"]),
        ("couple ewjoachim", []),
    ],
)
def test_people_and_descriptions(words: str, titles: list[str]) -> None:
    assert _found(words) == titles


def test_all_words_must_match_and_the_weakest_counts() -> None:
    assert _found("celery beat") == ["django-celery-beat"]
    assert _found("beat celery") == ["django-celery-beat"]
    assert _score("beat celery", "django-celery-beat") < _score("celery beat", "django-celery-beat")
    index = _index(
        ("some task", "with a queue", (), 1),
        ("other", "queue of tasks", (), 500),
        ("task-queue", "", (), 0),
        ("third", "task queue", (), 2),
    )
    assert _found("task queue", index) == ["task-queue", "some task", "third", "other"]


def test_signs_between_words_ask_for_nothing() -> None:
    assert _found("debug & toolbar") == ["django-debug-toolbar"]
    assert _found("- huey -") == ["Huey"]


def test_grids_are_found_with_their_descriptions() -> None:
    grid = recorded_grid()
    best = INDEX.search("workers queues and tasks").hits[0]
    assert best == Hit("grid", 136, grid.slug, "Workers, Queues, and Tasks", 99)
    assert _found("tomorrow") == ["Later"]


def test_scripts_without_spaces_are_found_inside() -> None:
    index = _index(("漢字変換", "日本語の入力", (), 1), ("Ünïcode", "", ("Žofie",), 1))
    assert _found("変換", index) == _found("入力", index) == ["漢字変換"]
    assert _found("unicode", index) == _found("ÜNÏ", index) == _found("zofie", index) == ["Ünïcode"]


def test_names_of_signs_alone_are_found() -> None:
    index = _index(("🎉", "", (), 1), ("c", "", (), 2), ("C++", "", (), 1))
    assert _found("🎉", index) == ["🎉"]
    assert _found("C++", index) == ["C++", "c"]


@pytest.mark.parametrize(
    "words", ["", "  \n", "\u0301", "\u200b\x00", "@", "-", "🎉", "\ud83d", "\x01"]
)
def test_what_asks_for_nothing_finds_nothing(words: str) -> None:
    assert INDEX.search(words) == Results((), 0)


@pytest.mark.parametrize("text", ["a ", "x", "é", "漢", "👩‍💻", "djagno ", "\x01\n", "- "])
def test_an_endless_query_is_cut(text: str) -> None:
    endless = (text * 10_000)[:10_000]
    assert INDEX.search(endless) == INDEX.search(endless[:200])


def test_the_total_counts_what_is_left_out() -> None:
    everything = INDEX.search("django")
    best = INDEX.search("django", limit=2)
    assert len(everything.hits) == everything.total > 2
    assert best.hits == everything.hits[:2]
    assert best.total == everything.total
    assert best.rest == {place_of(CATALOG, hit.type, hit.slug) for hit in everything.hits[2:]}


def test_preparing_changes_no_answer() -> None:
    index = SearchIndex(CATALOG)
    index.prepare()
    assert index.search("procast") == INDEX.search("procast")


def test_an_empty_catalog_can_be_searched() -> None:
    assert SearchIndex(made_catalog()).search("anything") == Results((), 0)


def test_nothing_heavy_is_loaded_before_a_word_is_misspelled() -> None:
    program = "import sys, pkgtui.models.search; print('rapidfuzz' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "False"


titles = st.text(min_size=1, max_size=30).map(clean).filter(lambda it: bool(fold(it).strip()))
catalogs = st.lists(titles, min_size=1, max_size=6, unique_by=lambda it: fold(one_line(it)))


@given(st.text(st.characters(exclude_categories=())))
def test_no_query_raises_and_scores_stay_in_bounds(words: str) -> None:
    results = INDEX.search(words)
    assert results.total == len(results.hits)
    assert all(0 < hit.score <= 100 for hit in results.hits)
    assert len({(hit.type, hit.slug) for hit in results.hits}) == results.total


@given(catalogs, st.data())
def test_an_exact_title_is_always_first(names: list[str], data: st.DataObject) -> None:
    packages = [
        made_package(key, name, slug=f"slug-of-{key}", repo_watchers=key)
        for key, name in enumerate(names)
    ]
    wanted = data.draw(st.sampled_from(names))
    best = SearchIndex(made_catalog(packages)).search(wanted).hits[0]
    assert (best.title, best.score) == (wanted, 100)


@given(st.sampled_from(["procrastinate", "organizations", "debugtoolbar"]), st.data())
def test_any_one_typo_in_a_long_name_is_forgiven(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 2))
    typed = data.draw(
        st.sampled_from(
            [
                name[:at] + name[at + 1 :],
                name[:at] + "x" + name[at:],
                name[:at] + "x" + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    )
    assert any(name in fold(title).replace("-", "") for title in _found(typed))


def _merged(words: str, *hits: SearchHit, limit: int = 100, catalog: Catalog = CATALOG) -> Results:
    return merge(INDEX.search(words, limit), hits, catalog)


def test_a_hit_of_both_is_listed_once_and_flagged() -> None:
    merged = _merged("celery", _site_hit("celery"))
    assert [(hit.title, hit.site, hit.local) for hit in merged.hits] == [
        ("Celery", True, True),
        ("celery-progress", False, True),
        ("django-celery-beat", False, True),
    ]
    assert merged.total == 3


def test_what_only_the_site_knows_comes_last_in_its_order() -> None:
    site = [_site_hit("zeta", "Zeta"), _site_hit("celery"), _site_hit("alpha", "Alpha", "grid")]
    merged = _merged("celery", *site, site[0])
    assert merged.hits[-2:] == (
        Hit("package", None, "zeta", "Zeta", 0, site=True, local=False),
        Hit("grid", None, "alpha", "Alpha", 0, site=True, local=False),
    )
    assert merged.total == len(merged.hits) == 5


def test_what_only_the_site_found_but_the_catalog_holds_can_be_opened() -> None:
    merged = _merged("celery", _site_hit("huey", "HUEY!"), _site_hit("cron", "", "grid"))
    assert merged.hits[-2:] == (
        Hit("package", 107, "huey", "Huey", 0, site=True),
        Hit("grid", 7, "cron", "Cron", 0, site=True),
    )


def test_a_package_and_a_grid_of_the_same_slug_are_two() -> None:
    merged = _merged("cron", _site_hit("cron", "Cron", "package"))
    assert [(hit.type, hit.local) for hit in merged.hits if hit.slug == "cron"] == [
        ("grid", True),
        ("package", False),
    ]


def test_a_hit_that_was_left_out_is_not_counted_twice() -> None:
    merged = _merged("celery", _site_hit("django-celery-beat"), limit=1)
    assert [hit.title for hit in merged.hits] == ["Celery", "django-celery-beat"]
    assert merged.total == 3


def test_merging_again_changes_nothing() -> None:
    site = [_site_hit("zeta", "Zeta"), _site_hit("celery"), _site_hit("django-celery-beat")]
    merged = _merged("celery", *site, limit=1)
    assert merge(merged, site, CATALOG) == merged
    assert merge(merged, [], CATALOG) == merged


def test_the_recorded_answer_of_the_site_merges() -> None:
    site = read_hits(recording("search_grid_item").body.encode())
    merged = _merged("workers queues tasks", *site)
    assert [(hit.title, hit.site, hit.local) for hit in merged.hits] == [
        ("Workers, Queues, and Tasks", True, True),
        ("Quokka-Tasks", True, False),
    ]

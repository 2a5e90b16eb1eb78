"""Packages side by side, and the same as Markdown, CSV and JSON."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.records import SYNCED, made_catalog, made_category, made_grid, made_package
from tests.unit.catalogs import catalogs

from pkgtui.models.catalog import Catalog
from pkgtui.models.compare import WEEKS, Fact, compare, differences
from pkgtui.models.exports import Format, export
from pkgtui.text import clean

NOW = SYNCED
DAY = timedelta(days=1)


def three() -> Catalog:
    facts: dict[str, Any] = {"last_fetched": NOW, "category": 1, "commits_over_52": (1,) * 52}
    return made_catalog(
        [
            made_package(
                1,
                "One",
                **facts,
                grids=(7,),
                repo_watchers=10,
                last_updated=NOW - DAY,
                participants=("ada", "bob"),
                pypi_version="1.0",
                documentation_url="https://docs.example/",
            ),
            made_package(
                2,
                "Two",
                **facts,
                grids=(7, 8),
                repo_watchers=10,
                last_updated=NOW - 900 * DAY,
                participants=("cid", "ada", "renovate[bot]"),
            ),
            made_package(3, "Three", **facts, grids=(8,), repo_watchers=-1, repo_forks=4),
        ],
        [made_grid(7, "Queues", [1, 2]), made_grid(8, "Mail", [2])],
        [made_category(1, "App")],
        archived=frozenset({3}),
    )


def facts_of(catalog: Catalog) -> dict[str, Fact]:
    return {fact.id: fact for fact in compare(catalog, catalog.packages, NOW)}


def test_each_fact_is_told_of_each_package_in_its_order() -> None:
    facts = facts_of(three())
    assert [cell.text for cell in facts["stars"].cells] == ["10", "10", "unknown"]
    assert [cell.value for cell in facts["stars"].cells] == [10, 10, None]
    assert [cell.text for cell in facts["version"].cells] == ["1.0", "none listed", "none listed"]
    assert [cell.text for cell in facts["standing"].cells] == [
        "active",
        "dormant",
        "archived",
    ]
    assert facts[WEEKS].cells[0].value == (1,) * 52


@pytest.mark.parametrize(
    ("fact", "best"),
    [
        ("stars", {0, 1}),
        ("forks", {2}),
        ("last_commit", {0}),
        ("people", set()),
        ("documentation", {0}),
        ("standing", {0}),
        ("health", {0}),
        ("category", set()),
        ("commits", set()),
        ("version", set()),
        ("shared_grids", set()),
    ],
)
def test_the_best_of_a_row(fact: str, best: set[int]) -> None:
    """Unknown is never best, equals all are; where nothing differs nobody is."""
    if fact == "people":
        catalog = made_catalog([made_package(1, "One"), made_package(2, "Two")])
        assert facts_of(catalog)[fact].best == set()
    else:
        assert facts_of(three())[fact].best == best


def test_grids_and_people_are_told_where_two_share_them() -> None:
    facts = facts_of(three())
    assert [cell.text for cell in facts["shared_grids"].cells] == [
        "1: Queues",
        "2: Queues, Mail",
        "1: Mail",
    ]
    assert [cell.text for cell in facts["shared_people"].cells] == ["1: ada", "1: ada", "unknown"]


def test_of_many_shared_people_some_are_named_and_the_rest_counted() -> None:
    crowd = [f"person {number}" for number in range(1_200)]
    catalog = made_catalog(
        made_package(key, f"P{key}", participants=crowd, last_fetched=NOW) for key in (1, 2)
    )
    cell = facts_of(catalog)["shared_people"].cells[0]
    assert cell.text.startswith("1,200: person 0, person 1, ")
    assert cell.text.endswith("person 9 and 1,190 more")
    assert len(cell.value) == 1_200


def test_only_the_differences() -> None:
    told = {fact.id for fact in differences(facts_of(three()).values())}
    assert {"stars", "forks", "standing"} <= told
    assert told.isdisjoint({"category", WEEKS, "commits", "trend", "seen_by_site"})


def test_nothing_and_one_alone_can_be_compared() -> None:
    assert all(not fact.cells and not fact.differs for fact in compare(three(), [], NOW))
    alone = compare(three(), three().packages[:1], NOW)
    assert differences(alone) == ()
    assert not any(fact.best for fact in alone)


@given(catalogs)
def test_in_any_catalog_only_the_known_is_best(catalog: Catalog) -> None:
    for fact in compare(catalog, catalog.packages, NOW):
        assert len(fact.cells) == len(catalog.packages)
        assert all("\n" not in cell.text and cell.text for cell in fact.cells)
        assert all(fact.cells[at].value is not None for at in fact.best)
        assert not fact.best or fact.differs


# -- exports ---------------------------------------------------------------------------------

HOSTILE = (
    "=HYPERLINK(1)",
    "| a | b |",
    "[x](javascript:y)",
    "<img src=x>",
    "**no** `code` ~~x~~ \\| &amp; $x$",
    "http://evil.example",
    "-1+2",
    "@cmd",
    'say "no", twice',
    "two\nlines",
)


def titled(*titles: str) -> Catalog:
    return made_catalog(
        made_package(key, title, slug=f"p{key}") for key, title in enumerate(titles, start=1)
    )


def exported(catalog: Catalog, form: Format) -> str:
    return export(catalog, catalog.packages, NOW, form)


def rows_of(markdown: str) -> list[list[str]]:
    """Read a table as a Markdown program does: the visible text of its cells."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    assert tokens[0].type == "table_open"
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            children = token.children or []
            assert {child.type for child in children} <= {
                "text",
                "text_special",
                "strong_open",
                "strong_close",
            }
            rows[-1].append("".join(child.content for child in children))
    return rows


def test_markdown_is_a_table_that_holds_what_was_compared() -> None:
    catalog = three()
    markdown = exported(catalog, Format.MARKDOWN)
    rows = rows_of(markdown)
    facts = compare(catalog, catalog.packages, NOW)
    assert rows[0] == ["", "One", "Two", "Three"]
    assert rows[1:] == [[fact.label, *(cell.text for cell in fact.cells)] for fact in facts]
    assert "| stars | **10** | **10** | unknown |\n" in markdown


def test_no_name_breaks_the_markdown() -> None:
    rows = rows_of(exported(titled(*HOSTILE), Format.MARKDOWN))
    assert rows[0][1:] == [" ".join(title.split()) for title in HOSTILE]


@given(st.text(min_size=1, max_size=40).map(clean))
def test_no_name_at_all_breaks_the_markdown(title: str) -> None:
    assert len(rows_of(exported(titled(title, "other"), Format.MARKDOWN))[0]) == 3


def test_csv_has_a_line_for_each_package() -> None:
    one, two, three_ = csv.DictReader(io.StringIO(exported(three(), Format.CSV)))
    assert (one["slug"], one["category"], one["repo_watchers"], one["people"]) == (
        "one",
        "App",
        "10",
        "2",
    )
    assert (two["grids"], two["marks"]) == ("queues; mail", "dormant")
    assert (three_["repo_watchers"], three_["trend"], three_["health"]) == ("", "level", "poor")


def test_no_name_is_a_formula_to_a_spreadsheet() -> None:
    rows = list(csv.DictReader(io.StringIO(exported(titled(*HOSTILE), Format.CSV))))
    titles = [row["title"] for row in rows]
    assert titles == [f"'{title}" if title[0] in "=-@" else title for title in HOSTILE]
    assert [row["id"] for row in rows] == [str(key) for key in range(1, len(HOSTILE) + 1)]


def test_json_has_the_names_of_the_api() -> None:
    one, _, three_ = json.loads(exported(three(), Format.JSON))
    assert one["repo_watchers"] == 10
    assert one["category"] == {"id": 1, "slug": "app", "title": "App"}
    assert one["grids"] == [{"id": 7, "slug": "queues", "title": "Queues"}]
    assert one["participants"] == ["ada", "bob"]
    assert one["health"]["verdict"] in ("good", "fair")
    assert one["shared_people"] == ["ada"]
    assert (three_["archived"], three_["marks"]) == (True, ["archived"])
    assert three_["repo_watchers"] == -1, "as the API says that it does not know"


@given(catalogs, st.sampled_from(Format))
def test_any_catalog_can_be_exported(catalog: Catalog, form: Format) -> None:
    text = exported(catalog, form)
    assert text.endswith("\n")
    packages = catalog.packages
    if form is Format.JSON:
        assert [record["id"] for record in json.loads(text)] == [it.id for it in packages]
    elif form is Format.CSV:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        assert [row["id"] for row in rows] == [str(it.id) for it in packages]
    else:
        assert all(len(row) == len(packages) + 1 for row in rows_of(text))

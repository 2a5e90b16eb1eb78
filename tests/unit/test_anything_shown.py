"""Whatever a catalog holds, it can be listed, sorted, searched, drawn and told, and safely so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.unit.catalogs import NOW, catalogs, facts_of, histories

from pkgtui.cli.show import _lines
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.changes import History, followed
from pkgtui.models.exports import as_api
from pkgtui.models.links import grid_links, install_name, package_links
from pkgtui.models.notice import Notice
from pkgtui.models.order import SortKey
from pkgtui.models.personal import Personal, Watched
from pkgtui.models.search import SearchIndex
from pkgtui.models.sorting import GRID_SORTS, SORTS, sort_grids, sort_rows
from pkgtui.settings import Settings
from pkgtui.text import clean, fit
from pkgtui.tui.columns import grid_columns, package_columns
from pkgtui.tui.fitting import Column, Row, fitting
from pkgtui.tui.flowing import in_lines
from pkgtui.tui.instead import instead_words
from pkgtui.tui.present import ASCII, UNICODE, Glyphs, month_labels
from pkgtui.tui.screens.categories import shelves
from pkgtui.tui.screens.changes import columns as change_columns
from pkgtui.tui.screens.package import participants
from pkgtui.tui.screens.watchlist import watched_columns
from pkgtui.tui.state import State
from pkgtui.tui.why import evidence, standing_words
from pkgtui.tui.widgets.chart import chart_title, figures

words = st.text(max_size=30)


def check_cells(columns: Sequence[Column[Row]], rows: Sequence[Row], width: int) -> None:
    for row in rows:
        for column, cells in fitting(columns, width):
            text = column.in_width(row, cells) if column.in_width else column.cell(row)
            assert clean(text) == text
            assert "\n" not in fit(text, cells)


@settings(max_examples=40)
@given(catalogs, st.sampled_from([UNICODE, ASCII]), st.integers(0, 200))
def test_any_catalog_is_listed(catalog: Catalog, glyphs: Glyphs, width: int) -> None:
    state = State(Settings(cache_dir=Path("/nowhere")), glyphs, catalog, now=lambda: NOW)
    check_cells(package_columns(state), catalog.packages, width)
    check_cells(grid_columns(state), catalog.grids, width)
    assert sum(len(shelf.rows) for shelf in shelves(catalog)) == len(catalog.packages)
    assert state.headlines()[0]


@settings(max_examples=40)
@given(catalogs, histories, st.sampled_from([UNICODE, ASCII]), st.integers(0, 200), words)
def test_what_is_watched_and_what_has_changed_is_listed(
    catalog: Catalog, history: History, glyphs: Glyphs, width: int, note: str
) -> None:
    state = State(Settings(cache_dir=Path("/nowhere")), glyphs, catalog, now=lambda: NOW)
    state.history = history
    state.personal = Personal(
        watched=tuple(Watched(it.slug, clean(note)) for it in catalog.packages)
    )
    check_cells(watched_columns(state), catalog.packages, width)
    check_cells(change_columns(state), history.changes, width)
    assert len(state.unseen()) == len(history.changes)


@settings(max_examples=40)
@given(catalogs, catalogs, histories)
def test_any_two_catalogs_are_compared(one: Catalog, other: Catalog, history: History) -> None:
    generations = [
        Generation(site_url="https://x", synced_at=it.generation.synced_at) for it in (one, other)
    ]
    old, new = (
        msgspec.structs.replace(it, generation=generation)
        for it, generation in zip((one, other), generations, strict=True)
    )
    before = facts_of(old), facts_of(new)
    after = followed(history, old, new)
    assert after.changes[len(after.changes) - len(history.changes) :] == history.changes
    assert {it.seen_at for it in after.changes[: -len(history.changes) or None]} <= {
        new.generation.synced_at
    }
    assert (facts_of(old), facts_of(new)) == before


@settings(max_examples=40)
@given(catalogs, st.sampled_from([UNICODE, ASCII]))
def test_any_package_is_told(catalog: Catalog, glyphs: Glyphs) -> None:
    for package in catalog.packages:
        told = _lines(catalog, package, glyphs)
        # The title is bold: the one style of the command line.
        assert all(clean(line) == line for line in told[1:])
        assert clean(in_lines(package.description, 40, 3, glyphs.ellipsis)).count("\n") < 3
        assert as_api(catalog, package)["id"] == package.id
        assert len(participants(package, catalog)) == len(package.participants)
        assert install_name(package) == clean(install_name(package))
        assert chart_title(package.activity, glyphs)
        assert figures(package.activity, glyphs)
        assert "\n" not in month_labels(package.activity, 1)
        state = State(Settings(cache_dir=Path("/nowhere")), glyphs, catalog, now=lambda: NOW)
        assert evidence(package, state).plain == clean(evidence(package, state).plain)
        assert standing_words(package, state) == clean(standing_words(package, state))
        for link in package_links(package, catalog.generation.site_url):
            assert clean(link.shown) == link.shown
    for grid in catalog.grids:
        assert grid_links(grid, "https://directory.example")


@settings(max_examples=40)
@given(
    catalogs,
    st.sampled_from([UNICODE, ASCII]),
    st.builds(Notice, st.booleans(), st.booleans(), words.map(clean), words.map(clean)),
)
def test_any_alternatives_are_told(catalog: Catalog, glyphs: Glyphs, notice: Notice) -> None:
    state = State(Settings(cache_dir=Path("/nowhere")), glyphs, catalog, now=lambda: NOW)
    for package in catalog.packages:
        for said in (notice, None):
            state.notices[package.id] = said
            told = instead_words(package, state, 78, 1).plain
            assert clean(told) == told
            assert "\n" not in told


@settings(max_examples=40)
@given(catalogs, words)
def test_any_catalog_is_searched_and_sorted(catalog: Catalog, text: str) -> None:
    results = SearchIndex(catalog).search(text)
    assert results.total <= len(catalog.packages) + len(catalog.grids)
    for name in SORTS:
        assert sorted(sort_rows(catalog, catalog.all_rows, (SortKey(name),))) == [*catalog.all_rows]
    for name in GRID_SORTS:
        assert len(sort_grids(catalog, catalog.grids, (SortKey(name),))) == len(catalog.grids)


@pytest.mark.parametrize("width", [2, 3, 7, 40])  # A wide letter takes two cells.
@given(text=st.text().map(clean), most=st.integers(1, 4))
@example(text="000000\n00⼀", most=3)
def test_running_text_keeps_to_its_lines(width: int, text: str, most: int) -> None:
    lines = in_lines(text, width, most, "…").split("\n")
    assert len(lines) <= most
    shown = "".join("".join(lines).split())
    assert lines[-1].endswith("…") or shown == "".join(text.split())

"""Whatever the site answers, what is accepted of it can be kept, found, sorted and drawn."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.server.recorded import recording

from pkgtui.api import schema
from pkgtui.api.errors import BadAnswer
from pkgtui.cli.group import cli
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.links import grid_links, install_name, package_links
from pkgtui.models.order import SortKey
from pkgtui.models.search import SearchIndex
from pkgtui.models.sorting import SORTS, sort_rows
from pkgtui.settings import Settings, load_settings
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import decode, encode
from pkgtui.text import clean, one_line
from pkgtui.tui.columns import grid_columns, package_columns
from pkgtui.tui.present import ASCII, UNICODE, Glyphs, bar_rows, month_labels
from pkgtui.tui.screens.package import participants
from pkgtui.tui.state import State
from pkgtui.tui.widgets.chart import chart_title, figures, period

SITE = "https://site.example"
NOW = datetime(2026, 2, 16, tzinfo=UTC)
PACKAGE = recording("package_5924_by_id").json()
GRID = recording("grid_by_id_136").json()
CATEGORY = recording("category_1").json()
TEXTS = {
    "title",
    "description",
    "title_plural",
    "repo_url",
    "pypi_version",
    "repo_description",
    "pypi_url",
    "documentation_url",
}

_text = st.text(
    st.sampled_from('aé漢\u0301:/.%?#[]=\x00\x1b\ud800\u202e\n\U0001f600"\\'), max_size=9
)
_plausible = st.sampled_from(
    [
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00+14:00",
        "9998-12-31T23:59:59-14:00",
        "2026-02-13T20:54:51",
        f"{SITE}/api/v4/categories/1/",
        f"{SITE}/api/v4/grids/136/",
        f"{SITE}/api/v4/packages/5924/",
        "http://[",
        "javascript:alert(1)",
        "..",
        "1412",
        -1,
        10**12,
        10**6,
        [],
        [0] * 52,
        [10**6] * 130,
        ["renovate[bot]", "", " ", "a"],
        "x" * 9000,
        "\u200b" * 400,
    ]
)
_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _text | _plausible,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_text, inner, max_size=3),
    max_leaves=6,
)


def _rows(sound: dict[str, Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Sound rows with odd texts, in which a field or two hold something else."""
    texts = st.fixed_dictionaries({}, optional=dict.fromkeys(TEXTS & sound.keys(), _text))
    wrong = st.dictionaries(st.sampled_from(sorted(sound)), _value, max_size=2)
    changes = st.builds(lambda text, other: {**text, **other}, texts, wrong)
    return st.lists(changes, min_size=1, max_size=3).map(
        lambda many: [{**sound, "id": key, **changed} for key, changed in enumerate(many, 1)]
    )


def _accepted(record: type[Any], rows: Iterable[dict[str, Any]]) -> tuple[Any, ...]:
    rows = list(rows)
    body = json.dumps({"count": len(rows), "results": rows}).encode()
    return tuple({entry.id: entry for entry in schema.read_page(record, body).items}.values())


_catalogs = st.builds(
    lambda packages, grids, categories: Catalog(
        Generation(site_url=SITE, synced_at=NOW),
        packages=_accepted(Package, packages),
        grids=_accepted(Grid, grids),
        categories=_accepted(Category, categories),
        archived=frozenset({1}),
    ),
    _rows(PACKAGE),
    _rows(GRID),
    _rows(CATEGORY),
)


def _is_one_safe_line(text: str) -> bool:
    return clean(text) == text and "\n" not in text


@given(_catalogs, st.sampled_from([UNICODE, ASCII]))
@settings(max_examples=150)
def test_what_is_accepted_is_drawn(catalog: Catalog, glyphs: Glyphs) -> None:
    state = State(Settings(cache_dir=Path("unused")), glyphs=glyphs, catalog=catalog)
    for package in catalog.packages:
        for column in package_columns(state):
            assert _is_one_safe_line(column.cell(package))
            if column.in_width:
                assert _is_one_safe_line(column.in_width(package, column.width))
        activity = package.activity
        for line in (period(activity), chart_title(activity, glyphs), figures(activity, glyphs)):
            assert _is_one_safe_line(line)
        assert len(bar_rows(activity.weeks, 5, glyphs)) == 5
        assert _is_one_safe_line(month_labels(activity, 2))
        assert len(participants(package, catalog)) == len(package.participants)
        assert _is_one_safe_line(install_name(package))
        assert all(_is_one_safe_line(link.url) for link in package_links(package, SITE))
    for grid in catalog.grids:
        assert all(_is_one_safe_line(column.cell(grid)) for column in grid_columns(state))
        assert all(_is_one_safe_line(link.url) for link in grid_links(grid, SITE))
    assert all(_is_one_safe_line(line) for line in state.headlines())


@given(_catalogs, _text)
def test_what_is_accepted_is_sorted_searched_and_kept(catalog: Catalog, words: str) -> None:
    for sort in SORTS:
        assert sorted(sort_rows(catalog, catalog.all_rows, (SortKey(sort),))) == list(
            catalog.all_rows
        )
    for hit in SearchIndex(catalog).search(one_line(clean(words))).hits:
        assert _is_one_safe_line(one_line(hit.title))
    kept = decode(encode(catalog))
    assert kept.packages == catalog.packages
    assert kept.grids == catalog.grids
    assert kept.categories == catalog.categories


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("accepted")


@given(catalog=_catalogs)
@settings(max_examples=25)
def test_what_is_accepted_is_printed(cache: Path, catalog: Catalog) -> None:
    chosen = {"cache_dir": str(cache), "site_url": SITE}
    with closing(CatalogStore.open(load_settings(chosen, {}).site_cache)) as store:
        store.commit(catalog)
    runner = CliRunner(env={"PKGTUI_OFFLINE": "1", "NO_COLOR": "1"})
    options = ["--cache-dir", str(cache), "--site-url", SITE]
    commands = [["status"], ["search", "a"], ["search", "--json", "a"]]
    for package in catalog.packages:
        commands += [["show", str(package.id)], ["show", "--json", str(package.id)]]
    for command in commands:
        done = runner.invoke(cli, [command[0], *options, *command[1:]])
        assert done.exit_code == 0, (done.output, done.exception)
        assert clean(done.stdout) == done.stdout


@given(st.binary() | _value.map(lambda value: json.dumps(value).encode()))
def test_nothing_else_than_own_errors_comes_out(body: bytes) -> None:
    readers: tuple[Any, ...] = (schema.read_hits, schema.read_active_slugs)
    for record in (Package, Grid, Category):
        for read in (schema.read_page, schema.read_entry):
            readers += (lambda body, read=read, record=record: read(record, body),)
    for reader in readers:
        try:
            reader(body)
        except BadAnswer:
            continue

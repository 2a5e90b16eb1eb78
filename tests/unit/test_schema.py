"""From recorded and from hostile answers to records."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.server.recorded import THE_FIVE, recording

from pkgtui.api import schema
from pkgtui.api.errors import BadAnswer
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.hits import SearchHit
from pkgtui.models.links import why_not_openable
from pkgtui.text import clean


def _as_recorded(entry: Package | Grid | Category) -> dict[str, Any]:
    values = msgspec.structs.asdict(entry)
    if isinstance(entry, Package):
        del values["names"], values["weeks"], values["unnamed"]
        values |= {"participants": entry.participants, "commits_over_52": entry.commits_over_52}
    plain: dict[str, Any] = json.loads(msgspec.json.encode(values))
    return plain


def _row(**changes: Any) -> dict[str, Any]:
    return {**recording("package_5924_by_id").json(), **changes}


def _read(**changes: Any) -> Package:
    return schema.read_entry(Package, json.dumps(_row(**changes)).encode())


def _is_refused(**changes: Any) -> bool:
    body = json.dumps({"count": 2, "results": [_row(**changes), _row()]}).encode()
    page = schema.read_page(Package, body)
    assert page.count == 2
    assert len(page.ids) == 2
    assert page.items[-1] == _read()
    assert len(page.items) + page.refused == 2
    return page.refused == 1


@pytest.mark.parametrize("key", THE_FIVE)
@pytest.mark.parametrize("how", ["by_id", "by_slug"])
def test_every_value_of_the_five_packages_is_kept_as_recorded(key: int, how: str) -> None:
    said = recording(f"package_{key}_{how}")
    package = schema.read_entry(Package, said.body.encode())

    links = {
        "category": _number(said.json()["category"]),
        "grids": [_number(link) for link in said.json()["grids"]],
    }
    assert _as_recorded(package) == {**said.json(), **links}


def _number(link: str) -> int:
    return int(link.partition("?")[0].rstrip("/").rpartition("/")[2])


@pytest.mark.parametrize("key", THE_FIVE)
def test_times_print_back_with_the_offset_they_came_with(key: int) -> None:
    said = recording(f"package_{key}_by_id")
    package = schema.read_entry(Package, said.body.encode())
    for name in ("created", "modified", "last_updated", "last_fetched"):
        assert getattr(package, name).isoformat() == said.json()[name]


@pytest.mark.parametrize(
    "name", ["package_3324_format_json", "package_1412_format_json", "package_json_suffix"]
)
def test_links_with_a_format_or_a_suffix_name_the_same_entries(name: str) -> None:
    package = schema.read_entry(Package, recording(name).body.encode())
    plain = schema.read_entry(Package, recording(f"package_{package.id}_by_id").body.encode())
    assert package == plain


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (Category, "categories"),
        (Grid, "grids_default"),
        (Package, "packages_default"),
        (Package, "packages_limit100_offset200"),
        (Package, "packages_last_page"),
        (Package, "packages_format_json"),
        (Package, "packages_json_suffix"),
        (Package, "packages_offset_beyond_end"),
    ],
)
def test_recorded_lists_are_read_whole(record: type[Any], name: str) -> None:
    said = recording(name)
    page = schema.read_page(record, said.body.encode())
    rows = said.json()["results"]
    assert page.refused == 0
    assert page.count == said.json()["count"]
    assert list(page.ids) == [row["id"] for row in rows] == [item.id for item in page.items]
    assert [item.title for item in page.items] == [clean(row["title"]) for row in rows]


def test_recorded_single_grid_and_category() -> None:
    grid = schema.read_entry(Grid, recording("grid_by_id_136").body.encode())
    assert grid.title == "Workers, Queues, and Tasks"
    said = recording("grid_by_id_136").json()
    assert list(grid.packages) == [_number(link) for link in said["packages"]]
    category = recording("category_1")
    entry = schema.read_entry(Category, category.body.encode())
    assert _as_recorded(entry) == category.json()


@pytest.mark.parametrize("name", ["search_celery", "search_grid_item", "search_typo"])
def test_recorded_hits_are_all_read(name: str) -> None:
    said = recording(name)
    hits = schema.read_hits(said.body.encode())
    assert [(hit.item_type, hit.slug) for hit in hits] == [
        (row["item_type"], row["slug"]) for row in said.json()
    ]
    assert all(hit.downloads != 0 for hit in hits)


def test_the_sitemap_gives_slugs_whatever_the_host() -> None:
    slugs = schema.read_active_slugs(recording("sitemap_packages_first_200").body.encode())
    assert len(slugs) >= 190
    assert {"django-terms-core", "1337"} <= slugs
    other = b"<urlset><url><loc> http://10.0.0.1:8000/packages/p/caf%C3%A9_1/ </loc></url></urlset>"
    assert schema.read_active_slugs(other) == {"café_1"}


@pytest.mark.parametrize("body", [b"", b"<html>", b"<sitemapindex></sitemapindex>"])
def test_what_is_no_sitemap_is_refused(body: bytes) -> None:
    with pytest.raises(BadAnswer):
        schema.read_active_slugs(body)


@pytest.mark.parametrize(
    ("link", "key"),
    [
        ("https://elsewhere.example:8443/prefix/api/v4/categories/7/", 7),
        ("http://h/api/v4/categories/7/?format=api", 7),
        ("http://h/api/v4/categories/7.json", 7),
        ("/api/v4/categories/7", 7),
        (None, None),
    ],
)
def test_ids_are_read_from_the_path_of_a_link(link: str | None, key: int | None) -> None:
    assert _read(category=link).category == key


@pytest.mark.parametrize(
    "link",
    [
        "http://h/api/v4/packages/7/",
        "http://categories/7/",
        "http://h/?x=/categories/7/",
        "http://h/categories/7/more/",
        "http://h/categories/0/",
        f"http://h/categories/{2**63}/",
        "http://h/categories/\u0667/",
        "http://[h/categories/7/",
        "",
        7,
    ],
)
def test_links_to_something_else_cost_the_item(link: object) -> None:
    assert _is_refused(category=link)
    assert _is_refused(grids=[link])


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 0},
        {"id": 2**63},
        {"id": True},
        {"id": None},
        {"id": "5924"},
        {"title": None},
        {"slug": ["x"]},
        {"repo_watchers": True},
        {"repo_watchers": "many"},
        {"repo_watchers": 10**30},
        {"repo_forks": 1e400},
        {"commits_over_52": [1, -1]},
        {"commits_over_52": [10**6 + 1]},
        {"commits_over_52": [False]},
        {"commits_over_52": [None]},
        {"commits_over_52": "1,2,3"},
        {"participants": "a,b"},
        {"participants": [None]},
        {"created": "yesterday"},
        {"created": 5},
        {"created": "0001-01-01T00:00:00+14:00"},
        {"grids": {}},
    ],
)
def test_a_bad_item_costs_itself_and_is_counted(changes: dict[str, Any]) -> None:
    assert _is_refused(**changes)


def test_rows_that_are_no_objects_are_counted_too() -> None:
    body = json.dumps({"count": 4, "results": [None, [], {"id": 8}, _row()]}).encode()
    page = schema.read_page(Package, body)
    assert page.ids == (None, None, 8, 5924)
    assert page.refused == 3


def test_what_the_site_leaves_out_is_unknown_or_empty() -> None:
    package = schema.read_entry(Package, b'{"id": 1, "title": "T", "slug": "t"}')
    unknown = (package.category, package.stars, package.created, package.last_commit)
    assert unknown == (None, None, None, None)
    assert [*package.grids, *package.participants, *package.commits_over_52] == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-13T20:54:51Z", datetime(2026, 2, 13, 20, 54, 51, tzinfo=UTC)),
        ("2012-05-29T10:12:13.5", datetime(2012, 5, 29, 10, 12, 13, 500_000, tzinfo=UTC)),
        ("2026-02-13T20:54:51+05:30", datetime(2026, 2, 13, 15, 24, 51, tzinfo=UTC)),
        ("", None),
        (None, None),
    ],
)
def test_times_with_and_without_an_offset(text: str | None, moment: datetime | None) -> None:
    read = _read(created=text).created
    assert read == moment
    assert read is None or read.tzinfo is not None


def test_long_texts_and_lists_are_bounded() -> None:
    package = _read(
        title="t" * 1000,
        repo_description="d" * 10_000,
        repo_url="https://h/" + "u" * 3000,
        participants=["p" * 400] * 3000,
        commits_over_52=list(range(200)),
    )
    assert len(package.title) == 300
    assert package.title.endswith("…")
    assert len(package.description) == 5000
    assert package.repo_url is not None
    assert len(package.repo_url) == 2000
    assert why_not_openable(package.repo_url) == "it is too long"
    assert len(package.participants) == 2000
    assert package.unnamed == 1000
    assert len(package.participants[0]) == 300
    assert package.commits_over_52 == tuple(range(80, 200))


@pytest.mark.parametrize("slug", ["dj\u200bango", "a b\n", " django", "s" * 301, "e\u202e"])
def test_no_slug_is_made_into_that_of_another_entry(slug: str) -> None:
    assert _is_refused(slug=slug)


def test_megabytes_are_cut_before_they_are_cleaned() -> None:
    package = _read(title="t" * 2**20, repo_description="\u200b" * 2**20, pypi_version="\n" * 2**20)
    assert len(package.title) == 300
    assert package.description == "…"
    assert package.version == "…"


def test_texts_are_cleaned() -> None:
    package = _read(
        title="a\x1b[31mb\ud800c\u202e",
        repo_description="one\r\ntwo\x00",
        participants=["x\x9by"],
        pypi_version="1\x07",
    )
    assert package.title == "a[31mbc"
    assert package.description == "one\ntwo"
    assert package.participants == ("xy",)
    assert package.version == "1"


def test_broken_bytes_and_numbers_beyond_measure_do_not_cost_the_page() -> None:
    one = json.dumps(_row(repo_description="BROKEN")).encode().replace(b"BROKEN", b"a\xffb")
    two = json.dumps(_row(id=9, repo_forks=0)).encode()
    two = two.replace(b'"repo_forks": 0', b'"repo_forks": ' + b"9" * 5000)
    page = schema.read_page(Package, b'{"count": 2, "results": [' + one + b"," + two + b"]}")
    assert page.refused == 1
    assert page.items[0].description == "a\ufffdb"
    assert page.ids == (5924, 9)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"\xff\xfe\x00",
        b"[" * 200_000,
        b'{"count": 1}',
        b'{"count": -1, "results": []}',
        b'{"count": true, "results": []}',
        b'{"count": 1e400, "results": []}',
        b'{"count": 1, "results": {}}',
        b"[]",
        b"null",
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(body: bytes) -> None:
    with pytest.raises(BadAnswer, match=r"^The site answered with something other than"):
        schema.read_page(Package, body)


_text = st.text(st.sampled_from('aé1:/.\x00\x1b\ud800\u202e\n\U0001f600"\\'), max_size=8)
_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | _text
    | st.sampled_from(["2026-02-13T20:54:51-05:00", "http://h/api/v4/categories/1/", "package"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(_row())), _json))
def test_whatever_the_values_a_row_is_read_or_counted(values: dict[str, Any]) -> None:
    row = {**_row(), **values}
    page = schema.read_page(Package, json.dumps({"count": 1, "results": [row]}).encode())
    assert len(page.items) + page.refused == 1
    for package in page.items:
        blob = msgspec.json.encode(package)
        assert msgspec.json.decode(blob, type=Package) == package
        for text in (package.title, package.slug, package.description, *package.participants):
            assert clean(text) == text
        if package.created is not None:
            assert package.created.astimezone(UTC) == package.created


@given(_json)
def test_whatever_the_answer_only_own_errors_come_out(answer: Any) -> None:
    body = json.dumps(answer).encode()
    for record in (Package, Grid, Category, SearchHit):
        for read in (schema.read_page, schema.read_entry):
            with pytest.raises(BadAnswer):
                read(record, body)
    try:
        hits = schema.read_hits(body)
    except BadAnswer:
        hits = []
    assert all(isinstance(hit, SearchHit) for hit in hits)


@given(st.binary())
def test_whatever_the_bytes_only_own_errors_come_out(body: bytes) -> None:
    for read in (schema.read_hits, schema.read_active_slugs):
        try:
            read(body)
        except BadAnswer:
            continue

"""Small catalogs to keep and to look things up in, and rules for making any catalog."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec
from hypothesis import strategies as st
from tests.records import package_of

from pkgtui.models.catalog import Catalog, Generation
from pkgtui.models.changes import OF_GRIDS, OF_MEMBERS, Change, History, Kind, Named
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.store import codec
from pkgtui.store.codec import Header, checksum_of
from pkgtui.store.packing import pack, unpack
from pkgtui.text import clean, one_line

SITE = "https://packages.example"
NOW = datetime(2026, 2, 16, 12, tzinfo=UTC)


def package(key: int, **changes: Any) -> Package:
    """Return a package named by its id."""
    facts: dict[str, Any] = {
        "category": 1,
        "grids": (7,),
        "id": key,
        "title": f"Package {key}",
        "slug": f"package-{key}",
        "last_updated": NOW - timedelta(days=key),
        "last_fetched": NOW,
        "repo_url": f"https://forge.example/{key}",
        "pypi_version": "1.0",
        "created": NOW - timedelta(days=900),
        "modified": None,
        "repo_forks": 3,
        "repo_description": "Sends mail",
        "pypi_url": f"https://index.example/project/package-{key}/",
        "documentation_url": None,
        "repo_watchers": 10 * key,
        "commits_over_52": (0,) * 51 + (key,),
        "participants": ("ada", "renovate[bot]"),
    }
    return package_of(**(facts | changes))


def catalog(*packages: Package, **changes: Any) -> Catalog:
    """Return a catalog of these packages, or of three, with one grid and one category."""
    chosen = packages or (package(3), package(2), package(1))
    members = tuple(chosen_one.id for chosen_one in chosen)
    facts: dict[str, Any] = {
        "generation": Generation(site_url=SITE, synced_at=NOW),
        "packages": chosen,
        "grids": (Grid(7, "Mail", "mail", "Sending it", False, members, False, NOW, None),),
        "categories": (Category(1, "App", "apps", "", "Apps", True, NOW, None),),
        "archived": frozenset({1}),
    }
    return Catalog(**(facts | changes))


def sealed(header: Header, payload: bytes) -> bytes:
    """Return contents with a header whose checksum is right."""
    unsealed = msgspec.structs.replace(header, checksum="")
    checksum = checksum_of(msgspec.json.encode(unsealed), b"\n", payload)
    line = msgspec.json.encode(msgspec.structs.replace(header, checksum=checksum))
    return b"pkgtui catalog\n" + line + b"\n" + payload


def with_a_line(blob: bytes, place: int, line: bytes) -> bytes:
    """Return the catalog `blob` with another `line` of its contents, and all checksums right."""
    header, payload = codec.read_header(blob), blob.split(b"\n", 2)[2]
    lines = unpack(payload, codec.MOST_UNPACKED).splitlines(keepends=True)
    lines[place] = line
    return sealed(header, pack(b"".join(lines)))


_ids = st.integers(0, 2**63 - 1)
_texts = st.text(max_size=20).map(clean)
_maybe_texts = st.none() | _texts
_zones = st.sampled_from([UTC, timezone(timedelta(hours=-5)), timezone(timedelta(hours=-4))])
_moments = st.datetimes(datetime(1970, 1, 2), datetime(9999, 12, 30), timezones=_zones)  # noqa: DTZ001 - bounds are naive, the zone is drawn
_maybe_moments = st.none() | _moments
_figures = st.none() | st.integers(-1, 2**31)
_many_ids = st.lists(_ids, max_size=3).map(tuple)


def _without_comma(text: str) -> str:
    return one_line(text.replace(",", " "))


packages = st.builds(
    Package,
    category=st.none() | _ids,
    grids=_many_ids,
    id=_ids,
    title=_texts,
    slug=_texts,
    last_updated=_maybe_moments,
    last_fetched=_maybe_moments,
    repo_url=_maybe_texts,
    pypi_version=_maybe_texts,
    created=_maybe_moments,
    modified=_maybe_moments,
    repo_forks=_figures,
    repo_description=_maybe_texts,
    pypi_url=_maybe_texts,
    documentation_url=_maybe_texts,
    repo_watchers=_figures,
    weeks=st.lists(st.integers(0, 9999), max_size=53).map(lambda weeks: ",".join(map(str, weeks))),
    names=st.lists(_texts.map(_without_comma), max_size=4).map(",".join),
)
_grids = st.builds(
    Grid,
    _ids,
    _texts,
    _texts,
    _texts,
    st.booleans(),
    _many_ids,
    st.booleans(),
    _maybe_moments,
    _maybe_moments,
)
_categories = st.builds(
    Category, _ids, _texts, _texts, _texts, _texts, st.booleans(), _maybe_moments, _maybe_moments
)
_generations = st.builds(
    Generation,
    site_url=_texts,
    synced_at=_moments,
    complete=st.booleans(),
    refused=st.integers(0, 9999),
    sample=st.booleans(),
)
catalogs = st.builds(
    Catalog,
    _generations,
    st.lists(packages, max_size=4).map(tuple),
    st.lists(_grids, max_size=2).map(tuple),
    st.lists(_categories, max_size=2).map(tuple),
    st.none() | st.frozensets(_ids, max_size=3),
    st.dictionaries(_ids, _moments, max_size=2),
)
"""Any catalog at all."""

_named = st.builds(Named, _ids, _texts, _texts)
_values = st.none() | _texts
_kinds = st.sampled_from(sorted(set(Kind) - OF_GRIDS - OF_MEMBERS - {Kind.STARS, Kind.UNCOMPARED}))
_changes = st.one_of(
    st.builds(Change, _kinds, _moments, package=_named, before=_values, after=_values),
    st.builds(Change, st.sampled_from(sorted(OF_MEMBERS)), _moments, package=_named, grid=_named),
    st.builds(Change, st.sampled_from(sorted(OF_GRIDS)), _moments, grid=_named),
    st.builds(Change, st.just(Kind.UNCOMPARED), _moments, before=_texts, after=_texts),
    st.builds(
        Change,
        st.just(Kind.STARS),
        _moments,
        package=_named,
        before=st.integers(0, 2**31),
        after=st.integers(0, 2**31),
    ),
)
histories = st.builds(
    History,
    since=_moments,
    changes=st.lists(_changes, max_size=4).map(tuple),
    dropped=st.integers(0, 9999),
    archived=st.none() | st.frozensets(_ids, max_size=3),
)
"""Any history of changes."""


def facts_of(one: Catalog) -> tuple[Any, ...]:
    """Return everything that makes two catalogs the same."""
    return (
        one.generation,
        tuple(one.packages),
        one.grids,
        one.categories,
        one.archived,
        dict(one.refreshed),
    )

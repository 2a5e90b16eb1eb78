"""What the directory says of what a project uses: names, versions, and what is amiss."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version
from tests.unit.catalogs import NOW, catalog, package

from pkgtui.models.alternatives import alternatives
from pkgtui.models.audit import Audit, MatchedBy, audit, match, used_packages
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.health import Verdict
from pkgtui.models.requirements import (
    Behind,
    Requirement,
    oldest,
    pin_behind,
    range_behind,
    specified,
)
from pkgtui.models.standing import Mark


def listed(
    key: int, slug: str, index: str | None = None, repository: str = "", **facts: Any
) -> Package:
    """Return a package with these names."""
    return package(
        key,
        title=slug,
        slug=slug,
        pypi_url=index,
        repo_url=f"https://forge.example/ada/{repository}",
        last_updated=NOW - timedelta(days=3),
        **facts,
    )


NAMES = catalog(
    listed(1, "django_cron", "http://index.example/pypi/django-cron", "cron"),
    listed(2, "django-lark", "https://index.example/project/django-lark-ng/", "django-lark-old"),
    listed(3, "heron", None, "Django_Heron.git"),
    listed(4, "django-scheduler", "django-scheduler"),
    listed(5, "twin-a", "https://index.example/project/Twin", repo_watchers=5),
    listed(6, "twin-b", "https://index.example/project/twin/", repo_watchers=9),
    listed(7, "django-owl", "https://index.example/project/owl"),
    listed(8, "owl", "https://index.example/project/owl"),
    archived=frozenset({4}),
)


def found(name: str, where: Catalog = NAMES) -> tuple[str, MatchedBy] | None:
    it = match(name, where)
    return None if it is None else (where.packages[it.row].slug, it.by)


def use(*texts: str, catalog: Catalog = NAMES) -> Audit:
    wanted = [specified(text, "r.txt", at) for at, text in enumerate(texts, start=1)]
    return audit(wanted, catalog)


# Names


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("django-cron", ("django_cron", MatchedBy.INDEX)),
        ("Django.Cron", ("django_cron", MatchedBy.INDEX)),
        ("django-lark-ng", ("django-lark", MatchedBy.INDEX)),
        ("django-lark", ("django-lark", MatchedBy.SLUG)),
        ("django-heron", ("heron", MatchedBy.REPOSITORY)),
        ("heron", ("heron", MatchedBy.SLUG)),
        # Its index link says better what it is called.
        ("cron", None),
        ("django-lark-old", None),
        ("requests", None),
        ("django-schedulr", None),
    ],
)
def test_a_name_is_found_by_index_link_then_slug_then_repository(
    name: str, meant: tuple[str, MatchedBy] | None
) -> None:
    assert found(name) == meant


def test_what_a_name_could_mean_as_well_is_told() -> None:
    it = match("twin", NAMES)
    assert it is not None
    assert NAMES.packages[it.row].slug == "twin-b"
    assert [NAMES.packages[row].slug for row in it.rivals] == ["twin-a"]


def test_a_later_kind_of_name_tells_two_apart() -> None:
    it = match("owl", NAMES)
    assert it is not None
    assert NAMES.packages[it.row].slug == "owl"
    assert it.rivals == ()


def test_a_misspelt_name_is_offered_and_not_taken() -> None:
    done = use("django-schedulr", "djnago-scheduler", "requests", "schedulr", "django")
    assert done.findings == ()
    assert {one.use.name: one.close for one in done.unlisted} == {
        "django": (),
        "django-schedulr": ("django-scheduler",),
        "djnago-scheduler": ("django-scheduler",),
        "requests": (),
        "schedulr": (),
    }


def test_two_names_of_one_package_are_one_finding() -> None:
    (one,) = use("django-lark==1.0", "django-lark-ng==0.9").findings
    assert one.use.version == "0.9"
    assert [it.line for it in one.use.requirements] == [1, 2]


def test_what_is_only_limited_is_not_used() -> None:
    limit = specified("django-cron<2", "limits.txt", 1, constraint=True)
    assert used_packages([limit], NAMES) == {}
    both = used_packages([limit, specified("django-cron", "r.txt", 1)], NAMES)
    assert both[1].specifier == "<2"


def test_used_packages_are_known_by_their_ids() -> None:
    wanted = [specified(text, "r.txt", None) for text in ("django-cron==1", "heron>2", "x")]
    assert {
        key: (it.version, it.specifier) for key, it in used_packages(wanted, NAMES).items()
    } == {
        1: ("1", "==1"),
        3: (None, ">2"),
    }


# Versions


@pytest.mark.parametrize(
    ("version", "latest", "behind"),
    [
        ("1.0", "2.0", Behind.MAJOR),
        ("1.9", "1.10", Behind.MINOR),
        ("1.9.1", "1.9.2", Behind.PATCH),
        ("1.9", "1.9.0.1", Behind.PATCH),
        ("2.0rc1", "2.0", Behind.PATCH),
        ("1.0", "1!1.0", Behind.MAJOR),
        ("2.0", "2.0.0", None),
        ("3.0", "2.0", None),
        ("1.0", None, None),
        ("1.0", "unknown", None),
        ("final", "1.0", None),
    ],
)
def test_a_version_is_behind_by_its_first_number_that_differs(
    version: str, latest: str | None, behind: Behind | None
) -> None:
    assert pin_behind(version, latest) == behind


@pytest.mark.parametrize(
    ("specifier", "behind"),
    [
        (">=1,<4.2", Behind.RANGE),
        ("<4.2", Behind.RANGE),
        ("<=4.1", Behind.RANGE),
        ("~=3.1", Behind.RANGE),
        ("==3.*", Behind.RANGE),
        (">=1,<5", None),
        ("", None),
        (">=5", None),  # There the directory is behind.
        ("~=5.0", None),
        ("!=4.2", None),
        ("==4.*", None),
        ("^1 || ^2", None),  # Unknown stays unknown.
    ],
)
def test_a_range_is_behind_when_it_ends_before_the_latest_version(
    specifier: str, behind: Behind | None
) -> None:
    assert range_behind(specifier, "4.2") == behind


_versions = st.lists(st.integers(0, 3), min_size=1, max_size=4).map(
    lambda numbers: ".".join(map(str, numbers))
)


@given(_versions, _versions)
def test_behind_is_older_and_nothing_else(version: str, latest: str) -> None:
    assert (pin_behind(version, latest) is not None) == (Version(version) < Version(latest))
    below = range_behind(f"<{version}", latest) is not None
    assert below == (Version(latest) not in SpecifierSet(f"<{version}"))


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("a==1.2", "1.2"),
        ("a===odd", "odd"),
        ("a==1.2,!=1.3", "1.2"),
        ("a==1.*", None),
        ("a>1", None),
    ],
)
def test_only_one_version_is_a_pin(text: str, version: str | None) -> None:
    assert specified(text, "", None).version == version


def test_of_several_versions_the_oldest_counts() -> None:
    assert oldest(["1.10", "1.9", "1.9.1"]) == "1.9"
    assert oldest(["1.0", "odd"]) == "odd"
    assert oldest([]) is None


# What is amiss


def test_for_what_shares_no_grid_nothing_is_named() -> None:
    old = package(1, last_updated=NOW - timedelta(days=2000), grids=())
    where = catalog(old, package(2, grids=()), grids=(), archived=frozenset())
    assert alternatives(where, old)  # Described alike, which is not enough to be told.
    (one,) = use("package-1", catalog=where).findings
    assert one.marks == (Mark.DORMANT,)
    assert one.alternatives == ()


def test_what_is_poor_is_named_for_nothing() -> None:
    facts = {"commits_over_52": (0,) * 52, "participants": ("ada",), "repo_watchers": 99}
    looked, committed = NOW - timedelta(days=90), NOW - timedelta(days=700)
    poor = package(3, last_updated=committed, last_fetched=looked, pypi_version=None, **facts)
    old = package(1, last_updated=NOW - timedelta(days=2000))
    where = catalog(poor, package(2), package(4), old, archived=frozenset())
    instead, judged = use("package-1", "package-3", catalog=where).findings
    assert judged.health.verdict is Verdict.POOR
    assert judged.marks == (Mark.UNFOLLOWED, Mark.QUIET)
    for found in (instead, judged):
        slugs = {where.packages[it.row].slug for it in found.alternatives}
        assert slugs == {"package-2", "package-4"}


def _with_grid() -> Catalog:
    """Return an old package, in its grid one that is well, one as old, one archived; and one."""
    old = {"last_updated": NOW - timedelta(days=2000), "commits_over_52": (0,) * 52}
    new = {"last_updated": NOW - timedelta(days=2), "commits_over_52": (3,) * 52}
    return catalog(
        package(1, **old),
        package(2, **new),
        package(3, **old),
        package(4, **new),
        package(5, **new, grids=()),
        archived=frozenset({4}),
        grids=(Grid(7, "Mail", "mail", "", False, (1, 2, 3, 4), False, NOW, None),),
    )


def test_for_what_is_dead_the_living_of_its_grids_are_named() -> None:
    where = _with_grid()
    done = use("package-1==1.0", "package-2==0.9", "package-4", catalog=where)
    found = {one.package.slug: one for one in done.findings}
    dead, well, archived = (found[f"package-{key}"] for key in (1, 2, 4))
    assert dead.marks == (Mark.DORMANT,)
    assert [where.packages[it.row].slug for it in dead.alternatives] == ["package-2"]
    assert well.alternatives == ()
    assert [where.packages[it.row].slug for it in archived.alternatives] == ["package-2"]
    assert dead.troubles == {"dormant", dead.health.verdict.value} - {"fair"}
    assert well.troubles == {"outdated"}
    assert archived.troubles == {"archived", "poor"}


@pytest.mark.parametrize(
    ("said", "direct"),
    [((True, False, None), True), ((False, None), False), ((None,), None), ((False,), False)],
)
def test_direct_is_what_any_file_says(said: tuple[bool | None, ...], direct: bool | None) -> None:
    wanted = [Requirement(name="django-cron", direct=one) for one in said]
    (only,) = used_packages(wanted, NAMES).values()
    assert only.direct is direct

"""What could stand in for a package."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from tests.records import SYNCED, made_catalog, made_grid, made_package
from tests.unit.catalogs import catalogs

from pkgtui.models.alternatives import Alternative, alternatives, prepare
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.health import Verdict, verdict
from pkgtui.paths import sample_file
from pkgtui.store.codec import decode

NOW = SYNCED


def well(key: int, title: str, *grids: int, **fields: Any) -> Package:
    """Return a package in good health."""
    facts: dict[str, Any] = {
        "grids": grids,
        "last_updated": NOW - timedelta(days=3),
        "last_fetched": NOW - timedelta(hours=3),
        "pypi_version": "1.0",
        "documentation_url": "https://docs.example/",
        "commits_over_52": (2,) * 52,
        "participants": ("ada", "bob", "cid", "dee", "eve"),
    }
    return made_package(key, title, **(facts | fields))


def ill(key: int, title: str, *grids: int) -> Package:
    """Return a package in poor health."""
    long_ago = NOW - timedelta(days=3000)
    return well(
        key,
        title,
        *grids,
        last_updated=long_ago,
        commits_over_52=(0,) * 52,
        participants=("ada",),
        pypi_version=None,
        pypi_url="",
        documentation_url="",
    )


def directory(*packages: Package, archived: frozenset[int] = frozenset()) -> Catalog:
    """Return a catalog with all grids that the packages name, and some more packages."""
    members: dict[int, list[int]] = {}
    for package in packages:
        for grid in package.grids:
            members.setdefault(grid, []).append(package.id)
    grids = [made_grid(key, f"Grid {key}", ids) for key, ids in members.items()]
    others = [well(1000 + at, f"zz{at}") for at in range(60)]
    return made_catalog([*packages, *others], grids, archived=archived)


def names(catalog: Catalog, package: Package) -> list[str]:
    return [catalog.packages[one.row].title for one in alternatives(catalog, package)]


def test_members_of_more_of_its_grids_come_first_and_itself_never() -> None:
    own = well(1, "own", 7, 8, 9)
    catalog = directory(
        own, well(2, "one", 7), well(3, "three", 7, 8, 9), well(4, "two", 8, 9), well(5, "none", 6)
    )
    assert names(catalog, own) == ["three", "two", "one"]


def test_a_small_grid_says_more_than_a_large_one() -> None:
    own = well(1, "own", 7, 8)
    crowd = [well(key, f"crowd {key}", 8) for key in range(10, 60)]
    catalog = directory(own, well(2, "few", 7), *crowd)
    assert names(catalog, own)[0] == "few"


def test_words_in_common_bring_closer() -> None:
    own = well(1, "own", 7, repo_description="Periodic tasks, like cron")
    catalog = directory(
        own,
        well(2, "mail", 7, repo_description="Sends mail", repo_watchers=9_000),
        well(3, "crontab", 7, repo_description="Cron for periodic task runs"),
    )
    assert names(catalog, own) == ["crontab", "mail"]
    best = alternatives(catalog, own)[0]
    assert best.reason == "in 1 grid with it, both speak of cron, periodic, task"


def test_the_healthy_come_before_the_ill_and_the_archived_last() -> None:
    own = well(1, "own", 7)
    gone = well(4, "gone", 7, repo_watchers=9_000)
    catalog = directory(
        own, ill(2, "ill", 7), well(3, "well", 7), gone, archived=frozenset({gone.id})
    )
    assert names(catalog, own) == ["well", "ill", "gone"]
    assert [one.archived for one in alternatives(catalog, own)] == [False, False, True]


def test_of_those_equally_close_the_one_with_more_stars_comes_first() -> None:
    own = well(1, "own", 7)
    catalog = directory(own, *(well(key, f"s{key}", 7, repo_watchers=key) for key in (3, 5, 4)))
    assert names(catalog, own) == ["s5", "s4", "s3"]


def test_a_package_in_no_grid_has_those_who_speak_of_the_same() -> None:
    own = well(1, "own", repo_description="A scheduler for periodic jobs")
    catalog = directory(own, well(2, "alike", 7, repo_description="Scheduler: run jobs"))
    [one] = alternatives(catalog, own)
    assert catalog.packages[one.row].title == "alike"
    assert one.reason == "both speak of job, scheduler"


def test_a_package_like_no_other_has_none() -> None:
    catalog = directory(well(1, "own"))
    assert alternatives(catalog, catalog.packages[0]) == ()
    assert alternatives(catalog, well(99, "not listed", 7)) == ()


@given(catalogs)
def test_any_catalog_has_answers(catalog: Catalog) -> None:
    prepare(catalog)
    for package in catalog.packages:
        found = alternatives(catalog, package)
        own = catalog.row_by_id[package.id]
        assert own not in [one.row for one in found]
        assert len({one.row for one in found}) == len(found)
        assert all(0 <= one.closeness < 1 + 1e-9 and one.reason for one in found)
        assert [one.archived for one in found] == sorted(one.archived for one in found)


@pytest.fixture(scope="module")
def sample() -> Catalog:
    return decode(sample_file().read_bytes())


def best(catalog: Catalog, slug: str) -> tuple[Package, Alternative]:
    package = catalog.package(slug)
    assert package is not None
    first = alternatives(catalog, package)[0]
    return catalog.packages[first.row], first


def test_procrastinate_stands_in_for_django_q(sample: Catalog) -> None:
    package, why = best(sample, "django-q")
    assert package.slug == "procrastinate"
    assert [grid.slug for grid in why.grids] == ["workers-queues-tasks"]


def test_what_replaces_django_cron_is_about_cron_and_alive(sample: Catalog) -> None:
    old = sample.package(3324)
    assert old is not None
    package, why = best(sample, old.slug)
    assert verdict(sample, old) is Verdict.POOR
    assert verdict(sample, package) is Verdict.GOOD
    assert why.words == ("cron",)
    assert [grid.slug for grid in why.grids] == ["cron"]


def test_what_the_site_names_in_its_place_comes_first() -> None:
    own = well(1, "own", 7)
    successor = ill(2, "successor", 8)
    catalog = directory(own, successor, well(3, "well", 7))
    found = alternatives(catalog, own, successor)
    assert [catalog.packages[one.row].title for one in found] == ["successor", "well"]
    assert found[0].reason == "replaces it, says the site"
    assert [one.replaces for one in found] == [True, False]
    assert len(alternatives(catalog, own, own)) == 1, "nothing replaces itself"

"""What the records of the five real packages, and of half-known ones, tell."""

from __future__ import annotations

from datetime import datetime

import pytest
from tests.records import made_package, recorded_package


def test_procrastinate() -> None:
    package = recorded_package(5924)
    assert (package.title, package.slug, package.version) == (
        "Procrastinate",
        "procrastinate",
        "3.7.2",
    )
    assert (package.stars, package.forks) == (1197, 84)
    assert package.last_commit == datetime.fromisoformat("2026-02-13T20:54:51-05:00")
    assert package.category == 1
    assert package.grids == (427, 136)
    assert len(package.participants) == 54


def test_django_q_says_when_the_site_looked() -> None:
    package = recorded_package(2948)
    assert package.last_commit == datetime.fromisoformat("2021-06-26T08:04:16-04:00")
    assert str(package.activity.ends) == "2026-02-15"


def test_django_cron_is_listed_under_its_own_slug() -> None:
    package = recorded_package(3324)
    assert (package.title, package.slug) == ("django-cron", "django_cron")
    assert not package.documentation_url
    assert package.description.endswith("all the boring work for you :-)")


def test_django_organizations_keeps_its_shortcode() -> None:
    package = recorded_package(1412)
    assert package.description == ":couple: Multi-user accounts for Django projects"
    assert package.grids == (114, 243)


@pytest.mark.parametrize("figure", [None, -1])
def test_a_figure_the_site_does_not_know_is_none(figure: int | None) -> None:
    package = made_package(1, "half known", repo_watchers=figure, repo_forks=figure)
    assert package.stars is None
    assert package.forks is None


def test_nought_is_a_figure() -> None:
    package = made_package(1, "new", repo_watchers=0, repo_forks=0)
    assert (package.stars, package.forks) == (0, 0)


@pytest.mark.parametrize("version", [None, ""])
def test_an_empty_version_is_none(version: str | None) -> None:
    assert made_package(1, "unreleased", pypi_version=version).version is None


def test_a_missing_description_is_empty() -> None:
    assert made_package(1, "bare", repo_description=None).description == ""


def test_activity_of_a_package_never_looked_at_has_no_end() -> None:
    assert made_package(1, "new", last_fetched=None).activity.ends is None

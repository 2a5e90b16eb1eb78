"""Telling people from programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import recorded_package

from pkgtui.models.bots import count_bots, is_bot


@pytest.mark.parametrize(
    "name",
    [
        "dependabot[bot]",
        "renovate-bot",
        "pyup-bot",
        "Some_Bot",
        "release.bot",
        "bot",
        "GitHub-Actions",
        "gitter-badger",
        "code-review-doctor",
        "dependabot",
    ],
)
def test_programs(name: str) -> None:
    assert is_bot(name)


@pytest.mark.parametrize(
    "name", ["CorBott", "Abbot", "talbot", "robot-lover", "botond", "ewjoachim", "", "[bot] Bob"]
)
def test_people(name: str) -> None:
    assert not is_bot(name)


_names = st.text("bot[]-_.x\u0130", max_size=6) | st.sampled_from(
    ["pyup-bot", "web-flow", "Renovate", "dependabot[bot]", "ann"]
)


@given(st.lists(_names, min_size=1))
def test_many_are_counted_as_each_is_told(names: list[str]) -> None:
    assert count_bots(",".join(names)) == sum(map(is_bot, names))


@pytest.mark.parametrize(
    ("key", "people", "bots"),
    [
        (
            5924,
            50,
            ("renovate[bot]", "pre-commit-ci[bot]", "dependabot[bot]", "renovate-bot"),
        ),
        (2948, 50, ("dependabot[bot]",)),
        (3324, 35, ("dependabot[bot]",)),
        (1776, 63, ("gitter-badger", "code-review-doctor")),
        (1412, 42, ()),
    ],
)
def test_the_five(key: int, people: int, bots: tuple[str, ...]) -> None:
    package = recorded_package(key)
    assert len(package.people) == people
    assert package.bots == bots
    assert len(package.participants) == people + len(bots)


def test_corbott_is_a_person() -> None:
    assert "CorBott" in recorded_package(5924).people

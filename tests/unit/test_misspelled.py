"""What is misspelled finds the names whose starts are near, those and no others."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from pkgtui.models.misspelled import Misspelled, Near
from pkgtui.models.texts import Texts

END = "\n"
words = st.text("abcd", min_size=1, max_size=14)
prefixed = st.builds("django{}".format, words)
entries = st.lists(st.lists(words | prefixed, max_size=3), max_size=12)


def _misspelled(many: Sequence[Sequence[str]]) -> Misspelled:
    """Keep the names of some entries, each with a mark that tells which of them it is."""
    marked = ("".join(f"{at}{name}{END}" for at, name in enumerate(names)) for names in many)
    return Misspelled(Texts(marked), END)


def _typos(typed: str, name: str) -> int:
    """How far `typed` is from that start of `name` which is closest; all of them are looked at."""
    return min(OSA.distance(typed, name[:end]) for end in range(len(name) + 1))


@pytest.mark.parametrize(
    ("typed", "name", "typos"),
    [
        ("celry", "celery", 1),
        ("ceelry", "celery", 1),
        ("celery", "celerybeat", 0),
        ("celarybaet", "celerybeat", 2),
        ("djangocelry", "djangocelery", 1),
    ],
)
def test_a_name_that_is_near_is_found_with_its_typos(typed: str, name: str, typos: int) -> None:
    found = _misspelled([["other"], ["words", name]]).find(typed)
    assert list(found) == [Near("1", 1, typos)]


@pytest.mark.parametrize("typed", ["", "cel", "clry", "caleriy", "djangocelarry"])
def test_what_is_short_forgives_less(typed: str) -> None:
    assert not list(_misspelled([["celery", "djangocelery"]]).find(typed))


@given(entries, words | prefixed)
@example([["abcdabcd"]], "abcdabdc")
@example([["badcabcd"]], "abcdabcd")
def test_those_are_found_which_a_look_at_every_name_finds(
    many: list[list[str]], typed: str
) -> None:
    allowed = 2 if len(typed.removeprefix("django")) >= 8 else 1
    near = [
        Near(str(at), place, _typos(typed, name))
        for place, names in enumerate(many)
        for at, name in enumerate(names)
        if len(typed) >= 4 and _typos(typed, name) <= allowed
    ]
    assert sorted(_misspelled(many).find(typed)) == sorted(near)


def test_the_names_are_let_go_with_what_was_found_in_them() -> None:
    names = Texts(["1celery\n"])
    kept = weakref.ref(names)
    misspelled = Misspelled(names, END)
    assert list(misspelled.find("celry"))
    gc.disable()
    try:
        del names, misspelled
        assert kept() is None
    finally:
        gc.enable()

"""Many texts as one: it answers as a list of strings does, whatever stands in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pkgtui.models.texts import Texts

letters = st.sampled_from("aab,é🎉\ud800")
texts = st.lists(st.text(letters, max_size=6), max_size=40)
parts = st.text(letters, max_size=3)


@given(texts)
def test_it_is_a_sequence_of_the_texts(many: list[str]) -> None:
    kept = Texts(many)
    assert len(kept) == len(many)
    assert list(kept) == [kept[at] for at in range(len(many))] == many
    assert [kept[-at - 1] for at in range(len(many))] == many[::-1]
    assert kept.joined == "".join(many)


@given(texts, st.slices(40))
def test_a_part_is_that_of_a_list(many: list[str], part: slice) -> None:
    assert Texts(many)[part] == many[part]


def test_there_is_nothing_behind_the_last_one() -> None:
    with pytest.raises(IndexError):
        Texts(["one"])[1]


@given(texts, parts)
def test_what_holds_a_part_is_what_a_look_at_each_finds(many: list[str], part: str) -> None:
    assert Texts(many).holding(part) == [at for at, text in enumerate(many) if part in text]


@given(texts, parts, st.data())
def test_among_some_the_same_are_found_in_their_order(
    many: list[str], part: str, data: st.DataObject
) -> None:
    places = st.lists(st.integers(0, len(many) - 1), unique=True) if many else st.just([])
    among = data.draw(places)
    assert Texts(many).holding(part, among) == [at for at in among if part in many[at]]


@given(texts, parts)
def test_what_is_equal_is_found(many: list[str], text: str) -> None:
    assert Texts(many).equal_to(text) == [at for at, one in enumerate(many) if one == text]


def test_a_part_never_reaches_from_one_text_into_the_next() -> None:
    assert Texts(["django", "cron"]).holding("gocr") == []


@given(texts, texts, st.data())
def test_what_changes_is_as_if_it_had_been_so(
    many: list[str], added: list[str], data: st.DataObject
) -> None:
    wanted = [*added, *many]
    fresh = dict(enumerate(added))
    if wanted:
        fresh |= data.draw(st.dictionaries(st.integers(0, len(wanted) - 1), parts, max_size=3))
    for place, text in fresh.items():
        wanted[place] = text
    changed = Texts(many).changed(len(added), fresh)
    assert list(changed) == wanted
    assert changed.holding("a") == [at for at, text in enumerate(wanted) if "a" in text]

"""Keys that a person chose: known, free on every screen, and not what an input needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding

from pkgtui.tui import bindings
from pkgtui.tui.keymap import TOGETHER, faults

DEFAULTS = {
    one.id: one.key
    for tables in TOGETHER.values()
    for table in tables
    for one in table
    if isinstance(one, Binding) and one.id
}


def words(chosen: dict[str, str]) -> list[str]:
    return [f"{fault.binding}: {fault.words}" for fault in faults(chosen)]


def test_every_binding_of_the_dashboard_is_active_somewhere() -> None:
    every = [table for table in vars(bindings).values() if isinstance(table, list)]
    assert set(DEFAULTS) == {one.id for table in every for one in table if one.id}


def test_the_keys_as_they_are_can_be_chosen() -> None:
    assert faults({}) == []
    for name, keys in DEFAULTS.items():
        assert words({name: keys}) == []
    assert words(DEFAULTS) == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"go.search": "slash,ctrl+f", "list.filter": "f,ctrl+g"},
        {"list.filter": "s", "list.sort": "f"},  # Changed places.
        {"go.grids": "z"},
        {"go.grids": "+"},
        {"go.grids": "ctrl+alt+f2"},
        {"list.open": "ö"},
        # Never in the same place.
        {"compare.keep": "z", "grid.rename": "z"},
        {"move.down": "down,j,ctrl+n"},
    ],
)
def test_what_can_be_followed_is_taken(chosen: dict[str, str]) -> None:
    assert words(chosen) == []


@pytest.mark.parametrize(
    ("chosen", "fault"),
    [
        (
            {"list.filtr": "z"},
            "list.filtr: there is no binding 'list.filtr' (did you mean list.filter?)",
        ),
        ({"go.back": "F10"}, "go.back: there is no key 'F10' (did you mean f10?)"),
        ({"go.back": "pgdn"}, "go.back: there is no key 'pgdn' (did you mean pagedown?)"),
        ({"go.back": "ctrl+F"}, "go.back: there is no key 'ctrl+F' (did you mean ctrl+f?)"),
        ({"go.back": "shift+b"}, "go.back: there is no key 'shift+b' (did you mean B?)"),
        ({"go.back": "return"}, "go.back: there is no key 'return' (did you mean enter?)"),
        ({"go.back": "ctrl+i"}, "go.back: there is no key 'ctrl+i' (did you mean tab?)"),
        ({"go.back": "cmd+b"}, "go.back: there is no key 'cmd+b'"),
        ({"go.back": "b,"}, "go.back: it names no key"),
        ({"go.back": ""}, "go.back: it names no key"),
        ({"list.filter": "s"}, "list.filter: s is also the key of list.sort on lists of packages"),
        ({"go.back": "?"}, "go.back: question_mark is also the key of program.help on"),
        (
            {"list.filter": "z", "go.grids": "2,z"},
            "go.grids: z is also the key of list.filter on lists of packages",
        ),
        ({"compare.keep": "d"}, "compare.keep: d is also the key of compare.differences on the co"),
        ({"choice.down": "k"}, "choice.down: k is also the key of choice.up on a choice"),
        ({"program.quit": "Q"}, "program.quit: an input needs Q for itself"),
        ({"program.quit": "minus"}, "program.quit: an input needs minus for itself"),
        ({"search.mark": "m"}, "search.mark: an input needs m for itself"),
        ({"filter.keep": "home"}, "filter.keep: an input needs home for itself"),
    ],
)
def test_what_cannot_be_followed_is_told_with_its_id(chosen: dict[str, str], fault: str) -> None:
    found = words(chosen)
    assert [one for one in found if one.startswith(fault)], found
    assert len({one.partition(":")[0] for one in found}) == 1


NAMES = st.one_of(st.sampled_from(sorted(DEFAULTS)), st.text(max_size=5))
KEYS = st.one_of(st.sampled_from(["s", "f", "ctrl+g", "enter", "f,s", "shift+tab"]), st.text())


@given(st.dictionaries(NAMES, KEYS, max_size=4))
def test_whatever_is_chosen_the_fault_is_with_what_was_chosen(chosen: dict[str, str]) -> None:
    assert {fault.binding for fault in faults(chosen)} <= set(chosen)

"""Whether the keys that a person chose can be followed: known, free where they are active."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import combinations

import msgspec
from textual.binding import Binding, BindingType
from textual.keys import KEY_ALIASES, KEY_NAME_REPLACEMENTS, Keys, key_to_character
from textual.widgets import Input

from pkgtui.tui import bindings

_EVERYWHERE = (bindings.GLOBAL, bindings.SCREEN, bindings.ITEM)
# The app offers the search neither in dialogs nor where a slash is text.
_TYPING = [one for one in bindings.GLOBAL if isinstance(one, Binding) and one.action != "search"]
_FIRST = [one for one in _TYPING if one.priority]
"""What works in dialogs too."""
TOGETHER: Mapping[str, Sequence[Sequence[BindingType]]] = {
    "lists of packages": (*_EVERYWHERE, bindings.PACKAGES, bindings.TABLE),
    "the grids": (*_EVERYWHERE, bindings.LIST, bindings.TABLE),
    "a grid": (*_EVERYWHERE, bindings.GRID, bindings.PACKAGES, bindings.TABLE),
    "a package": (*_EVERYWHERE, bindings.PACKAGE, bindings.TABLE),
    "the changes": (*_EVERYWHERE, bindings.CHANGES, bindings.TABLE),
    "the comparison": (*_EVERYWHERE, bindings.COMPARE, bindings.TABLE),
    "the hits of a search": (*_EVERYWHERE, bindings.TABLE),
    "the search": (_TYPING, bindings.SCREEN, bindings.ITEM, bindings.SEARCH),
    "filters": (_TYPING, bindings.SCREEN, bindings.ITEM, bindings.PACKAGES, bindings.FILTER),
    "a choice": (_FIRST, bindings.CHOICE),
    "an order": (_FIRST, bindings.ORDER),
    "a question": (_FIRST, bindings.QUESTION),
    "the help": (_FIRST, bindings.READER),
    "the first start": (bindings.GLOBAL, bindings.WELCOME),
}
"""Which tables of `bindings` are active at the same time, and where."""

_IN_INPUTS = frozenset(
    one.id
    for table in (_FIRST, bindings.SEARCH, bindings.FILTER, bindings.QUESTION)
    for one in table
    if isinstance(one, Binding)
)
"""The ids of what is active while a person types, and asked before the input."""
_INPUT_KEYS = frozenset(one.key for one in Binding.make_bindings(Input.BINDINGS))
_MODIFIERS = frozenset({"ctrl", "alt", "shift", "super", "hyper", "meta"})
_ARRIVES_AS = {alias: key for key, aliases in KEY_ALIASES.items() for alias in aliases} | {
    "return": "enter",
    "ctrl+@": "ctrl+@",
    "ctrl+space": "ctrl+space",
}
_SIGNS = frozenset(KEY_NAME_REPLACEMENTS.values())
_NAMES = sorted(
    {key.value.rpartition("+")[2] for key in Keys if key.value.replace("+", "").isalnum()} | _SIGNS
)


class KeyFault(msgspec.Struct, frozen=True):
    """What is wrong with the keys of one binding, without a full stop."""

    binding: str
    words: str


def faults(chosen: Mapping[str, str]) -> list[KeyFault]:
    """Return what cannot be followed in `chosen`, keys by the ids of their bindings.

    Names of keys that are written with one sign, such as ``?``, stand for their long names.
    """
    defaults = _defaults()
    found = [KeyFault(name, _no_binding(name)) for name in chosen if name not in defaults]
    keys = {name: _split(text) for name, text in chosen.items() if name in defaults}
    for name, ones in keys.items():
        found += [KeyFault(name, _no_key(key)) for key in ones if not _is_key(key)]
        fresh = [key for key in ones if name in _IN_INPUTS and key not in defaults[name]]
        needed = filter(_is_needed, fresh)
        found += [KeyFault(name, f"an input needs {key} for itself") for key in needed]
    return [*found, *_conflicts(defaults, keys)]


def _defaults() -> Mapping[str, Sequence[str]]:
    every = (one for tables in TOGETHER.values() for table in tables for one in _named(table))
    return {one.id or "": _split(one.key) for one in every}


def _named(table: Iterable[BindingType]) -> Iterator[Binding]:
    return (one for one in table if isinstance(one, Binding) and one.id)


def _split(keys: str) -> Sequence[str]:
    """Return single keys by their long names; an empty one stays empty."""
    ones = (key.strip() for key in keys.split(","))
    return [next(iter(Binding.make_bindings([(key, "", "")]))).key if key else "" for key in ones]


def _conflicts(
    defaults: Mapping[str, Sequence[str]], chosen: Mapping[str, Sequence[str]]
) -> Iterator[KeyFault]:
    """Yield each two bindings that would share a key where both are active, once."""
    now = {**defaults, **chosen}
    order = list(chosen)
    told = set()
    for place, tables in TOGETHER.items():
        names = dict.fromkeys(one.id or "" for table in tables for one in _named(table))
        for pair in combinations(names, 2):
            one, other = sorted(pair, key=lambda name: order.index(name) if name in order else -1)
            # Some share one by default: the nearer to the cursor has it.
            shared = _both(now, pair) - _both(defaults, pair)
            for key in sorted(shared - {""}):
                if (pair, key) not in told:
                    told.add((pair, key))
                    yield KeyFault(other, f"{key} is also the key of {one} on {place}")


def _both(keys: Mapping[str, Sequence[str]], pair: tuple[str, str]) -> set[str]:
    return set(keys[pair[0]]) & set(keys[pair[1]])


def _is_needed(key: str) -> bool:
    return key in _INPUT_KEYS or key in _SIGNS or key_to_character(key) is not None


def _is_key(key: str) -> bool:
    *modifiers, name = key.split("+")
    if not _MODIFIERS.issuperset(modifiers) or _ARRIVES_AS.get(key, key) != key:
        return False
    if len(name) == 1:
        # With Shift alone a sign arrives as the other one, and with Ctrl as the small letter.
        return (
            name.isprintable()
            and modifiers != ["shift"]
            and (not modifiers or name == name.lower())
        )
    return name in _NAMES or key_to_character(name) is not None


def _no_key(key: str) -> str:
    if not key:
        return "it names no key"
    return f"there is no key {key!r}{_meant(_near_key(key))}"


def _near_key(key: str) -> Collection[str]:
    if key in _ARRIVES_AS:
        return (_ARRIVES_AS[key],)
    *modifiers, name = key.lower().split("+")
    if modifiers == ["shift"] and len(name) == 1:
        return (name.upper(),)
    if _is_key(key.lower()):
        return (key.lower(),)
    return ["+".join((*modifiers, near)) for near in get_close_matches(name, _NAMES, n=1)]


def _no_binding(name: str) -> str:
    known = _defaults()
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return f"there is no binding {name!r}{_meant(near)}; docs/configuration.md lists them"


def _meant(near: Collection[str]) -> str:
    return "".join(f" (did you mean {one}?)" for one in near)

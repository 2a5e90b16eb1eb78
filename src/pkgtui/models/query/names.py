"""Grids, categories and participants by name: who is called so, or else has words that start so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from pkgtui.models.entries import Category, Grid
from pkgtui.models.people import folded_names
from pkgtui.models.query.kinds import UNKNOWN, Listed, Named, Offer
from pkgtui.phrases import count
from pkgtui.text import fold, one_line

_Entry = TypeVar("_Entry", Grid, Category)

_WORDS = re.compile(r"[^\W_]+")
_MOST_PEOPLE = 50


def _rows_of_grids(listed: Listed, name: str) -> Collection[int]:
    catalog = listed.catalog
    found = _called(catalog.grids, name)
    return {row for grid in found for row in catalog.grid_rows(grid)}


def _rows_of_categories(listed: Listed, name: str) -> Collection[int]:
    groups = listed.catalog.rows_by_category
    if name == UNKNOWN:
        return frozenset(groups.get(None, ()))
    found = _called(listed.catalog.categories, name)
    return {row for category in found for row in groups.get(category.id, ())}


def _rows_of_people(listed: Listed, name: str) -> Collection[int]:
    names = listed.texts("names", folded_names)
    name = name.removeprefix("@")
    exact = names.holding(f",{name},")
    return frozenset(exact or names.holding(f",{name}") + names.holding(f" {name}"))


def _grids(listed: Listed, start: str) -> Iterable[Offer]:
    found = _starting(listed.catalog.grids, start)
    for grid in sorted(found, key=lambda it: len(it.packages), reverse=True):
        members = count(len(grid.packages), "package")
        yield Offer(grid.slug, f"{one_line(grid.title)}: {members}")


def _categories(listed: Listed, start: str) -> Iterable[Offer]:
    groups = listed.catalog.rows_by_category
    found = _starting(listed.catalog.categories, start)
    for category in sorted(found, key=lambda it: len(groups.get(it.id, ())), reverse=True):
        members = count(len(groups.get(category.id, ())), "package")
        yield Offer(category.slug, f"{one_line(category.title)}: {members}")


def _people(listed: Listed, start: str) -> Iterable[Offer]:
    start = start.removeprefix("@")
    found = 0
    for folded, name, packages in _contributors(listed):
        if folded.startswith(start) or f" {start}" in folded:
            yield Offer(name, count(packages, "package"))
            found += 1
        if found == _MOST_PEOPLE:
            return


def _contributors(listed: Listed) -> Sequence[tuple[str, str, int]]:
    """Everyone's name, folded and as it is, who contributes to most first."""

    def counted() -> Sequence[tuple[str, str, int]]:
        numbers = {name: len(rows) for name, rows in listed.catalog.rows_by_participant.items()}
        ordered = sorted(numbers, key=numbers.__getitem__, reverse=True)
        return [(fold(name), name, numbers[name]) for name in ordered]

    return listed.once("contributors", counted)


def _names(entry: Grid | Category) -> Sequence[str]:
    names = [entry.slug, entry.title]
    if isinstance(entry, Category):
        names.append(entry.title_plural)
    return [one_line(fold(name)) for name in names]


def _called(entries: Sequence[_Entry], name: str) -> list[_Entry]:
    exact = [it for it in entries if name in _names(it)]
    return exact or (_starting(entries, name) if _WORDS.search(name) else [])


def _starting(entries: Sequence[_Entry], name: str) -> list[_Entry]:
    """Those in whose names a word starts with each word of `name`."""
    starts = [f" {word}" for word in _WORDS.findall(name)]
    return [it for it in entries if all(start in _spaced(it) for start in starts)]


def _spaced(entry: Grid | Category) -> str:
    return f" {' '.join(_WORDS.findall(' '.join(_names(entry))))}"


GRID = Named("the slug of a grid, or words of its title", _rows_of_grids, _grids)
CATEGORY = Named("the slug of a category, or words of its title", _rows_of_categories, _categories)
PERSON = Named("the name of a participant", _rows_of_people, _people)

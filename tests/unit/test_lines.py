"""Packages that are read when they are wanted: the same ones, one by one, and damage told."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import (
    NOW,
    catalog,
    catalogs,
    facts_of,
    package,
    packages,
    sealed,
    with_a_line,
)

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.sequences import Chosen, Laid
from pkgtui.store import codec
from pkgtui.store.errors import DamagedCatalog
from pkgtui.store.lines import PackageLines
from pkgtui.store.packing import pack


def lines_of(known: Catalog) -> Catalog:
    """`known` as it is read from what is stored, its packages in lines."""
    return codec.decode_all(codec.encode(known), in_lines=True)[1]


@given(catalogs)
def test_what_is_read_when_it_is_wanted_is_what_was_stored(known: Catalog) -> None:
    stored = lines_of(known)
    assert isinstance(stored.packages, PackageLines)
    assert facts_of(stored) == facts_of(known)
    assert tuple(stored.packages) == tuple(known.packages)
    assert [stored.packages[row] for row in stored.all_rows] == list(known.packages)
    assert codec.encode(stored) == codec.encode(known)


@given(catalogs, st.slices(9))
def test_a_part_is_that_of_a_tuple(known: Catalog, part: slice) -> None:
    assert lines_of(known).packages[part] == tuple(known.packages)[part]


def test_there_is_nothing_behind_the_last_one() -> None:
    stored = lines_of(catalog(package(1), package(2))).packages
    assert stored[-1] == package(2)
    for place in (2, -3):
        with pytest.raises(IndexError):
            stored[place]


def test_one_that_was_read_is_at_hand() -> None:
    stored = lines_of(catalog(package(1))).packages
    assert stored[0] is stored[0]


@given(
    st.lists(packages, max_size=5),
    st.lists(st.lists(packages, max_size=2), max_size=3),
    st.data(),
)
def test_however_often_packages_are_laid_over_others(
    below: list[Package], layers: list[list[Package]], data: st.DataObject
) -> None:
    laid: Sequence[Package] = tuple(below)
    plain = list(below)
    for added in layers:
        plain = [*added, *plain]
        places = st.integers(0, max(len(plain) - 1, 0))
        replaced = data.draw(st.dictionaries(places, packages, max_size=2)) if plain else {}
        laid = Laid(laid, added, replaced)
        for place, one in replaced.items():
            plain[place] = one
    assert list(laid) == plain
    assert [laid[place] for place in range(len(laid))] == plain
    assert not isinstance(getattr(laid, "below", ()), Laid)


def test_chosen_packages_stand_as_they_are_chosen() -> None:
    known = [package(key) for key in range(5)]
    chosen = Chosen(known, [3, 0, 3])
    assert (list(chosen), len(chosen), chosen[1:]) == (
        [known[3], known[0], known[3]],
        3,
        (known[0], known[3]),
    )


DAMAGED = with_a_line(codec.encode(catalog(package(1), package(2))), 2, b'{"id":2}\n')
"""A sealed catalog of two packages, of which the second is none."""


def test_one_that_is_none_is_told_when_it_is_wanted() -> None:
    _, stored = codec.decode_all(DAMAGED, in_lines=True)
    assert stored.packages[0] == package(1)
    for look in (lambda: stored.packages[1], lambda: list(stored.packages)):
        with pytest.raises(DamagedCatalog, match="entries that cannot be read"):
            look()


def test_one_that_is_none_is_told_at_once_where_all_are_read() -> None:
    with pytest.raises(DamagedCatalog, match="entries that cannot be read"):
        codec.decode(DAMAGED)


@pytest.mark.parametrize("text", [b"", b"{}", b"{}\n", b"\n\n\n"])
def test_lines_that_are_no_catalog_are_refused(text: bytes) -> None:
    header = codec.read_header(codec.encode(catalog()))
    with pytest.raises(DamagedCatalog):
        codec.decode_all(sealed(header, pack(text)), in_lines=True)


def test_text_that_is_not_clean_is_read_at_once_and_cleaned() -> None:
    hostile = package(1, title="a\x1b[2Jb")
    _, stored = codec.decode_all(codec.encode(catalog(hostile)), in_lines=True)
    assert stored.packages == (package(1, title="a[2Jb"),)


def test_a_refreshed_package_is_laid_over_what_is_stored() -> None:
    known = catalog(package(1), package(2))
    stored = lines_of(known)
    names = stored.column("titles", lambda _, one: one.title)
    fresh = {2: (package(2, title="New"), NOW), 3: (package(3), NOW)}
    later = stored.with_packages(fresh)
    assert tuple(later.packages) == tuple(known.with_packages(fresh).packages)
    assert later.columns["titles"].figures == [package(3).title, names[0], "New"]
    assert stored.with_packages({1: (package(1), NOW)}).packages is stored.packages


def test_packages_that_nobody_has_any_more_are_let_go_at_once() -> None:
    stored = lines_of(catalog(package(1))).packages
    gc.disable()  # It may come minutes later.
    try:
        assert stored[0] == package(1)
        gone = weakref.ref(stored)
        del stored
        assert gone() is None
    finally:
        gc.enable()

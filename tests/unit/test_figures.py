"""What is kept so that it need not be worked out: always what would be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.catalogs import NOW, catalog, catalogs, package, packages

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.figures import Worked, put_in, worked_out
from pkgtui.models.health import scores
from pkgtui.models.order import SortKey
from pkgtui.models.people import is_orphaned
from pkgtui.models.query import match_rows, parse
from pkgtui.models.sorting import SORTS, sort_rows
from pkgtui.models.standing import marks, marks_by_row, seen_at, take_seen_at
from pkgtui.store.codec import encode_sealed
from pkgtui.store.figured import Figured, encode_figures, put_figures

FILTERS = (
    "health:good",
    "is:stale",
    "is:orphaned",
    "active:>1",
    "commits:>9",
    "people:1",
    "trend:up",
)


def bare(known: Catalog) -> Catalog:
    """The same catalog, of which nothing has been worked out yet."""
    return msgspec.structs.replace(known)


def answers(known: Catalog) -> Sequence[Any]:
    """All that depends on the figures."""
    return [
        list(scores(known)),
        list(marks_by_row(known)),
        [is_orphaned(known, one) for one in known.packages],
        [sort_rows(known, known.all_rows, (SortKey(sort),)) for sort in SORTS],
        [match_rows(known, known.all_rows, parse(text), NOW) for text in FILTERS],
    ]


@given(catalogs)
def test_what_is_kept_is_what_would_be_worked_out(known: Catalog) -> None:
    spared = bare(known)
    put_figures(encode_figures("base", bare(known)), "base", spared)
    assert spared.columns
    assert seen_at(spared) == seen_at(known)
    assert answers(spared) == answers(known)


@given(catalogs, st.lists(packages, max_size=3), st.data())
def test_a_refreshed_package_changes_its_own_figures_alone(
    known: Catalog, fresh: list[Package], data: st.DataObject
) -> None:
    same_ids = st.sampled_from([one.id for one in known.packages] or [1])
    fresh = [
        msgspec.structs.replace(one, id=data.draw(same_ids | st.just(one.id))) for one in fresh
    ]
    spared = bare(known)
    put_in(spared, worked_out(known))
    later = spared.with_packages({one.id: (one, NOW) for one in fresh})
    anew = bare(later)
    take_seen_at(anew, seen_at(known))
    assert later.columns
    assert answers(later) == answers(anew)


def test_the_round_stays_that_of_the_walk() -> None:
    known = catalog()
    seen = seen_at(known)
    looked = {key: (package(key, last_fetched=NOW + timedelta(days=9)), NOW) for key in (1, 2, 3)}
    assert seen_at(known.with_packages(looked)) == seen
    generation = msgspec.structs.replace(known.generation, synced_at=NOW + timedelta(days=10))
    walked = catalog(*(one for one, _ in looked.values()), generation=generation)
    assert seen_at(walked) == NOW + timedelta(days=9)


def test_one_package_is_looked_up_or_worked_out() -> None:
    known = catalog()
    alone = [marks(known, one) for one in known.packages]
    put_in(known, worked_out(known))
    assert [marks(known, one) for one in known.packages] == alone
    stranger = package(99, last_updated=NOW - timedelta(days=800))
    assert [str(mark) for mark in marks(known, stranger)] == ["dormant"]
    namesake = package(1, last_updated=NOW)
    assert marks(known, namesake) == marks(known, known.packages[2])


def test_the_same_package_asked_for_again_costs_nothing() -> None:
    known = catalog()
    known.memo["anything"] = 1
    later = known.with_packages({2: (package(2), NOW + timedelta(hours=1))})
    assert later.packages is known.packages
    assert later.memo == known.memo
    assert later.fetched_at(later.packages[1]) == NOW + timedelta(hours=1)
    assert "anything" not in known.with_packages({2: (package(2, title="New"), NOW)}).memo


def test_a_column_that_is_worked_out_meanwhile_does_no_harm() -> None:
    known = catalog()

    def key(_: Catalog, one: Package) -> int:
        known.column(f"column {len(known.columns)}", lambda _, it: it.id)
        return one.id

    known.column("keys", key)
    later = known.with_packages({9: (package(9), NOW)})
    assert list(later.column("keys", key)) == [9, 3, 2, 1]


@pytest.mark.parametrize(("base", "program"), [("another", None), ("base", "0.0.0")])
def test_figures_of_another_catalog_or_program_count_for_nothing(
    base: str, program: str | None
) -> None:
    known = catalog()
    worked = worked_out(known)
    blob = encode_figures(base, known)
    if program:
        blob = encode_sealed(Figured(base, program, worked))
    other = bare(known)
    put_figures(blob, "base", other)
    assert not other.columns


def test_figures_that_do_not_fit_are_refused() -> None:
    worked = worked_out(catalog())
    with pytest.raises(ValueError, match="another catalog"):
        put_in(catalog(package(1)), worked)
    with pytest.raises(ValueError, match="another catalog"):
        put_in(catalog(), msgspec.structs.replace(worked, signs=(1.0,)))
    packed = msgspec.json.encode(msgspec.structs.replace(worked, marks=(0, 0, 16)))
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(packed, type=Worked)

"""What a list of packages shows and hides, and how it tells both."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from rich.cells import cell_len
from tests.records import LOOKED, SYNCED, made_catalog, made_package

from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.models.query import parse
from pkgtui.models.sorting import BY_STARS
from pkgtui.models.standing import Mark
from pkgtui.tui.listing import Listed, listed, notes, why_empty
from pkgtui.tui.present import UNICODE

DAY = timedelta(days=1)


def _catalog() -> Catalog:
    """Two that live, one quiet, one dormant, one archived and dormant, one not followed."""
    days = (1, 2, 400, 800, 900, 3)
    made = [
        made_package(
            key,
            f"it {key}",
            last_updated=LOOKED - age * DAY,
            last_fetched=LOOKED - (70 * DAY if key == 5 else 0 * DAY),
        )
        for key, age in enumerate(days)
    ]
    return made_catalog(made, archived=frozenset({4}))


def _listed(words: str = "", *, show_hidden: bool = False) -> Listed:
    catalog = _catalog()
    return listed(
        catalog,
        catalog.all_rows,
        asked=parse(words) if words else None,
        order=BY_STARS,
        show_hidden=show_hidden,
        now=SYNCED,
        personal=Personal(),
    )


def _notes(words: str) -> Sequence[str]:
    return notes(_listed(words), words, "", UNICODE)


def test_what_is_gone_is_hidden_and_all_marks_are_counted() -> None:
    shown = _listed()
    assert sorted(shown.rows) == [0, 1, 2, 3]
    assert (shown.of, shown.hidden) == (6, 2)
    each = (Mark.QUIET, Mark.DORMANT, Mark.ARCHIVED, Mark.UNFOLLOWED)
    assert dict(shown.marked) == dict.fromkeys(each, 1)


@pytest.mark.parametrize("words", ["is:archived", "is:unfollowed or is:quiet", "is:stale"])
def test_to_ask_for_what_is_gone_shows_it(words: str) -> None:
    assert _listed(words).rows
    assert _listed(words).hidden == 0
    assert _listed(words).asked
    assert all(": a" not in told and "hides" not in told for told in _notes(words))


def test_to_leave_out_some_of_what_is_gone_is_not_to_ask_for_the_rest() -> None:
    assert _listed("-is:archived").hidden == 1
    assert "a shows them" in _notes("-is:archived")[0]


def test_what_is_gone_is_shown_when_asked_for() -> None:
    shown = _listed(show_hidden=True)
    assert len(shown.rows) == 6
    assert (shown.hidden, shown.marked[Mark.ARCHIVED]) == (0, 1)


def test_only_what_matches_the_filter_is_counted() -> None:
    shown = _listed('"it 4"')
    assert (list(shown.rows), shown.of, shown.hidden) == ([], 6, 1)
    assert shown.marked == {Mark.ARCHIVED: 1}
    told = why_empty(shown, '"it 4"')
    assert told.endswith("1 archived hidden: press a.")


def test_notes_tell_what_is_hidden_in_as_many_words_as_there_is_room_for() -> None:
    wordings = notes(_listed(), "", "columns", UNICODE)
    assert wordings == [
        "1 quiet · 1 dormant · 1 archived and 1 unfollowed hidden, a shows them · columns",
        "1 quiet · 1 dormant · 1 archived, 1 unfollowed hidden: a · columns",
        "1 quiet · 1 dormant · 2 hidden: a · columns",
        "2 hidden: a · columns",
    ]
    assert notes(_listed(show_hidden=True), "", "columns", UNICODE)[2:] == [
        "1 quiet · 1 dormant · 2 gone but shown: a · columns",
        "2 gone but shown: a · columns",
    ]
    cells = [cell_len(wording) for wording in wordings]
    assert cells == sorted(cells, reverse=True)


@pytest.mark.parametrize(
    ("shown", "words", "longest"),
    [
        (Listed((1,), 1), "", ""),
        (Listed((1,), 1), "mail", "filter: mail"),
        (Listed((1,), 1, 0, {Mark.QUIET: 1}), "", "1 quiet"),
        (
            Listed((1,), 1, 0, {Mark.ARCHIVED: 1234}),
            "mail",
            "filter: mail · 1,234 archived shown, a hides them",
        ),
        (
            Listed((1,), 1, 0, {Mark.ARCHIVED: 1234}, asked=True),
            "is:archived",
            "filter: is:archived · 1,234 archived shown, as asked",
        ),
    ],
)
def test_notes_say_nothing_that_is_not_so(shown: Listed, words: str, longest: str) -> None:
    assert notes(shown, words, "", UNICODE)[0] == longest


def test_an_empty_list_hides_nothing_unsaid() -> None:
    assert why_empty(Listed((), 0), "") == "No packages here."

"""What the first filter would wait for is worked out before it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.harness import SAMPLE_DAY, settings_in

from pkgtui.models.query import match_rows, parse
from pkgtui.paths import sample_file
from pkgtui.store.codec import decode
from pkgtui.tui.state import State


@pytest.mark.parametrize(
    "words", ["health:good", "people:>5", "is:orphaned", "is:stale", "queue", "-is:archived mail"]
)
def test_the_first_filter_finds_everything_worked_out(tmp_path: Path, words: str) -> None:
    catalog = decode(sample_file().read_bytes())
    state = State(settings_in(tmp_path), catalog=catalog, now=lambda: SAMPLE_DAY)
    state.work_ahead()
    known = set(catalog.memo)
    found = match_rows(catalog, catalog.all_rows, parse(words), SAMPLE_DAY, state.personal)
    assert found
    assert set(catalog.memo) == known


def test_without_a_catalog_there_is_nothing_to_work_out(tmp_path: Path) -> None:
    state = State(settings_in(tmp_path))
    state.work_ahead()
    assert state.make_index() is None

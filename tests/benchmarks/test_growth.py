"""What one more package costs is told of the medians, in units for people."""

from __future__ import annotations

import pytest
from benchmarks.growth import slopes_of
from benchmarks.report import Series
from hypothesis import given
from hypothesis import strategies as st

SIZES = (540, 5_400, 54_000)


def slopes(what: str, unit: str, medians: list[float]) -> dict[str, Series]:
    by_size = {
        size: Series("growth", what, unit, [value, value, value * 9])
        for size, value in zip(SIZES, medians, strict=False)
    }
    return {one.what: one for one in slopes_of(what, by_size)}


@given(st.floats(-50, 50), st.floats(0, 1000))
def test_a_straight_line_has_its_slope_everywhere(slope: float, base: float) -> None:
    found = slopes("Down", "ms", [base + slope * size / 1e3 for size in SIZES])
    assert list(found) == ["Down", "Down: 540 to 5,400", "Down: 5,400 to 54,000"]
    for one in found.values():
        assert one.unit == "µs/package"
        assert one.median == pytest.approx(slope, abs=1e-6)


def test_neighbours_tell_where_the_fit_does_not() -> None:
    found = slopes("Down", "ms", [10.0, 10.0, 496.0])
    assert found["Down: 540 to 5,400"].median == 0
    assert found["Down: 5,400 to 54,000"].median == pytest.approx(10)
    assert 9 < found["Down"].median < 11


def test_seconds_and_megabytes_are_told_in_microseconds_and_bytes() -> None:
    found = slopes("start and leave, processor", "s", [0.1, 0.1 + 4_860e-6])
    assert found["start and leave, processor"].median == pytest.approx(1)
    found = slopes("cache on disk", "MB", [1.0, 1.0 + 4_860 * 200 / 1e6])
    assert found["cache on disk"].median == pytest.approx(200)
    assert found["cache on disk"].unit == "B/package"


def test_only_the_fitted_slope_is_held_to_the_aim() -> None:
    found = slopes("start, filled list", "ms", [200.0, 300.0, 400.0])
    assert found["start, filled list"].met
    assert found["start, filled list: 540 to 5,400"].median > 12
    assert found["start, filled list: 540 to 5,400"].met is None
    assert not slopes("start, filled list", "ms", [200.0, 400.0, 1_200.0])["start, filled list"].met


def test_one_size_has_no_slope() -> None:
    assert not slopes("Down", "ms", [10.0])

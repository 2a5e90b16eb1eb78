"""Two reports are set side by side, and only what is more than noise is called a difference."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.compare import compare
from benchmarks.report import Machine, Report, Series, read_json, write_json
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]
HERE = Machine(5400, "a processor", 2, "a system", "3.11.7", {"textual": "8.2.8"}, 0.1, 0.2)
STEADY = (10.0, 10.1, 10.2, 10.3, 10.4)


def report(
    values: Sequence[float], floor: Sequence[float] = (), unit: str = "ms", machine: Machine = HERE
) -> Report:
    return Report(machine, [Series("keys", "Down", unit, values, floor)])


def verdict(old: Report, new: Report) -> str:
    (difference,) = compare(old, new)
    return difference.verdict


def times(factor: float, values: Sequence[float] = STEADY) -> list[float]:
    return [value * factor for value in values]


@pytest.mark.parametrize(
    ("unit", "factor", "told"),
    [
        ("ms", 1.2, "slower"),
        ("ms", 0.8, "quicker"),
        ("kB", 1.2, "more"),
        ("MB", 0.8, "less"),
        ("ms", 1.01, "noise"),
    ],
)
def test_ranges_that_do_not_overlap_are_a_difference(unit: str, factor: float, told: str) -> None:
    assert verdict(report(STEADY, unit=unit), report(times(factor), unit=unit)) == told


def test_ranges_that_overlap_are_noise_however_far_the_medians_lie() -> None:
    assert verdict(report([5, 10, 10, 10, 30]), report([9, 9.9, 20, 21, 22])) == "noise"


def test_a_few_values_differ_only_if_all_do() -> None:
    assert verdict(report([10, 11, 12, 13, 20]), report([19, 21, 22, 23, 24])) == "noise"


def test_of_many_values_a_quarter_at_each_end_may_lie_anywhere() -> None:
    old = [*[10.0] * 8, 30.0, 1.0]
    assert verdict(report(old), report(times(1.5, old))) == "slower"


def test_a_difference_within_one_per_cent_is_noise_even_of_counts_that_never_vary() -> None:
    assert verdict(report([10_000] * 5, unit="B"), report([10_090] * 5, unit="B")) == "noise"
    assert verdict(report([10_000] * 5, unit="B"), report([10_110] * 5, unit="B")) == "more"


def test_few_values_are_not_judged() -> None:
    assert verdict(report(STEADY[:3]), report(times(2, STEADY[:3]))) == "few values"


def test_a_slower_machine_is_no_slower_program() -> None:
    (difference,) = compare(report(STEADY, STEADY), report(times(1.5), times(1.5)))
    assert difference.percent == pytest.approx(0)
    assert difference.verdict == "noise"
    assert verdict(report(STEADY, STEADY), report(times(1.5), STEADY)) == "slower"


def test_an_unsteady_floor_makes_noise_of_a_difference() -> None:
    assert verdict(report(STEADY, STEADY), report(times(1.2), [5, 8, 10, 14, 20])) == "noise"


def test_what_was_nothing_differs_by_no_percentage() -> None:
    (difference,) = compare(report([0] * 5, unit="B"), report([7] * 5, unit="B"))
    assert difference.percent is None
    assert difference.verdict == "more"


def test_other_machines_are_compared_by_ratios_and_bytes_alone() -> None:
    other = replace(HERE, libraries={"textual": "9.0"})
    assert not compare(report(STEADY), report(STEADY, machine=other))
    assert not compare(report(STEADY, unit="MB"), report(STEADY, unit="MB", machine=other))
    assert compare(report(STEADY, STEADY), report(STEADY, STEADY, machine=other))
    assert compare(report(STEADY, unit="kB"), report(STEADY, unit="kB", machine=other))


@given(st.lists(st.floats(0.1, 1e6), min_size=1, max_size=20), st.booleans())
def test_a_report_does_not_differ_from_itself(values: list[float], has_floor: bool) -> None:
    one = report(values, values if has_floor else ())
    assert verdict(one, one) == "noise"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks.compare", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_two_files_are_compared_with_a_warning_where_the_machines_differ(tmp_path: Path) -> None:
    old, new = tmp_path / "old.json", tmp_path / "further" / "new.json"
    write_json(old, report(STEADY, STEADY))
    write_json(new, report(times(1.2), STEADY, machine=replace(HERE, cores=64)))
    (read,) = read_json(old).series
    assert (read.values, read.floor) == (list(STEADY), list(STEADY))
    done = run(old, new)
    assert done.returncode == 0, done.stderr
    assert "WARNING" in done.stdout
    assert "cores: 2, then 64" in done.stdout
    assert "+20.0 %" in done.stdout
    assert "1 compared, 1 differ by more than the noise, 0 left out" in done.stdout
    assert "WARNING" not in run(old, old).stdout


def test_what_is_no_report_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    for text in ("{}", "no JSON"):
        file.write_text(text)
        done = run(file, tmp_path / "missing.json")
        assert done.returncode == 2
        assert f"{file} is no report that can be read" in done.stderr
        assert "Traceback" not in done.stderr

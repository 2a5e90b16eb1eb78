"""What docs/health.md says of the rules is what the code does."""

from __future__ import annotations

from pathlib import Path

from pkgtui.models.evidence import RULES
from pkgtui.models.health import FAIR_FROM, GOOD_FROM, LEAST_KNOWN, LIMITS
from pkgtui.models.standing import (
    DORMANT_AFTER,
    GONE,
    QUIET_AFTER,
    UNFOLLOWED_AFTER,
    WORDS,
    Mark,
)
from pkgtui.tui.present import UNICODE

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "health.md").read_text(encoding="utf-8")
FLOWING = " ".join(TEXT.split())


def table(first: str) -> list[list[str]]:
    """The cells of the table whose header begins with `first`."""
    block = next(block for block in TEXT.split("\n\n") if block.startswith(f"| {first} |"))
    lines = block.strip().splitlines()[2:]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def test_signals() -> None:
    assert [
        [name, int(weight), source.replace("`", ""), scale, reason]
        for name, weight, source, scale, reason in table("signal")
    ] == [[it.name, it.weight, it.source, it.scale, it.reason] for it in RULES]


def test_limits() -> None:
    assert [[sentence, int(most)] for sentence, most in table("limit")] == [
        [it.sentence, it.most] for it in LIMITS
    ]


def test_borders_of_the_verdict() -> None:
    assert f"**good** from {GOOD_FROM}, **fair** from {FAIR_FROM}, **poor** below" in FLOWING
    assert f"where less than {LEAST_KNOWN} of the 100 of weight is known" in FLOWING


def test_marks() -> None:
    rows = {mark: rest for mark, *rest in table("mark")}
    assert list(rows) == list(Mark)
    for mark, (sign, _, shown) in rows.items():
        assert sign == UNICODE.marks[Mark(mark)]
        assert shown.startswith("hidden" if mark in GONE else "shown")
    means = {mark: rest[1] for mark, rest in rows.items()}
    assert means[Mark.ARCHIVED].endswith(WORDS[Mark.ARCHIVED])
    assert f"{UNFOLLOWED_AFTER.days} days or more" in means[Mark.UNFOLLOWED]
    assert means[Mark.DORMANT] == f"no commit for {DORMANT_AFTER.days} days"
    assert means[Mark.QUIET] == f"no commit for {QUIET_AFTER.days} days"

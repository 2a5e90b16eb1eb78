"""How well a package is kept: a verdict, and the evidence it is made of.

Each rule of `evidence` gives 0 to 100 points to one thing the directory knows. The score is their
weighted mean over what is known; what is not known takes no part, and where half of the weight is
missing there is no verdict. Limits hold the score down where one fact outweighs all others.

Like the OpenSSF Scorecard these rules allow for small finished libraries that need little
maintenance: one that is quiet, but released, documented and followed, is fair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.evidence import RULES, Facts, release
from pkgtui.models.standing import Mark, marks, seen_at

GOOD_FROM, FAIR_FROM = 70, 45
"""Scores from which a package is good, and fair."""
LEAST_KNOWN = 50
"""Of the weight of all rules, which is 100, so much must be known for a verdict."""


class Verdict(StrEnum):
    """What the score comes to."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"


class Signal(msgspec.Struct, frozen=True):
    """One piece of evidence.

    Attributes:
        name: Which rule it comes from.
        points: 0 to 100; None when it is not known and takes no part.
        weight: Its share of the whole.
        value: What is the case, in words.
        scale: What counts how much.
        source: The fields of the site it is taken from.
        as_of: The day on which it was so; None when that is not known.
        reason: Why it counts.
    """

    name: str
    points: int | None
    weight: int
    value: str
    scale: str
    source: str
    as_of: date | None
    reason: str

    @property
    def verdict(self) -> Verdict:
        """What this would come to alone."""
        return verdict_of(self.points)


class Health(msgspec.Struct, frozen=True):
    """A verdict with its evidence.

    Attributes:
        score: 0 to 100; None when too little is known.
        signals: All of them, the weightiest first.
        limits: What holds the score down whatever else is the case, in sentences.
    """

    verdict: Verdict
    score: int | None
    signals: tuple[Signal, ...]
    limits: tuple[str, ...]

    @property
    def telling(self) -> tuple[Signal, ...]:
        """What decides the verdict, most of all first.

        For a good one what speaks for it, else what speaks against it; without a verdict what is
        not known.
        """
        if self.verdict is Verdict.UNKNOWN:
            return tuple(it for it in self.signals if it.points is None)
        kept = self.verdict is Verdict.GOOD
        shares = [
            (it.weight * (it.points if kept else 100 - it.points), it)
            for it in self.signals
            if it.points is not None
        ]
        told = [pair for pair in shares if pair[0]]
        told.sort(key=lambda pair: -pair[0])
        return tuple(signal for _, signal in told)


class Limit(msgspec.Struct, frozen=True):
    """What holds the score down, and to how much."""

    most: int
    sentence: str
    applies: Callable[[Facts], bool]


def verdict_of(points: int | None) -> Verdict:
    """Return what 0 to 100 points come to."""
    if points is None:
        return Verdict.UNKNOWN
    if points >= GOOD_FROM:
        return Verdict.GOOD
    return Verdict.FAIR if points >= FAIR_FROM else Verdict.POOR


def assess(catalog: Catalog, package: Package) -> Health:
    """Judge `package` and lay open what the verdict is made of."""
    facts = _facts(catalog, package)
    signals = tuple(
        Signal(
            name=rule.name,
            points=rule.points(facts),
            weight=rule.weight,
            value=rule.value(facts),
            scale=rule.scale,
            source=rule.source,
            as_of=rule.as_of(facts),
            reason=rule.reason,
        )
        for rule in RULES
    )
    limits = tuple(limit.sentence for limit in LIMITS if limit.applies(facts))
    points = _score(facts)
    return Health(verdict_of(points), points, signals, limits)


def verdict(catalog: Catalog, package: Package) -> Verdict:
    """Judge `package` without the evidence, which takes a tenth of the time."""
    return verdict_of(score(catalog, package))


def score(catalog: Catalog, package: Package) -> int | None:
    """Return the score of `package` alone; None when too little is known."""
    return catalog.figure("health", judge, package)


def judge(catalog: Catalog, package: Package) -> int | None:
    """Work out the score of `package`."""
    return _score(_facts(catalog, package))


def scores(catalog: Catalog) -> Sequence[int | None]:
    """Return the score of every package, by row; worked out once for a generation."""
    return catalog.column("health", judge)


def _facts(catalog: Catalog, package: Package) -> Facts:
    marked, seen = marks(catalog, package), seen_at(catalog).timestamp()
    return Facts(catalog, package, package.activity, marked, seen)


def _score(facts: Facts) -> int | None:
    known = total = 0
    for rule in RULES:
        points = rule.points(facts)
        if points is not None:
            known += rule.weight
            total += rule.weight * points
    if Mark.ARCHIVED in facts.marks:
        return _ARCHIVED
    if known < LEAST_KNOWN:
        return None
    score = total // known
    return min(score, *(it.most for it in LIMITS if it.applies(facts))) if facts.marks else score


_ARCHIVED = 0
LIMITS: Sequence[Limit] = (
    Limit(
        _ARCHIVED,
        "Archived, deprecated or replaced: poor whatever else is the case",
        lambda facts: Mark.ARCHIVED in facts.marks,
    ),
    Limit(
        FAIR_FROM - 1,
        "Dormant and never released: poor at best",
        lambda facts: Mark.DORMANT in facts.marks and release(facts) == 0,
    ),
    Limit(
        GOOD_FROM - 1,
        "No commit for a year: fair at best",
        lambda facts: Mark.QUIET in facts.marks or Mark.DORMANT in facts.marks,
    ),
    Limit(
        GOOD_FROM - 1,
        "No longer followed by the site: fair at best",
        lambda facts: Mark.UNFOLLOWED in facts.marks,
    ),
)
"""What outweighs all else."""

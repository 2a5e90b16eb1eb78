"""What could stand in for a package: who shares its grids, speaks of the same, and is well."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from math import log, sqrt

import msgspec

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.health import Verdict, verdict
from pkgtui.text import fold

# How much of what makes two packages akin is left when the other is not well. What is not known
# counts little less than fair: unknown is not bad.
_HEALTH = {Verdict.GOOD: 1.0, Verdict.FAIR: 0.8, Verdict.UNKNOWN: 0.7, Verdict.POOR: 0.4}
_LEAST_ALIKE = 0.15
"""Below it two descriptions have a word in common and nothing else."""
_MOST_ALIKE = 20
_MOST_WORDS = 3
_LONGEST = 1_000
"""Characters of a description that are compared: what a package is for is said at its start."""
_SHORTEST_PLURAL = 4
_WORD = re.compile(r"[^\W_]+")


class Alternative(msgspec.Struct, frozen=True):
    """A package that could stand in for another.

    Attributes:
        row: Of the package in the catalog.
        grids: The grids that both stand in, the smallest first.
        closeness: How alike their names and descriptions are, 0 to 1.
        words: The words both use that say most, at most three.
        archived: Whether the site no longer counts it as active.
        replaces: Whether the site says that it took the other's place.
        score: How akin and how well it is; what it is ranked by, to a tenth, before its stars.
    """

    row: int
    grids: tuple[Grid, ...]
    closeness: float
    words: tuple[str, ...]
    archived: bool
    replaces: bool
    score: float

    @property
    def reason(self) -> str:
        """Why it is one: ``in 2 grids with it, both speak of cron, jobs``."""
        reasons = ["replaces it, says the site"] if self.replaces else []
        if self.grids:
            reasons.append(f"in {phrases.count(len(self.grids), 'grid')} with it")
        if self.words:
            reasons.append(f"both speak of {', '.join(self.words)}")
        return ", ".join(reasons) or "described alike"


def alternatives(
    catalog: Catalog, package: Package, replacement: Package | None = None
) -> tuple[Alternative, ...]:
    """What could stand in for `package`, the best first, archived ones last; never itself.

    First of all comes the `replacement` that the site names, if it does. The others are the
    members of its grids; for a package in no grid with anybody else those whose names and
    descriptions are most alike. Each is as akin as its grids and its words make it (a small grid
    says more than a large one, a rare word more than a common one), and counts the more the
    better its health is.
    """
    own = catalog.row_by_id.get(package.id)
    if own is None:
        return ()
    texts = _texts(catalog)
    alike = texts.alike(own)
    shared = _grid_mates(catalog, package, own)
    if not shared:
        best = sorted(alike, key=alike.__getitem__, reverse=True)[:_MOST_ALIKE]
        shared = {row: [] for row in best if alike[row] >= _LEAST_ALIKE}
    successor = None if replacement is None else catalog.row_by_id.get(replacement.id)
    if successor is not None and successor != own:
        shared.setdefault(successor, [])
    whole = sum(_weight(catalog, grid) for grid in catalog.grids_of(package)) or 1.0
    found = []
    for row, grids in shared.items():
        one = catalog.packages[row]
        closeness = alike.get(row, 0.0)
        kinship = sum(_weight(catalog, grid) for grid in grids) / whole + closeness
        score = kinship * _HEALTH[verdict(catalog, one)]
        found.append(
            Alternative(
                row,
                tuple(sorted(grids, key=lambda grid: len(grid.packages))),
                closeness,
                texts.common(own, row),
                bool(catalog.is_archived(one)),
                row == successor,
                score,
            )
        )
    stars = {row: catalog.packages[row].stars or 0 for row in shared}
    # A difference of less than a tenth says nothing; there stars do.
    found.sort(
        key=lambda it: (not it.replaces, it.archived, -round(it.score, 1), -stars[it.row], it.row)
    )
    return tuple(found)


def prepare(catalog: Catalog) -> None:
    """Read all descriptions now, in a thread, which the first `alternatives` would wait for."""
    _texts(catalog)


def _grid_mates(catalog: Catalog, package: Package, own: int) -> dict[int, list[Grid]]:
    mates: dict[int, list[Grid]] = {}
    for grid in catalog.grids_of(package):
        for row in catalog.grid_rows(grid):
            if row != own:
                mates.setdefault(row, []).append(grid)
    return mates


def _weight(catalog: Catalog, grid: Grid) -> float:
    """How much it says to stand in `grid`: the more, the fewer do."""
    return log(1 + len(catalog.packages) / max(len(grid.packages), 1))


class _Texts(msgspec.Struct, frozen=True):
    """What the names and descriptions of a catalog have in common, as tf-idf without the tf.

    Attributes:
        rows: The rows of each word.
        lengths: The length of each row's vector of weights.
    """

    packages: Sequence[Package]
    rows: Mapping[str, Sequence[int]]
    lengths: Sequence[float]

    def weight(self, word: str) -> float:
        """How much `word` says: the more, the fewer packages use it."""
        return log(1 + len(self.packages) / len(self.rows[word]))

    def alike(self, own: int) -> dict[int, float]:
        """The cosine between `own` and each other row that shares a word with it, 0 to 1."""
        sums: dict[int, float] = {}
        for word in _words_of(self.packages[own]):
            square = self.weight(word) ** 2
            for row in self.rows[word]:
                sums[row] = sums.get(row, 0.0) + square
        sums.pop(own, None)
        return {row: sum_ / (self.lengths[own] * self.lengths[row]) for row, sum_ in sums.items()}

    def common(self, one: int, other: int) -> tuple[str, ...]:
        """The telling words that two rows share, those that say most first."""
        shared = _words_of(self.packages[one]) & _words_of(self.packages[other])
        weights = {word: self.weight(word) for word in shared}
        telling = [word for word in shared if weights[word] >= _TELLING]
        return tuple(sorted(telling, key=lambda it: (-weights[it], it))[:_MOST_WORDS])


_TELLING = log(1 + 20)
"""The weight of a word that one package in twenty uses: others say little of what it is for."""


def _texts(catalog: Catalog) -> _Texts:
    """Made once for a generation."""
    if "alternatives texts" not in catalog.memo:
        catalog.memo["alternatives texts"] = _read(catalog.packages)
    texts: _Texts = catalog.memo["alternatives texts"]
    return texts


def _read(packages: Sequence[Package]) -> _Texts:
    # The words of each package are read again when they are wanted: kept, they and what holds
    # them would take as much memory as the catalog.
    rows: dict[str, array[int]] = {}
    for row, package in enumerate(packages):
        for word in _words_of(package):
            if word not in rows:
                rows[word] = array("I")
            rows[word].append(row)
    squares = array("d", bytes(8 * len(packages)))
    for where in rows.values():
        square = log(1 + len(packages) / len(where)) ** 2
        for row in where:
            squares[row] += square
    return _Texts(packages, rows, array("d", map(sqrt, squares)))


def _words_of(package: Package) -> frozenset[str]:
    text = f"{package.title} {package.slug} {package.description[:_LONGEST]}"
    return frozenset(map(_singular, _WORD.findall(fold(text))))


def _singular(word: str) -> str:
    """``task`` for ``tasks``, so that both are one word; ``class`` stays."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-1]

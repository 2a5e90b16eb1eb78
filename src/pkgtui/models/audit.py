"""What the directory says of the packages that a project uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec
from packaging.utils import canonicalize_name

from pkgtui.models.alternatives import Alternative, alternatives
from pkgtui.models.catalog import Catalog, Value
from pkgtui.models.entries import Package
from pkgtui.models.health import Health, Verdict, assess, verdict
from pkgtui.models.links import index_name, repository_name
from pkgtui.models.requirements import Behind, Requirement, oldest, pin_behind, range_behind
from pkgtui.models.standing import Mark, marks
from pkgtui.models.texts import Texts

_MOST_ALTERNATIVES = 3
_LEAST_LIKENESS = 88
"""Of 100: one letter of nine, or two of a longer name, may differ."""
_LEAST_LIKE_DJANGO = 80
"""One letter of ``django`` may be missing, or two may have changed places."""
_MOST_CLOSE = 3
_FRAMEWORK, _PREFIXES = "django", ("dj-", "drf-", "wagtail-")
_DEAD = frozenset({Mark.ARCHIVED, Mark.DORMANT})


class MatchedBy(StrEnum):
    """What of a listed package the name was found by; the surest first."""

    INDEX = "index"
    SLUG = "slug"
    REPOSITORY = "repository"


class Match(msgspec.Struct, frozen=True):
    """The listed package that a name means.

    Attributes:
        row: Of the package in the catalog.
        rivals: Rows of the others that the name could mean as well.
    """

    row: int
    by: MatchedBy
    rivals: tuple[int, ...] = ()


class Use(msgspec.Struct, frozen=True):
    """How a project uses one package.

    Attributes:
        name: What the project calls it.
        requirements: Every place that asks for it, constraints included.
        match: The listed package; None when the directory lists none of that name.
    """

    name: str
    requirements: tuple[Requirement, ...]
    match: Match | None = None

    @property
    def version(self) -> str | None:
        """The version used: the oldest of those that are named; None when none is."""
        return oldest(one.version for one in self.requirements if one.version)

    @property
    def specifier(self) -> str:
        """The versions that are asked for, all places together; empty for any."""
        asked = [one.specifier for one in self.requirements if one.specifier]
        return ",".join(dict.fromkeys(asked))

    @property
    def direct(self) -> bool | None:
        """Whether the project itself asks for it; None when no file says so."""
        said = {one.direct for one in self.requirements} - {None}
        return any(said) if said else None

    def behind(self, latest: str | None) -> Behind | None:
        """How far it lies behind the version `latest`; None when it does not, or is unknown."""
        version = self.version
        if version is not None:
            return pin_behind(version, latest)
        return range_behind(self.specifier, latest)


class Finding(msgspec.Struct, frozen=True):
    """What there is to say of one listed package that a project uses.

    Attributes:
        alternatives: Of the same grids, the best first, for what is archived, dormant or poor.
    """

    package: Package
    use: Use
    match: Match
    behind: Behind | None
    marks: tuple[Mark, ...]
    health: Health
    alternatives: tuple[Alternative, ...]

    @property
    def troubles(self) -> frozenset[str]:
        """Which of `TROUBLES` it has."""
        poor = {Verdict.POOR.value} & {self.health.verdict.value}
        outdated = {OUTDATED} if self.behind else set()
        return frozenset({*(mark.value for mark in self.marks), *poor, *outdated})


class Unlisted(msgspec.Struct, frozen=True):
    """A name that the directory does not list.

    Attributes:
        close: Listed names that may be meant, where it reads like that of a Django package.
    """

    use: Use
    close: tuple[str, ...] = ()


class Audit(msgspec.Struct, frozen=True):
    """What a project uses, as the directory sees it.

    Attributes:
        findings: The listed packages, by name.
        unlisted: What the directory does not list, by name.
    """

    findings: tuple[Finding, ...]
    unlisted: tuple[Unlisted, ...]


OUTDATED = "outdated"
TROUBLES = (*(mark.value for mark in Mark), Verdict.POOR.value, OUTDATED)
"""What can be wrong with a package that is used: its marks, its health, its version."""


def audit(requirements: Iterable[Requirement], catalog: Catalog) -> Audit:
    """Return what `catalog` says of the packages that `requirements` ask for."""
    uses = _uses(requirements, catalog)
    findings = [_finding(use, use.match, catalog) for use in uses if use.match is not None]
    unlisted = _unlisted([use for use in uses if use.match is None], catalog)
    return Audit(tuple(findings), tuple(unlisted))


def used_packages(requirements: Iterable[Requirement], catalog: Catalog) -> Mapping[int, Use]:
    """Return how each listed package that `requirements` ask for is used, by its id."""
    return {
        catalog.packages[use.match.row].id: use
        for use in _uses(requirements, catalog)
        if use.match is not None
    }


def match(name: str, catalog: Catalog) -> Match | None:
    """Find the package that `name` means: by its index link, its slug or its repository's name.

    Where several have that link, slug or name, those count that a later kind of name tells apart;
    then the one with the most stars, and the others are told as its rivals. The name of a
    repository says something only of a package without an index link: others have said better
    what they are called.
    """
    wanted = canonicalize_name(name)
    found = [set(names.equal_to(wanted)) for names in _names(catalog)]
    at = next((at for at, rows in enumerate(found) if rows), None)
    if at is None:
        return None
    rows = found[at]
    for others in found[at + 1 :]:
        rows = rows & others or rows
    best, *rivals = sorted(rows, key=lambda row: (-(catalog.packages[row].stars or 0), row))
    return Match(best, tuple(MatchedBy)[at], tuple(rivals))


def _finding(use: Use, found: Match, catalog: Catalog) -> Finding:
    package = catalog.packages[found.row]
    marked, health = marks(catalog, package), assess(catalog, package)
    in_need = not _DEAD.isdisjoint(marked) or health.verdict is Verdict.POOR
    return Finding(
        package=package,
        use=use,
        match=found,
        behind=use.behind(package.version),
        marks=marked,
        health=health,
        alternatives=_better(catalog, package) if in_need else (),
    )


def _better(catalog: Catalog, package: Package) -> tuple[Alternative, ...]:
    """The best of its grids that are not themselves in need of one."""
    found = []
    for one in alternatives(catalog, package):
        other = catalog.packages[one.row]
        if (
            one.grids
            and _DEAD.isdisjoint(marks(catalog, other))
            and verdict(catalog, other) is not Verdict.POOR
        ):
            found.append(one)
    return tuple(found[:_MOST_ALTERNATIVES])


def _uses(requirements: Iterable[Requirement], catalog: Catalog) -> Sequence[Use]:
    """Gather the places by the package they mean; a name that is only limited is not used."""
    by_name: dict[str, list[Requirement]] = {}
    for one in requirements:
        by_name.setdefault(one.name, []).append(one)
    uses: dict[int | str, Use] = {}
    for name in sorted(by_name):
        places = by_name[name]
        if all(one.constraint for one in places):
            continue
        found = match(name, catalog)
        key = name if found is None else found.row
        known = uses.get(key)
        # Two names can mean one package: that of its index link and that of its slug.
        uses[key] = Use(name, tuple(places), found) if known is None else _joined(known, places)
    return tuple(uses.values())


def _joined(use: Use, places: Sequence[Requirement]) -> Use:
    return msgspec.structs.replace(use, requirements=(*use.requirements, *places))


def _on_index(_: Catalog, package: Package) -> str:
    return _normal(index_name(package))


def _as_slug(_: Catalog, package: Package) -> str:
    return _normal(package.slug)


def _as_repository(_: Catalog, package: Package) -> str:
    return "" if index_name(package) else _normal(repository_name(package))


def _normal(name: str | None) -> str:
    return canonicalize_name(name) if name else ""


_CALLED: Mapping[str, Value[str]] = {
    f"called by {by}": value
    for by, value in zip(MatchedBy, (_on_index, _as_slug, _as_repository), strict=True)
}


def _names(catalog: Catalog) -> Sequence[Texts]:
    """What each package is called, by row, in the order of `MatchedBy`; empty for no such name."""
    catalog.work_out({}, _CALLED)
    return [catalog.texts(by, value) for by, value in _CALLED.items()]


def _unlisted(uses: Iterable[Use], catalog: Catalog) -> Iterator[Unlisted]:
    by_index, by_slug, _ = _names(catalog)
    known = [*filter(None, dict.fromkeys((*by_index, *by_slug)))]
    return (Unlisted(use, _close(use.name, known)) for use in uses)


def _close(name: str, known: Sequence[str]) -> tuple[str, ...]:
    """Those `known` names that `name` may be a slip for; none for what is no Django package's."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only names that are not listed need it

    first = name.partition("-")[0]
    if name == _FRAMEWORK or not (
        _FRAMEWORK in name
        or name.startswith(_PREFIXES)
        or fuzz.ratio(first, _FRAMEWORK) >= _LEAST_LIKE_DJANGO
    ):
        return ()
    near = process.extract(
        name, known, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=_MOST_CLOSE
    )
    return tuple(found for found, *_ in near)

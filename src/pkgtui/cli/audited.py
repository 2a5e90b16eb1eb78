"""What an audit finds, as it is told: the columns of the list, JSON, and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from pkgtui import phrases
from pkgtui.cli.output import ListColumn
from pkgtui.models.alternatives import Alternative
from pkgtui.models.audit import Finding, MatchedBy, Unlisted, Use
from pkgtui.models.catalog import Catalog
from pkgtui.models.exports import as_api
from pkgtui.models.health import Verdict, verdict
from pkgtui.models.links import index_name
from pkgtui.models.requirements import Behind, Requirement
from pkgtui.models.standing import in_words
from pkgtui.text import one_line

_MOST_EVIDENCE = 3
_ANY = "any"
_BEHIND = {
    Behind.MAJOR: "a major version behind",
    Behind.MINOR: "a minor version behind",
    Behind.PATCH: "a patch behind",
    Behind.RANGE: "what is asked for ends before the latest version",
}


class Audited(msgspec.Struct, frozen=True):
    """What was found of one name, with the catalog and the time it was found in."""

    catalog: Catalog
    found: Finding | Unlisted

    @property
    def use(self) -> Use:
        """How the project uses it."""
        return self.found.use

    @property
    def listed(self) -> Finding | None:
        """What the directory says of it; None where it does not list it."""
        return self.found if isinstance(self.found, Finding) else None

    @property
    def name(self) -> str:
        """The slug, or for what is not listed the name that the project uses."""
        return one_line(self.listed.package.slug) if self.listed else self.use.name

    @property
    def latest(self) -> str | None:
        """The latest version the directory knows."""
        return self.listed.package.version if self.listed else None

    @property
    def used(self) -> str:
        """The version used, or what is asked for."""
        return one_line(self.use.version or self.use.specifier) or _ANY

    @property
    def places(self) -> Sequence[Requirement]:
        """Where it is asked for, first where the project itself does so."""
        return sorted(self.use.requirements, key=lambda it: (it.constraint, it.direct is not True))

    @property
    def alternatives(self) -> Sequence[str]:
        """The slugs of what could stand in for it."""
        found = self.listed.alternatives if self.listed else ()
        return [one_line(self.catalog.packages[one.row].slug) for one in found]

    @property
    def evidence(self) -> Sequence[str]:
        """What decides the verdict on its health, in sentences."""
        if self.listed is None:
            return ()
        telling = self.listed.health.telling[:_MOST_EVIDENCE]
        return [f"{signal.name}: {one_line(signal.value)}" for signal in telling]

    @property
    def remarks(self) -> Sequence[str]:
        """What is to be known about how the name was matched."""
        if isinstance(self.found, Unlisted):
            close = ", ".join(map(one_line, self.found.close))
            return ["not in the directory", *([f"did you mean {close}?"] if close else [])]
        told = []
        package, match = self.found.package, self.found.match
        on_index = index_name(package)
        if match.by is MatchedBy.SLUG and on_index:
            told.append(f"found by its slug; on the index it is now called {on_index}")
        elif match.by is MatchedBy.REPOSITORY:
            told.append("found by the name of its repository")
        if match.rivals:
            rivals = (one_line(self.catalog.packages[row].slug) for row in match.rivals)
            told.append(f"could be {', '.join(rivals)} as well")
        return told

    @property
    def told(self) -> Sequence[str]:
        """All that is wrong with it, in words; nothing where all is well."""
        found = self.listed
        if found is None:
            return self.remarks
        said = [in_words(self.catalog, found.package, mark) for mark in found.marks]
        if found.marks or found.health.verdict is Verdict.POOR:
            said.append(f"health {found.health.verdict} ({'; '.join(self.evidence)})")
        if found.behind:
            said.append(f"{_BEHIND[found.behind]}: {self.used}, the latest is {self.latest}")
        if self.alternatives:
            said.append(f"instead of it {', '.join(self.alternatives)}")
        return [*said, *self.remarks]


def _direct(one: Audited) -> str:
    return {True: "direct", False: "transitive", None: phrases.UNKNOWN}[one.use.direct]


def _where(one: Audited) -> str:
    first, *others = one.places
    return f"{first.where} +{len(others)}" if others else first.where


COLUMNS: Sequence[ListColumn] = (
    ListColumn("package", "package", lambda it: it.name),
    ListColumn("used", "used", lambda it: it.used),
    ListColumn(
        "latest",
        "latest",
        lambda it: it.latest or (phrases.UNKNOWN if it.listed else ""),
        lambda it: it.latest,
    ),
    ListColumn(
        "behind",
        "behind",
        lambda it: (it.listed and it.listed.behind) or "",
        lambda it: it.listed and it.listed.behind,
    ),
    ListColumn(
        "marks",
        "marks",
        lambda it: ", ".join(it.listed.marks) if it.listed else "not listed",
        lambda it: it.listed.marks if it.listed else ["unlisted"],
    ),
    ListColumn(
        "health",
        "health",
        lambda it: it.listed.health.verdict if it.listed else "",
        lambda it: it.listed and it.listed.health.verdict,
    ),
    ListColumn("where", "where", _where, lambda it: [one.where for one in it.places], muted=True),
    ListColumn("name", "name", lambda it: it.use.name, extra=True),
    ListColumn("direct", "asked for", _direct, lambda it: it.use.direct, extra=True),
    ListColumn("why", "why", lambda it: "; ".join(it.evidence), lambda it: it.evidence, extra=True),
    ListColumn(
        "instead",
        "instead of it",
        lambda it: ", ".join(it.alternatives),
        lambda it: it.alternatives,
        extra=True,
    ),
    ListColumn(
        "remarks", "remarks", lambda it: "; ".join(it.remarks), lambda it: it.remarks, extra=True
    ),
)
"""What can be printed of each."""


def as_json(one: Audited) -> dict[str, Any]:
    """Return what was found by the API's names, and how the project uses it."""
    use, found = one.use, one.listed
    used = {
        "name": use.name,
        "listed": found is not None,
        "used": use.version,
        "specifier": use.specifier,
        "direct": use.direct,
        "where": [_place_as_json(place) for place in one.places],
    }
    if found is None:
        close = one.found.close if isinstance(one.found, Unlisted) else ()
        return {"slug": None, **used, "close": close}
    rivals = [one.catalog.packages[row].slug for row in found.match.rivals]
    return {
        **as_api(one.catalog, found.package),
        **used,
        "latest": one.latest,
        "behind": found.behind,
        "marks": found.marks,
        "health": msgspec.to_builtins(found.health),
        "alternatives": list(_alternatives_as_json(one, found.alternatives)),
        "matched_by": found.match.by,
        "rivals": rivals,
    }


def _place_as_json(place: Requirement) -> dict[str, Any]:
    names = ("file", "line", "specifier", "version", "direct", "constraint")
    return {name: getattr(place, name) for name in names}


def _alternatives_as_json(
    one: Audited, alternatives: Sequence[Alternative]
) -> Iterator[dict[str, Any]]:
    for other in alternatives:
        package = one.catalog.packages[other.row]
        yield {
            "slug": package.slug,
            "title": package.title,
            "health": verdict(one.catalog, package),
            "grids": [grid.slug for grid in other.grids],
            "reason": other.reason,
        }

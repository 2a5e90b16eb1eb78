"""Who contributes to what, with whom, and which packages everybody has left.

The site names participants, not commits: that a person is still there is told by the packages
they are named in. Bots are no people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import inf

import msgspec

from pkgtui.models.bots import is_bot
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.standing import QUIET_AFTER, seen_at
from pkgtui.text import fold

LEADING = 3
"""The site names the participants in the forge's order, those with the most commits first."""


class Contribution(msgspec.Struct, frozen=True, gc=False):
    """A package that a person contributes to.

    Attributes:
        row: Of the package in the catalog.
        place: Where they stand among the package's people, from 1.
        people: How many people the package names.
        lively: Whether the package is at work, as `is_lively` has it.
    """

    row: int
    place: int
    people: int
    lively: bool | None


def contributions(catalog: Catalog, name: str) -> tuple[Contribution, ...]:
    """The packages `name` contributes to, those that say most about them first.

    Packages they lead stand before those they help with, at work before quiet, more stars before
    fewer. A bot has a place nowhere: its packages stand by stars.
    """
    bot = is_bot(name)

    def contribution(row: int) -> Contribution:
        package = catalog.packages[row]
        people = () if bot else package.people
        place = people.index(name) + 1 if not bot else 0
        return Contribution(row, place, len(people), is_lively(catalog, package))

    def rank(one: Contribution) -> tuple[bool, bool, int, str]:
        package = catalog.packages[one.row]
        return (
            one.place > LEADING,
            not bot and one.lively is not True,
            -(package.stars or 0),
            fold(package.title),
        )

    rows = catalog.rows_by_participant.get(name, ())
    return tuple(sorted(map(contribution, rows), key=rank))


def works_with(catalog: Catalog, name: str, most: int = 5) -> list[tuple[str, int]]:
    """The people who stand beside `name` in the most packages, at least two, with how many.

    Equally often, those of smaller teams come first: there they know each other.
    """
    together: Counter[str] = Counter()
    closeness: dict[str, float] = {}
    for row in catalog.rows_by_participant.get(name, ()):
        people = [other for other in dict.fromkeys(catalog.packages[row].people) if other != name]
        for other in people:
            together[other] += 1
            closeness[other] = closeness.get(other, 0.0) + 1 / len(people)
    found = [(other, times) for other, times in together.items() if times > 1]
    found.sort(key=lambda one: (-one[1], -closeness[one[0]], fold(one[0])))
    return found[:most]


def shared_people(packages: Sequence[Package]) -> dict[str, tuple[int, ...]]:
    """The people whom at least two of `packages` name, with the positions of those packages.

    Those in most of them come first, then in the order of the first package that names them.
    """
    places: dict[str, list[int]] = {}
    for at, package in enumerate(packages):
        for name in dict.fromkeys(package.people):
            places.setdefault(name, []).append(at)
    shared = [(name, tuple(where)) for name, where in places.items() if len(where) > 1]
    shared.sort(key=lambda one: -len(one[1]))
    return dict(shared)


def folded_names(_: Catalog, package: Package) -> str:
    """The participants as they are searched: folded, with a comma before and behind each name."""
    return f",{fold(package.names)}," if package.names else ""


def is_lively(catalog: Catalog, package: Package) -> bool | None:
    """Whether `package` had a commit in the year before the site last went round.

    None when its last commit is not known.
    """
    if package.last_commit is None:
        return None
    return package.last_commit > seen_at(catalog) - QUIET_AFTER


def is_orphaned(catalog: Catalog, package: Package) -> bool:
    """Whether every person of `package` went quiet with it.

    So it is when all its people are known, and no package that names any of them, itself
    included, had a commit in the year before the site last went round. Where the last commit of
    one of those packages is not known, nor is it known that they left.
    """
    row = catalog.row_by_id.get(package.id)
    if row is None:
        return False
    return last_signs(catalog)[row] <= (seen_at(catalog) - QUIET_AFTER).timestamp()


def last_signs(catalog: Catalog) -> Sequence[float]:
    """The last commit, in seconds, in any package of any person of each row; infinite if unknown.

    Worked out once for a generation.
    """
    if "last signs" not in catalog.memo:
        commits = [
            inf if package.last_commit is None else package.last_commit.timestamp()
            for package in catalog.packages
        ]
        teams = [package.participants for package in catalog.packages]
        last: dict[str, float] = {}
        for team, commit in zip(teams, commits, strict=True):
            for name in team:
                if commit > last.get(name, -inf):
                    last[name] = commit
        last.update({name: -inf for name in last if is_bot(name)})
        signs = [max(map(last.__getitem__, team), default=-inf) for team in teams]
        catalog.memo["last signs"] = [
            inf if sign == -inf or package.unnamed else sign
            for sign, package in zip(signs, catalog.packages, strict=True)
        ]
    found: Sequence[float] = catalog.memo["last signs"]
    return found

"""The keys of the filter language: what can be asked of packages and of grids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from pkgtui.models.figures import active_weeks
from pkgtui.models.query.choices import DOCS, HEALTH, IS, RELEASE, TREND
from pkgtui.models.query.kinds import Figure, Kind, Moment
from pkgtui.models.query.names import CATEGORY, GRID, PERSON
from pkgtui.models.query.versions import VersionKind
from pkgtui.models.sorting import GRID_SORTS, SORTS


class Key(msgspec.Struct, frozen=True):
    """What stands before the colon, what it is about, and what may stand behind."""

    name: str
    about: str
    kind: Kind


Keys = Mapping[str, Key]
"""Keys by their names, in the order in which they are offered."""


def _keys(*keys: tuple[str, str, Kind]) -> Keys:
    return {name: Key(name, about, kind) for name, about, kind in keys}


PACKAGE_KEYS = _keys(
    ("stars", "stars of the repository", Figure("stars", SORTS["stars"].value)),
    ("forks", "forks of the repository", Figure("forks", SORTS["forks"].value)),
    ("commits", "commits in 52 weeks", Figure("commits", SORTS["commits"].value)),
    ("active", "weeks with commits among the 52", Figure("active", active_weeks)),
    ("people", "participants that are no bots", Figure("people", SORTS["people"].value)),
    ("commit", "time of the last commit", Moment("commit", lambda it: it.last_commit)),
    ("created", "since when it is listed", Moment("created", lambda it: it.created)),
    ("fetched", "when the site last looked", Moment("fetched", lambda it: it.last_fetched)),
    ("version", "newest version", VersionKind()),
    ("release", "whether there is a release", RELEASE),
    ("grid", "a grid it stands in", GRID),
    ("cat", "its category", CATEGORY),
    ("by", "somebody who contributes", PERSON),
    ("trend", "whether commits become more or fewer", TREND),
    ("health", "how well it is kept", HEALTH),
    ("docs", "documentation", DOCS),
    ("is", "how it stands", IS),
)
"""What can be asked of packages."""

GRID_KEYS = _keys(
    ("members", "packages in the grid", Figure("members", GRID_SORTS["members"].value)),
    ("stars", "stars of all members", Figure("stars", GRID_SORTS["stars"].value)),
    ("commits", "commits in 52 weeks of all", Figure("commits", GRID_SORTS["activity"].value)),
)
"""What can be asked of grids."""

KEYS: Mapping[Literal["packages", "grids"], Keys] = {"packages": PACKAGE_KEYS, "grids": GRID_KEYS}
"""The keys by what they can be asked of."""

"""Which packages still live: archived, no longer followed by the site, dormant, quiet.

Silence is counted up to the day on which the site last went round, not to today: what has been
committed since then nobody here knows, and an old cache makes no package dormant.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package

QUIET_AFTER = timedelta(days=365)
"""Silence from which a package is quiet: the Well-Maintained Test asks for a commit in a year."""
DORMANT_AFTER = timedelta(days=730)
"""Silence from which a package is dormant."""
UNFOLLOWED_AFTER = timedelta(days=60)
"""How far the site's last look may lie behind its round.

The site looks at every package about once a day: of 217 recorded ones 204 were looked at within
three days of each other, one 19 days before, and the 12 it had lost over three months before.
Two months lie between, and a forge is not out of order for as long.
"""
_LEAST_COVERED = 0.5
_ENOUGH = 2000
_SITEMAP_AGE = timedelta(hours=12)


class Mark(StrEnum):
    """Why a package may be dead; the most serious first."""

    ARCHIVED = "archived"
    UNFOLLOWED = "unfollowed"
    DORMANT = "dormant"
    QUIET = "quiet"


GONE = frozenset({Mark.ARCHIVED, Mark.UNFOLLOWED})
"""The marks of what lists leave out until they are asked for; the silent may be finished."""

WORDS: Mapping[Mark, str] = {
    Mark.ARCHIVED: "archived, deprecated or replaced",
    Mark.UNFOLLOWED: "no longer followed by the site",
    Mark.DORMANT: "dormant: no commit for two years",
    Mark.QUIET: "quiet: no commit for a year",
}
"""What each mark means, in words."""


def marks(catalog: Catalog, package: Package) -> tuple[Mark, ...]:
    """Return the marks of `package`, the most serious first; what is not known gives none."""
    return _SETS[catalog.figure("marks", mark_bits, package)]


def marks_by_row(catalog: Catalog) -> Sequence[tuple[Mark, ...]]:
    """Return the marks of every package, by row."""
    return [_SETS[bits] for bits in catalog.column("marks", mark_bits)]


def mark_bits(catalog: Catalog, package: Package) -> int:
    """Return the marks of `package` as a number: 1 stands for the most serious, 8 for quiet."""
    marker = _marker(catalog)
    return marker.bits(package, archived=bool(catalog.is_archived(package)))


def is_stale(catalog: Catalog, package: Package) -> bool:
    """Whether `package` bears any mark but that of being quiet."""
    return any(mark is not Mark.QUIET for mark in marks(catalog, package))


def in_words(catalog: Catalog, package: Package, mark: Mark) -> str:
    """Tell `mark` with how long it has been so: ``dormant for 5 years``."""
    if mark is Mark.ARCHIVED:
        return WORDS[mark]
    if mark is Mark.UNFOLLOWED:
        return f"{WORDS[mark]} since {phrases.day(package.last_fetched)}"
    return f"{mark} for {phrases.age(package.last_commit, seen_at(catalog))}"


def seen_at(catalog: Catalog) -> datetime:
    """When the site last went round its packages, as far as the catalog tells.

    That is the moment since which it has looked at half of them: one wrong date moves it by next
    to nothing. Of a large directory a thousand and more, evenly apart, tell it as well as all. It
    cannot have been later than the walk that found it so.
    """
    return _marker(catalog).seen


def take_seen_at(catalog: Catalog, seen: datetime) -> None:
    """Have `seen`, worked out of the walk before, be what `seen_at` says of `catalog`."""
    catalog.walk_memo["marker"] = _Marker(seen)


def archived_ids(
    packages: Sequence[Package], active_slugs: Collection[str]
) -> frozenset[int] | None:
    """Return the ids of packages that the sitemap of active ones leaves out.

    The site keeps its sitemap for 12 hours, so that a package created since then, or after the
    newest look at any package, is not in it although it is active. A sitemap that names under
    half of the packages says nothing: then None.
    """
    missing = [package for package in packages if package.slug not in active_slugs]
    if len(packages) - len(missing) < len(packages) * _LEAST_COVERED:
        return None
    looks = [package.last_fetched for package in packages if package.last_fetched]
    known_since = max(looks) - _SITEMAP_AGE if looks else None
    return frozenset(
        package.id
        for package in missing
        if not (package.created and known_since and package.created > known_since)
    )


class _Limit(dict[tzinfo | None, datetime]):
    """One moment in the zone of whatever is compared with it: times of one zone compare fastest."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def __missing__(self, zone: tzinfo | None) -> datetime:
        self[zone] = self._moment.astimezone(zone)
        return self[zone]


def _marker(catalog: Catalog) -> _Marker:
    kept: _Marker | None = catalog.walk_memo.get("marker")
    if kept is None:
        some = catalog.packages[:: len(catalog.packages) // _ENOUGH + 1]
        looks = sorted(it.last_fetched.timestamp() for it in some if it.last_fetched)
        synced_at = catalog.generation.synced_at
        middle = datetime.fromtimestamp(looks[len(looks) // 2], UTC) if looks else synced_at
        kept = catalog.walk_memo["marker"] = _Marker(min(middle, synced_at))
    return kept


class _Marker:
    """Finds the marks of packages as of the site's round at `seen`."""

    def __init__(self, seen: datetime) -> None:
        self.seen = seen
        self._unfollowed = _Limit(seen - UNFOLLOWED_AFTER)
        self._quiet, self._dormant = _Limit(seen - QUIET_AFTER), _Limit(seen - DORMANT_AFTER)

    def bits(self, package: Package, *, archived: bool) -> int:
        looked, committed = package.last_fetched, package.last_updated
        found = _ARCHIVED if archived else 0
        if looked is not None and looked <= self._unfollowed[looked.tzinfo]:
            found |= _UNFOLLOWED
        if committed is not None and committed <= self._quiet[committed.tzinfo]:
            silent = committed <= self._dormant[committed.tzinfo]
            found |= _DORMANT if silent else _QUIET
        return found


_ARCHIVED, _UNFOLLOWED, _DORMANT, _QUIET = 1, 2, 4, 8
_SETS = [
    tuple(mark for place, mark in enumerate(Mark) if bits >> place & 1)
    for bits in range(1 << len(Mark))
]

"""The rules that health is made of: what the directory knows, and how much each thing counts.

They follow the OpenSSF Scorecard's "Maintained" check, Adam Johnson's Well-Maintained Test and the
CHAOSS metric "Contributor Absence Factor"; docs/health.md says which follows what.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

import msgspec

from pkgtui import phrases
from pkgtui.models.activity import QUARTER, Activity, Trend
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.standing import Mark

_DAY = 86_400


class Facts(NamedTuple):
    """What rules look at.

    Attributes:
        activity: That of the package, whose weeks are read apart once for all rules.
        seen: When the site last went round, in seconds since 1970.
    """

    catalog: Catalog
    package: Package
    activity: Activity
    marks: tuple[Mark, ...]
    seen: float


class Rule(msgspec.Struct, frozen=True):
    """How one signal is made; `name` to `reason` are those of `Signal`."""

    name: str
    weight: int
    source: str
    scale: str
    reason: str
    points: Callable[[Facts], int | None]
    value: Callable[[Facts], str]
    as_of: Callable[[Facts], date | None]


def _commit(facts: Facts) -> int | None:
    committed = facts.package.last_commit
    if committed is None:
        return None
    days = (facts.seen - committed.timestamp()) / _DAY
    return _SILENCE_POINTS[bisect_right(_SILENCES, days)]


# In days. 90 are those the Scorecard looks at, 365 and 730 make quiet and dormant, and after
# three years no version of Django that was current then is supported any more.
_SILENCES = (90, 365, 730, 1095)
_SILENCE_POINTS = (100, 80, 55, 15, 0)


def _commit_value(facts: Facts) -> str:
    committed = facts.package.last_commit
    if committed is None:
        return phrases.UNKNOWN
    seen = datetime.fromtimestamp(facts.seen, committed.tzinfo)
    return f"{phrases.age(committed, seen)} before the site looked" if committed < seen else "new"


def _weeks(facts: Facts) -> int | None:
    weeks = facts.activity.weeks
    if len(weeks) < QUARTER:
        return None
    active = len(weeks) - weeks.count(0)
    often = (points for every, points in _RHYTHMS if active * every >= len(weeks))
    return next(often, 40 if active else 0)


_RHYTHMS = ((4, 100), (13, 70))
"""Commits in one week of so many: 13 and 4 of the 52."""


def _weeks_value(facts: Facts) -> str:
    activity = facts.activity
    if activity.active_weeks is None:
        return phrases.UNKNOWN
    return f"{activity.active_weeks} of {phrases.count(len(activity.weeks))}"


def _trend(facts: Facts) -> int | None:
    trend = facts.activity.trend
    if trend is None or _is_silent(facts.activity, trend):
        return None
    return _TRENDS[trend]


def _is_silent(activity: Activity, trend: Trend) -> bool:
    """Whether neither quarter has a commit, so that neither says anything about the other."""
    return trend is Trend.LEVEL and not activity.recent


_TRENDS = {Trend.UP: 100, Trend.LEVEL: 100, Trend.DOWN: 40}


def _trend_value(facts: Facts) -> str:
    activity = facts.activity
    if activity.trend is None:
        return phrases.UNKNOWN
    if _is_silent(activity, activity.trend):
        return "no commits to compare"
    recent = phrases.count(activity.recent, "commit")
    return f"{activity.trend}, {recent} after {phrases.count(activity.before)}"


def _people(facts: Facts) -> int | None:
    team = facts.package.team
    return None if team is None else _PEOPLE_POINTS[bisect_right(_PEOPLE, team)]


_PEOPLE = (1, 2, 5)
_PEOPLE_POINTS = (0, 25, 70, 100)


def _people_value(facts: Facts) -> str:
    package = facts.package
    if not package.names:
        return phrases.UNKNOWN
    return phrases.people(len(package.people), len(package.bots), package.unnamed)


def release(facts: Facts) -> int | None:
    """Points for a version; 0 only where the site knows that there is none."""
    package = facts.package
    if package.version:
        return 100
    category = facts.catalog.category_of(package)
    # Projects are not released to the index, and a page that is named has not been read yet.
    is_expected = category is None or category.show_pypi
    return 0 if package.pypi_url == "" and is_expected else None


def _release_value(facts: Facts) -> str:
    if facts.package.version:
        return facts.package.version
    return phrases.UNKNOWN if release(facts) is None else "no, and no page on the index"


def _documentation(facts: Facts) -> int | None:
    link = facts.package.documentation_url
    return None if link is None else 100 if link else 25


def _documentation_value(facts: Facts) -> str:
    link = facts.package.documentation_url
    return phrases.UNKNOWN if link is None else "linked" if link else "no link"


def _followed(facts: Facts) -> int | None:
    if facts.package.last_fetched is None:
        return None
    return 0 if Mark.UNFOLLOWED in facts.marks else 100


def _followed_value(facts: Facts) -> str:
    points = _followed(facts)
    if points is None:
        return phrases.UNKNOWN
    looked = phrases.day(facts.package.last_fetched)
    return f"yes, last on {looked}" if points else f"no, not since {looked}"


def _archived(facts: Facts) -> int | None:
    is_archived = facts.catalog.is_archived(facts.package)
    return None if is_archived is None else 0 if is_archived else 100


def _archived_value(facts: Facts) -> str:
    points = _archived(facts)
    return phrases.UNKNOWN if points is None else "no" if points else "yes"


def _seen(facts: Facts) -> date:
    return datetime.fromtimestamp(facts.seen, UTC).date()


def _looked(facts: Facts) -> date | None:
    return facts.package.last_fetched.date() if facts.package.last_fetched else None


def _asked(facts: Facts) -> date:
    return facts.catalog.fetched_at(facts.package).date()


def _walked(facts: Facts) -> date:
    return facts.catalog.generation.synced_at.date()


RULES: Sequence[Rule] = (
    Rule(
        "last commit",
        35,
        "last_updated",
        "100 within 90 days, 80 within a year, 55 within two, 15 within three, then 0",
        "Someone has to be there when Django changes or a hole is found. A year is what the"
        " Well-Maintained Test asks for, 90 days are what the Scorecard looks at.",
        _commit,
        _commit_value,
        _seen,
    ),
    Rule(
        "active weeks",
        15,
        "commits_over_52",
        "100 from one week in four, 70 from one in thirteen, 40 from any, 0 for none;"
        " unknown under 13 weeks",
        "Steady work outweighs a single burst. The Scorecard asks for a commit in every week,"
        " which few libraries need: one week in four is plenty.",
        _weeks,
        _weeks_value,
        _looked,
    ),
    Rule(
        "trend",
        10,
        "commits_over_52",
        "100 for up or level, 40 for down; unknown where both quarters have no commit",
        "The last 13 weeks against the 13 before show whether the work is being taken up or"
        " given up.",
        _trend,
        _trend_value,
        _looked,
    ),
    Rule(
        "bus factor",
        10,
        "participants",
        "100 from five people, 70 from two, 25 for one, 0 for bots alone",
        "How many would have to go before nobody is left. The site does not say who does how"
        " much, as the CHAOSS metric asks, so that the number of people, bots left out, is the"
        " most it can be.",
        _people,
        _people_value,
        _looked,
    ),
    Rule(
        "released",
        10,
        "pypi_version, pypi_url",
        "100 for any version, 0 without version and index page; unknown for an index page alone"
        " and for kinds of package that are not released there",
        "What is released can be pinned, and has been called fit for others once. The site does"
        " not say when it was.",
        release,
        _release_value,
        _asked,
    ),
    Rule(
        "documentation",
        10,
        "documentation_url",
        "100 for a link, 25 for none",
        "The Well-Maintained Test asks for documentation. A small library may do with a"
        " readme, which the site does not know of: it keeps a quarter.",
        _documentation,
        _documentation_value,
        _asked,
    ),
    Rule(
        "followed by the site",
        5,
        "last_fetched",
        "100 when looked at with the others, 0 when two months behind them",
        "A repository that the site cannot read any more has often moved, been closed or deleted.",
        _followed,
        _followed_value,
        _walked,
    ),
    Rule(
        "archived",
        5,
        "sitemap of active packages",
        "100 when it is listed there, 0 when not",
        "Its owners or the site's editors have called it archived, deprecated or replaced when"
        " it is not.",
        _archived,
        _archived_value,
        _walked,
    ),
)
"""Where the points come from, the weightiest first; the weights add up to 100."""

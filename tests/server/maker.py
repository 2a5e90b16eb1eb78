"""Invents packages: names, people, figures and weeks of commits that hang together."""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any
from zoneinfo import ZoneInfo

from tests.server import words

Item = dict[str, Any]

SITE = "https://djangopackages.org"
NEW_YORK = ZoneInfo("America/New_York")
LOOKED = datetime(2026, 2, 15, 22, 0, tzinfo=UTC)
"""About when the site looked at most repositories."""

FORGES = ("https://github.com",) * 16 + (
    "https://gitlab.com",
    "https://codeberg.org",
    "https://bitbucket.org",
    "http://github.com",
)
# How ids grew with the years, read off the recordings: created is looked up between these.
_YEARS = (
    (1, datetime(2010, 8, 14, tzinfo=UTC)),
    (1412, datetime(2012, 8, 13, tzinfo=UTC)),
    (2948, datetime(2015, 6, 28, tzinfo=UTC)),
    (3324, datetime(2016, 6, 10, tzinfo=UTC)),
    (5924, datetime(2024, 6, 4, tzinfo=UTC)),
    (6487, datetime(2026, 2, 14, tzinfo=UTC)),
)
HIGHEST_ID = _YEARS[-1][0]
_MOST_STARS = 24_000
_POPULAR = 500
"""Stars from which a package has several people behind it and is seldom left alone."""


class PackageMaker:
    """Invents packages, one after the other, no two with the same slug."""

    def __init__(self, rng: random.Random, forges: Sequence[str] = FORGES) -> None:
        self._rng = rng
        self._forges = forges
        self._slugs: set[str] = set()
        given, family = words.GIVEN.split(), words.FAMILY.split()
        forms = cycle(("{0}{1}", "{0}-{1}", "{0}{2}", "{1}{0}", "{0}.{1}", "{0}{1}{3}"))
        self._people = [
            next(forms).format(one, two, two[:2], len(two) * 7) for one in given for two in family
        ]
        rng.shuffle(self._people)

    def package(self, key: int, topic: str) -> Item:
        """Return a package about `topic` with the id `key`, in no grid as yet."""
        rng = self._rng
        slug = self._slug(topic)
        created = created_of(key)
        fetched = LOOKED - timedelta(hours=rng.uniform(0, 30))
        if rng.random() < 0.02:
            fetched -= timedelta(days=rng.randrange(20, 300))
        stars = _stars(rng)
        popular = stars > _POPULAR and rng.random() < 0.7
        weeks = _weeks(rng, lively=popular or created > LOOKED - timedelta(days=300))
        people = self._participants(stars)
        owner = people[0] if people else self._person()
        name = slug.replace("-", "_") if rng.random() < 0.1 else slug
        return {
            "category": link("categories", rng.choices((1, 2, 3, 4), (79, 6, 8, 7))[0]),
            "grids": [],
            "id": key,
            "title": _title(rng, slug),
            "slug": slug,
            "last_updated": _last_commit(rng, weeks, fetched, created),
            "last_fetched": None if rng.random() < 0.004 else iso(fetched),
            "repo_url": ""
            if rng.random() < 0.008
            else f"{rng.choice(self._forges)}/{owner.lower()}/{name}",
            "pypi_version": _version(rng),
            "created": iso(created),
            "modified": iso(max(created, LOOKED - timedelta(days=18, hours=rng.uniform(0, 9)))),
            "repo_forks": int(stars * rng.uniform(0, 0.35)) if stars > 0 else 0,
            "repo_description": _description(rng, topic),
            "pypi_url": _index_link(rng, slug),
            "documentation_url": _documentation(rng, slug),
            "repo_watchers": stars,
            "commits_over_52": weeks,
            "participants": people,
        }

    def _slug(self, topic: str) -> str:
        while True:
            family = self._rng.choice(words.FAMILIES)
            parts = [family, self._rng.choice(_COINED), topic]
            if self._rng.random() < 0.15:
                parts.append(self._rng.choice(_COINED))
            slug = "-".join(part for part in parts if part)
            if slug not in self._slugs:
                self._slugs.add(slug)
                return slug

    def _person(self) -> str:
        return self._people[int(len(self._people) * self._rng.random() ** 1.8)]

    def _participants(self, stars: int) -> list[str]:
        roll = self._rng.random()
        if stars > _POPULAR:
            roll = 1.0
        if roll < 0.07:
            return []
        many = min(430, 3 + int(max(stars, 0) ** 0.75))
        count = 1 if roll < 0.4 else self._rng.randrange(1 + many // 8, many + 1)
        names = [self._person() for _ in range(count)]
        names += [bot for bot in words.BOTS if self._rng.random() < 0.08]
        if count > 1:
            rest = names[1:]
            self._rng.shuffle(rest)
            names[1:] = rest
        return list(dict.fromkeys(names))


_COINED = words.COINED.split()


def link(kind: str, key: int) -> str:
    return f"{SITE}/api/v4/{kind}/{key}/"


def iso(moment: datetime) -> str:
    return moment.astimezone(NEW_YORK).isoformat()


def created_of(key: int) -> datetime:
    at = bisect_right([known for known, _ in _YEARS], key)
    if at == len(_YEARS):
        return _YEARS[-1][1] + timedelta(minutes=(key - HIGHEST_ID) % 1440, microseconds=key)
    (low, early), (high, late) = _YEARS[at - 1 : at + 1]
    moment = early + (late - early) * ((key - low) / (high - low))
    return moment if moment.year > 2011 else moment.replace(microsecond=0)


def _weeks(rng: random.Random, *, lively: bool) -> list[int]:
    if rng.random() < 0.02:
        return []
    kind, length = rng.random(), rng.choices((52, 53, 13, 1), (980, 8, 8, 4))[0]
    if lively:
        kind = 0.5 + kind / 2
    if kind < 0.5:
        chance, most, from_week, to_week = 0.0, 1, 0, length
    elif kind < 0.72:
        chance, most, from_week, to_week = 0.08, 4, 0, length
    elif kind < 0.86:
        chance, most, from_week, to_week = 0.35, 9, 0, length
    elif kind < 0.93:
        chance, most, from_week, to_week = 0.85, 30, 0, length
    elif kind < 0.96:
        chance, most, from_week, to_week = 0.6, 14, 0, rng.randrange(length) + 1
    else:
        chance, most, from_week, to_week = 0.8, 20, rng.randrange(length), length
    return [
        1 + int(most * rng.random() ** 2)
        if from_week <= week < to_week and rng.random() < chance
        else 0
        for week in range(length)
    ]


def _last_commit(
    rng: random.Random, weeks: list[int], fetched: datetime, created: datetime
) -> str | None:
    if rng.random() < 0.015:
        return None
    if any(weeks):
        quiet = next(at for at, week in enumerate(reversed(weeks)) if week)
        moment = fetched - timedelta(weeks=quiet, days=rng.uniform(0.1, 6.5))
    else:
        oldest = max(created, datetime(2009, 1, 1, tzinfo=UTC))
        newest = fetched - timedelta(days=366)
        moment = oldest + (newest - oldest) * rng.random() if oldest < newest else newest
    return iso(moment.replace(microsecond=0))


def _stars(rng: random.Random) -> int:
    if rng.random() < 0.012:
        return -1
    stars = int(7 * (rng.paretovariate(0.62) - 1))
    return stars if stars <= _MOST_STARS else rng.randrange(_MOST_STARS)


def _title(rng: random.Random, slug: str) -> str:
    return slug.replace("-", " ").title() if rng.random() < 0.2 else slug


def _version(rng: random.Random) -> str | None:
    roll = rng.random()
    if roll < 0.19:
        return None
    if roll < 0.2:
        return ""
    if roll < 0.24:
        return f"{rng.randrange(2014, 2026)}.{rng.randrange(1, 13)}.{rng.randrange(9)}"
    suffix = rng.choices(("", f".{rng.randrange(20)}", f"a{rng.randrange(1, 9)}"), (30, 65, 5))[0]
    return f"{int(6 * rng.random() ** 2)}.{rng.randrange(25)}{suffix}"


def _description(rng: random.Random, topic: str) -> str:
    if rng.random() < 0.03:
        return ""
    sentence = rng.choice(words.DESCRIPTIONS).format(topic=topic, Topic=topic.capitalize())
    return f":couple: {sentence}" if rng.random() < 0.01 else sentence


def _index_link(rng: random.Random, slug: str) -> str:
    links = (
        f"http://index.example/pypi/{slug}",
        f"https://index.example/project/{slug}/",
        f"https://index.example/project/{slug}",
        slug,
        "",
    )
    return rng.choices(links, (45, 25, 15, 1, 14))[0]


def _documentation(rng: random.Random, slug: str) -> str | None:
    links = ("", f"https://{slug}.docs.example/", f"https://docs.example/{slug}/latest/", None)
    return rng.choices(links, (52, 25, 18, 5))[0]

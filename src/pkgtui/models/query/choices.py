"""Keys that take one of a few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Package
from pkgtui.models.figures import trend
from pkgtui.models.health import Verdict, scores, verdict_of
from pkgtui.models.people import is_orphaned
from pkgtui.models.personal import Personal
from pkgtui.models.query.kinds import UNKNOWN, Choice, Listed, Rows, Test
from pkgtui.models.query.versions import ANY, NONE
from pkgtui.models.standing import WORDS, Mark, marks_by_row


def _one_of(
    name: str, value: Callable[[Catalog, Package], str | None], options: Mapping[str, str]
) -> Choice:
    """A choice between words of which each package has exactly one; None is the unknown."""

    def test_for(word: str) -> Test:
        wanted = None if word == UNKNOWN else word

        def test(listed: Listed, rows: Rows) -> list[int]:
            column = listed.column(name, value)
            return [row for row in rows if column[row] == wanted]

        return test

    return Choice({word: (about, test_for(word)) for word, about in options.items()})


def _release(_: Catalog, package: Package) -> str | None:
    if package.version is not None:
        return ANY
    # The site may only have missed the version of what has a page on the index.
    return None if package.pypi_url else NONE


def _docs(_: Catalog, package: Package) -> str:
    return "yes" if package.documentation_url else "no"


def _standing(passes: Callable[[tuple[Mark, ...]], bool]) -> Test:
    def test(listed: Listed, rows: Rows) -> list[int]:
        marks = marks_by_row(listed.catalog)
        return [row for row in rows if passes(marks[row])]

    return test


def _marked(mark: Mark) -> Test:
    return _standing(lambda marks: mark in marks)


def _judged(wanted: Verdict) -> Test:
    def test(listed: Listed, rows: Rows) -> list[int]:
        points = scores(listed.catalog)
        return [row for row in rows if verdict_of(points[row]) is wanted]

    return test


def _of_slugs(slugs: Callable[[Personal], Iterable[str]]) -> Test:
    def test(listed: Listed, rows: Rows) -> list[int]:
        wanted = frozenset(slugs(listed.personal))
        return [row for row in rows if listed.entries[row].slug in wanted]

    return test


def _watched(personal: Personal) -> Iterable[str]:
    return (one.slug for one in personal.watched)


def _basket(personal: Personal) -> Iterable[str]:
    return personal.basket


def _is_stale(marks: tuple[Mark, ...]) -> bool:
    return any(mark is not Mark.QUIET for mark in marks)


def _released(listed: Listed, rows: Rows) -> list[int]:
    column = listed.column("release", _release)
    return [row for row in rows if column[row] == ANY]


def _orphaned(listed: Listed, rows: Rows) -> list[int]:
    catalog, entries = listed.catalog, listed.entries
    return [row for row in rows if is_orphaned(catalog, entries[row])]


RELEASE = _one_of(
    "release",
    _release,
    {
        ANY: "a version is known",
        NONE: "no version, and no page on the index",
        UNKNOWN: "a page on the index, but no version known",
    },
)
TREND = _one_of(
    "trends",
    trend,
    {
        "up": "more commits in the last 13 weeks than in the 13 before",
        "level": "as many, give or take a tenth",
        "down": "fewer",
        UNKNOWN: "too few weeks known",
    },
)
DOCS = _one_of("docs", _docs, {"yes": "a link to it is listed", "no": "none is listed"})
HEALTH = Choice(
    {
        Verdict.GOOD.value: ("well kept", _judged(Verdict.GOOD)),
        Verdict.FAIR.value: ("kept well enough", _judged(Verdict.FAIR)),
        Verdict.POOR.value: ("badly kept, or no longer", _judged(Verdict.POOR)),
        Verdict.UNKNOWN.value: ("too little is known", _judged(Verdict.UNKNOWN)),
    }
)
IS = Choice(
    {mark.value: (WORDS[mark], _marked(mark)) for mark in Mark}
    | {
        "stale": ("archived, no longer followed or dormant", _standing(_is_stale)),
        "orphaned": ("everybody who contributed went quiet with it", _orphaned),
        "released": ("a version is known", _released),
        "watched": ("on your watchlist", _of_slugs(_watched)),
        "marked": ("marked for comparing", _of_slugs(_basket)),
    }
)

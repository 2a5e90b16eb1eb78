"""Search over packages and grids from memory: every key gets its answer at once.

Names are compared without what separates their words, and kept once from each of their words on:
``django-cron`` as ``djangocron`` and ``cron``, with a mark before each. So ``django_cron``,
``django cron`` and ``djangocron`` are the same, and one look for a substring tells whether a name,
or a word in it, starts with what was typed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid
from pkgtui.models.found import Entry, Results, hit_of
from pkgtui.models.misspelled import Misspelled
from pkgtui.models.people import folded_names
from pkgtui.models.sorting import BY_STARS, SORTS, sort_rows
from pkgtui.models.texts import Texts
from pkgtui.text import clean, fold, one_line

# How good a match is, 0 to 100: the more of the name, the better.
_AS_WRITTEN = 100
_WHOLE_NAME, _WHOLE_BEHIND_PREFIX = 99, 95
_NAME_START, _START_BEHIND_PREFIX = 90, 88
_WORD_START, _INSIDE = 75, 65
_TYPO, _SECOND_TYPO = 60, -5
_PERSON, _PERSON_START = 45, 40
_DESCRIPTION, _DESCRIPTION_START = 30, 20

# What a query and a name are bounded to, so that no text can make a key wait.
_LONGEST = 200
_MOST_WORDS = 8

# Before a whole name, before what follows "django-", before any other word; and after each.
_NAME, _BEHIND_PREFIX, _WORD, _END = "\x01", "\x02", "\x03", "\n"
_TYPO_IN = {_NAME: 0, _BEHIND_PREFIX: -1, _WORD: -3}
_PREFIXES = frozenset({"django", "dj"})

_MOST_MISSPELLED = 2
_RARE = 5  # What stands in so many names, or is one, is hardly misspelled.

_WORDS = re.compile(r"[^\W_]+")


class _Needle:
    """What was typed, as names, logins and descriptions are compared with it."""

    def __init__(self, text: str) -> None:
        words = _words(text)
        self.name = "".join(words)
        self.login = fold(text).removeprefix("@") or text
        self.phrase = " ".join(words)


class SearchIndex:
    """The texts of one catalog, ready to be searched.

    Building it takes some 30 ms for 5,400 packages, a search one, of a single letter eight.
    Equally good hits stand by their stars; a grid's members count as its stars. An entry goes by
    its place: a package by its row, a grid by where it stands behind all packages.
    """

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._grids_from = len(catalog.packages)
        self._ranks = _ranks(catalog)
        texts = [*map(_texts, catalog.packages), *map(_texts, catalog.grids)]
        self._names = Texts(names for names, _ in texts)
        self._descriptions = Texts(described for _, described in texts)
        self._people = catalog.texts("names", folded_names)
        self._misspelled = Misspelled(self._names, _END)

    def __len__(self) -> int:
        return len(self._ranks)

    def _entry(self, place: int) -> Entry:
        grid = place - self._grids_from
        return self.catalog.packages[place] if grid < 0 else self.catalog.grids[grid]

    def places_of(self, grids: Collection[Grid]) -> list[int]:
        """Return the places of those grids."""
        ids = {grid.id for grid in grids}
        grids_from = enumerate(self.catalog.grids, self._grids_from)
        return [place for place, grid in grids_from if grid.id in ids]

    def prepare(self) -> None:
        """Do now, in a thread, what the first misspelled word would have to wait for."""
        for _ in self._misspelled.find("misspelled"):
            pass

    def search(self, words: str, limit: int = 100) -> Results:
        """Find the entries that match all of `words`, whatever they are, best first.

        Only the first 200 characters and 8 words count. No word, no hit.
        """
        return self.best(self.scores(words), limit)

    def scores(self, words: str) -> dict[int, int]:
        """Return how well each entry that matches, by its place, does so."""
        line = one_line(clean(words[:_LONGEST]))
        return self._scores(line) if _words(line) else {}

    def best(self, scores: Mapping[int, int], limit: int) -> Results:
        """Return the hits that `scores` speak of, best first."""
        best = sorted(scores, key=self._ranks.__getitem__)
        best.sort(key=scores.__getitem__, reverse=True)
        hits = tuple(hit_of(self._entry(at), scores[at]) for at in best[:limit])
        return Results(hits, len(best), frozenset(best[limit:]))

    def _scores(self, line: str) -> dict[int, int]:
        """How well each matching entry, by its place, matches `line`."""
        words = [word for word in line.split() if _WORDS.search(word)][:_MOST_WORDS]
        scores = self._find_all(words) if len(words) > 1 else {}
        whole = self._find(_Needle(line), None, forgiving=not scores)
        scores.update({at: max(score, scores.get(at, 0)) for at, score in whole.items()})
        for at in [at for at, score in scores.items() if score == _WHOLE_NAME]:
            entry = self._entry(at)
            if fold(line) in (fold(one_line(entry.title[:_LONGEST])), fold(entry.slug)):
                scores[at] = _AS_WRITTEN
        return scores

    def _find_all(self, words: Sequence[str]) -> dict[int, int]:
        """Score entries by their weakest word; the strongest helps a little.

        One less than the weakest, because words that stand together are better than apart.
        """
        matches: list[dict[int, int]] = []
        among: dict[int, int] | None = None
        # Long words are rarer, so less is left to look through, and more often misspelled.
        for word in sorted(dict.fromkeys(words), key=len, reverse=True):
            among = self._find(_Needle(word), among, forgiving=len(matches) < _MOST_MISSPELLED)
            if not among:
                return {}
            matches.append(among)
        scores = {}
        for at in matches[-1]:
            each = [match[at] for match in matches]
            weakest = min(each)
            scores[at] = weakest - 1 + (max(each) - weakest) // 10
        return scores

    def _find(
        self, needle: _Needle, among: Collection[int] | None, *, forgiving: bool
    ) -> dict[int, int]:
        """Score those entries in which `needle` occurs, with `among` only of these places."""
        name, names = needle.name, self._names
        anywhere = names.holding(name)
        named = anywhere if among is None else names.holding(name, among)
        behind = names.holding(_BEHIND_PREFIX + name, named)
        first = names.holding(_NAME + name, named)
        whole_behind = names.holding(_BEHIND_PREFIX + name + _END, behind)
        whole = names.holding(_NAME + name + _END, first)

        # What is looked for later counts for more: a match in the name beats one in a login, that
        # beats one in the description.
        found: dict[int, int] = {}

        def mark(places: Iterable[int], score: int) -> None:
            found.update(dict.fromkeys(places, score))

        # Scripts without spaces have no word starts to look for.
        start = f" {needle.phrase}" if needle.phrase.isascii() else needle.phrase
        described = self._descriptions.holding(start, among)
        mark(described, _DESCRIPTION_START)
        mark(self._descriptions.holding(f" {needle.phrase} ", described), _DESCRIPTION)
        packages = among and [at for at in among if at < self._grids_from]
        people = self._people.holding(f",{needle.login}", packages)
        mark(people, _PERSON_START)
        mark(self._people.holding(f",{needle.login},", people), _PERSON)
        if forgiving and len(anywhere) < _RARE and not whole and not whole_behind:
            found.update(self._typos(name, among))
        mark(named, _INSIDE)
        mark(names.holding(_WORD + name, named), _WORD_START)
        mark(behind, _START_BEHIND_PREFIX)
        mark(first, _NAME_START)
        mark(whole_behind, _WHOLE_BEHIND_PREFIX)
        mark(whole, _WHOLE_NAME)
        return found

    def _typos(self, name: str, among: Collection[int] | None) -> dict[int, int]:
        """Score the entries with a name, or a word in it, that starts nearly as `name` does."""
        found: dict[int, int] = {}
        for mark, place, typos in self._misspelled.find(name):
            if among is None or place in among:
                score = _TYPO + _TYPO_IN[mark] + (typos > 1) * _SECOND_TYPO
                found[place] = max(score, found.get(place, 0))
        return found


def _ranks(catalog: Catalog) -> Sequence[int]:
    """How many stand before each entry, by its place, if all of them match equally well."""
    places = [*sort_rows(catalog, catalog.all_rows, BY_STARS)]
    places += range(len(places), len(places) + len(catalog.grids))
    stars = [-1 if it is None else it for it in catalog.column("stars", SORTS["stars"].value)]
    weights = [*stars, *(len(grid.packages) for grid in catalog.grids)]
    places.sort(key=weights.__getitem__, reverse=True)
    ranks = array("I", bytes(4 * len(places)))
    for rank, place in enumerate(places):
        ranks[place] = rank
    return ranks


def _texts(entry: Entry) -> tuple[str, str]:
    """The names and the description of `entry`, as they are searched."""
    described = f" {' '.join(_words(entry.description))} "
    return _marked_names(entry.title, entry.slug), described


def _words(text: str) -> list[str]:
    """The words of `text`, folded; of a text without any, its signs."""
    folded = fold(text)
    return _WORDS.findall(folded) or folded.split()


def _marked_names(title: str, slug: str) -> str:
    """Title and slug from each of their words on, each start marked by where it stands."""
    words, slug_words = _words(title[:_LONGEST]), _words(slug[:_LONGEST])
    return _marked(words) if slug_words == words else _marked(words) + _marked(slug_words)


def _marked(words: Sequence[str]) -> str:
    if not words:
        return ""
    start = "".join(words)
    marked = f"{_NAME}{start}{_END}"
    mark = _BEHIND_PREFIX if words[0] in _PREFIXES else _WORD
    for word in words[: min(len(words), _MOST_WORDS) - 1]:
        start = start[len(word) :]
        marked += f"{mark}{start}{_END}"
        mark = _WORD
    return marked

"""Search over packages and grids from memory: every key gets its answer at once.

Names are compared without what separates their words, and kept once from each of their words on:
``django-cron`` as ``djangocron`` and ``cron``, with a mark before each. So ``django_cron``,
``django cron`` and ``djangocron`` are the same, and one look for a substring tells whether a name,
or a word in it, starts with what was typed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid
from pkgtui.models.found import Entry, Results, hit_of
from pkgtui.models.people import folded_names
from pkgtui.models.sorting import BY_STARS, SORTS, sort_rows
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

_ONE_TYPO_FROM, _TWO_TYPOS_FROM = 4, 8
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

    Building it takes some 30 ms for 5,400 packages, a search some milliseconds. Equally good hits
    stand by their stars; a grid's members count as its stars.
    """

    def __init__(self, catalog: Catalog) -> None:
        # A package goes by its row, a grid by its place behind all packages.
        self._grids_from = len(catalog.packages)
        places = [*sort_rows(catalog, catalog.all_rows, BY_STARS)]
        places += range(self._grids_from, self._grids_from + len(catalog.grids))
        stars = [-1 if it is None else it for it in catalog.column("stars", SORTS["stars"].value)]
        weights = [*stars, *(len(grid.packages) for grid in catalog.grids)]
        places.sort(key=weights.__getitem__, reverse=True)
        people = [*catalog.column("names", folded_names), *("" for _ in catalog.grids)]
        texts = [*map(_texts, catalog.packages), *map(_texts, catalog.grids)]
        self.catalog = catalog
        self._places: Sequence[int] = array("I", places)
        self._names = [texts[place][0] for place in places]
        self._descriptions = [texts[place][1] for place in places]
        self._people = [people[place] for place in places]

    def __len__(self) -> int:
        return len(self._places)

    def _entry(self, at: int) -> Entry:
        place = self._places[at]
        grid = place - self._grids_from
        return self.catalog.packages[place] if grid < 0 else self.catalog.grids[grid]

    def positions(self, rows: Collection[int], grids: Collection[Grid]) -> Iterator[int]:
        """Return where those packages and grids stand; both are looked into often."""
        ids = {grid.id for grid in grids}
        wanted = {*rows}
        wanted.update(
            at for at, grid in enumerate(self.catalog.grids, self._grids_from) if grid.id in ids
        )
        return (at for at, place in enumerate(self._places) if place in wanted)

    def prepare(self) -> None:
        """Do now, in a thread, what the first misspelled word would have to wait for."""
        self._typos("misspelled")

    def search(self, words: str, limit: int = 100) -> Results:
        """Find the entries that match all of `words`, whatever they are, best first.

        Only the first 200 characters and 8 words count. No word, no hit.
        """
        return self.best(self.scores(words), limit)

    def scores(self, words: str) -> dict[int, int]:
        """Return how well each entry that matches, by its position, does so."""
        line = one_line(clean(words[:_LONGEST]))
        return self._scores(line) if _words(line) else {}

    def best(self, scores: Mapping[int, int], limit: int) -> Results:
        """Return the hits that `scores` speak of, best first."""
        best = sorted(scores)
        best.sort(key=scores.__getitem__, reverse=True)
        hits = tuple(hit_of(self._entry(at), scores[at]) for at in best[:limit])
        rest = frozenset(self._places[at] for at in best[limit:])
        return Results(hits, len(best), rest)

    def _scores(self, line: str) -> dict[int, int]:
        """How well each matching entry, by its position, matches `line`."""
        everywhere = range(len(self))
        words = [word for word in line.split() if _WORDS.search(word)][:_MOST_WORDS]
        scores = self._find_all(words, everywhere) if len(words) > 1 else {}
        whole = self._find(_Needle(line), everywhere, forgiving=not scores)
        scores.update({at: max(score, scores.get(at, 0)) for at, score in whole.items()})
        for at in [at for at, score in scores.items() if score == _WHOLE_NAME]:
            entry = self._entry(at)
            if fold(line) in (fold(one_line(entry.title[:_LONGEST])), fold(entry.slug)):
                scores[at] = _AS_WRITTEN
        return scores

    def _find_all(self, words: Sequence[str], among: Collection[int]) -> dict[int, int]:
        """Score entries by their weakest word; the strongest helps a little.

        One less than the weakest, because words that stand together are better than apart.
        """
        matches: list[dict[int, int]] = []
        # Long words are rarer, so less is left to look through, and more often misspelled.
        for word in sorted(dict.fromkeys(words), key=len, reverse=True):
            among = self._find(_Needle(word), among, forgiving=len(matches) < _MOST_MISSPELLED)
            if not among:
                return {}
            matches.append(among)
        scores = {}
        for at in among:
            each = [match[at] for match in matches]
            weakest = min(each)
            scores[at] = weakest - 1 + (max(each) - weakest) // 10
        return scores

    def _find(self, needle: _Needle, among: Collection[int], *, forgiving: bool) -> dict[int, int]:
        """Score those entries `among` the given positions in which `needle` occurs."""
        found: dict[int, int] = {}

        def mark(text: str, texts: Sequence[str], places: Iterable[int], score: int) -> list[int]:
            holding = [at for at in places if text in texts[at]]
            found.update(dict.fromkeys(holding, score))
            return holding

        def unfound() -> list[int]:
            return [at for at in among if at not in found]

        # A match in the name beats one in a login, that beats one in the description: the weaker
        # kind is looked for where there is no stronger one. Within a kind the last word counts.
        name, names = needle.name, self._names
        named = [at for at, text in enumerate(names) if name in text]
        misspelled = len(named) < _RARE
        named = mark(name, names, [at for at in named if at in among], _INSIDE)
        mark(_WORD + name, names, named, _WORD_START)
        behind = mark(_BEHIND_PREFIX + name, names, named, _START_BEHIND_PREFIX)
        first = mark(_NAME + name, names, named, _NAME_START)
        whole = mark(_BEHIND_PREFIX + name + _END, names, behind, _WHOLE_BEHIND_PREFIX)
        whole += mark(_NAME + name + _END, names, first, _WHOLE_NAME)
        if forgiving and misspelled and not whole:
            for at, score in self._typos(name).items():
                if at in among:
                    found.setdefault(at, score)

        people = mark(f",{needle.login}", self._people, unfound(), _PERSON_START)
        mark(f",{needle.login},", self._people, people, _PERSON)
        # Scripts without spaces have no word starts to look for.
        start = f" {needle.phrase}" if needle.phrase.isascii() else needle.phrase
        described = mark(start, self._descriptions, unfound(), _DESCRIPTION_START)
        mark(f" {needle.phrase} ", self._descriptions, described, _DESCRIPTION)
        return found

    def _typos(self, name: str) -> dict[int, int]:
        """Score the entries with a name, or a word in it, that starts nearly as `name` does."""
        if len(name) < _ONE_TYPO_FROM:
            return {}
        # Nearly all names start with it, so those six letters tell nothing.
        typos = 2 if len(name.removeprefix("django")) >= _TWO_TYPOS_FROM else 1
        from rapidfuzz import process  # noqa: PLC0415 - 30 ms that only a misspelled word needs
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - likewise

        size = len(name)
        # A start that is one letter longer or shorter and `typos` away is at most twice as far
        # from the start of the same length: few are left to be looked at closely.
        texts, places = self._starts
        starts = [text[1 : size + 1] for text in texts]
        most = 2 * typos
        near = process.extract(name, starts, scorer=OSA.distance, score_cutoff=most, limit=None)
        distances: dict[str, int] = {}
        found: dict[int, int] = {}
        for _, _, place in near:
            text, at = texts[place], places[place]
            start = text[1 : size + typos + 1]
            if start not in distances:
                distances[start] = min(
                    OSA.distance(name, start[:end]) for end in range(size - typos, size + typos + 1)
                )
            if distances[start] <= typos:
                score = _TYPO + _TYPO_IN[text[0]] + (distances[start] > 1) * _SECOND_TYPO
                found[at] = max(score, found.get(at, 0))
        return found

    @cached_property
    def _starts(self) -> tuple[Sequence[str], Sequence[int]]:
        """Every name from each of its words on, marked, and the positions of their entries."""
        starts = [text.splitlines() for text in self._names]
        places = array("I", (at for at, found in enumerate(starts) for _ in found))
        return list(chain.from_iterable(starts)), places


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

"""Reading a filter: any text is a tree, or an error that points at what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from pkgtui.models.query.keys import KEYS, PACKAGE_KEYS, Keys
from pkgtui.models.query.nodes import EVERYTHING, OR, Fact, Query, Word, both, either, without
from pkgtui.text import clean, fold, one_line

# What a filter is bounded to, so that no text can make a key wait.
LONGEST = 200
MOST_TERMS = 20
DEEPEST = 5

_CUT = 40
_PIECE = """
    (?P<minus>-?)
    (?: (?P<open>\\()
      | (?P<key>[^\\s"():]+): (?: "(?P<quoted>[^"]*)"? | (?P<value>{rest}*) )
      | "(?P<phrase>[^"]*)"?
      | (?P<word>{rest}+)
      | (?P<close>\\)) )
"""
# A closing parenthesis ends a word where one is open, and belongs to it elsewhere, as in :-).
_OUTSIDE = re.compile(_PIECE.format(rest=r'[^\s"]'), re.VERBOSE)
_INSIDE = re.compile(_PIECE.format(rest=r'[^\s")]'), re.VERBOSE)
_BLANKS = re.compile(r"\s*")


class QueryError(ValueError):
    """A text is no filter.

    Attributes:
        start: Where in the text the word begins that is wrong.
        end: Where it ends.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


class Token(msgspec.Struct, frozen=True):
    """A piece of a filter and where it stands.

    Attributes:
        kind: One of ``(``, ``)``, ``or``, ``word`` and ``fact``.
        start: Where it begins, be it with the minus that denies it.
        text: The word, the phrase, or the value of a fact.
        text_start: Where these begin, be it with their quote.
    """

    kind: str
    start: int
    end: int
    is_denied: bool
    key: str
    text: str
    text_start: int


def tokens(text: str) -> Iterator[Token]:
    """Take `text` apart; an open quote or parenthesis runs to the end."""
    depth = 0
    found = _next(text, 0, depth)
    while found is not None:
        token = _token(found)
        depth += (token.kind == "(") - (token.kind == ")")
        yield token
        found = _next(text, token.end, depth)


def _next(text: str, start: int, depth: int) -> re.Match[str] | None:
    blanks = _BLANKS.match(text, start)
    return (_INSIDE if depth else _OUTSIDE).match(text, blanks.end() if blanks else start)


def _token(found: re.Match[str]) -> Token:
    kind, name = "word", found.lastgroup or ""
    if name in ("open", "close"):
        kind = found[name]
    elif found["key"] is not None:
        kind = "fact"
    elif name == "word" and found["word"].lower() == OR and not found["minus"]:
        kind = OR
    return Token(
        kind,
        *found.span(),
        is_denied=bool(found["minus"]),
        key=clean(found["key"] or "").lower(),
        text=found[name],
        text_start=found.start(name) - (name in ("quoted", "phrase")),
    )


def parse(text: str, keys: Keys = PACKAGE_KEYS) -> Query:
    """Read `text` as a filter of packages, or with `GRID_KEYS` of grids.

    Words and phrases in quotes must all occur, ``-`` denies, ``or`` stands between two terms and
    parentheses hold together what belongs together; ``key:value`` asks for facts. A lone ``-``
    and empty quotes ask for nothing.

    Raises:
        QueryError: It is no filter; says why, and where.
    """
    return _Reader(text, keys).read()


class _Reader:
    """Reads the tokens of one filter, each group of them by itself."""

    def __init__(self, text: str, keys: Keys) -> None:
        self._tokens = tokens(text)
        self._keys = keys
        self._read = 0

    def read(self, depth: int = 0) -> Query:
        """Read up to the end of the group."""
        sides: list[Query] = []
        terms: list[Query] = []
        lonely = None
        for token in self._tokens:
            if token.kind == ")":
                break
            if token.kind == OR:
                lonely = token
                if not terms:
                    break
                sides.append(both(terms))
                terms = []
            elif (term := self._term(token, depth)) != EVERYTHING:
                terms.append(without(term) if token.is_denied else term)
        if lonely and not terms:
            raise _error(f'or stands between two terms; the word itself is "{OR}"', lonely)
        return either([*sides, both(terms)])

    def _term(self, token: Token, depth: int) -> Query:
        self._read += 1
        if self._read > MOST_TERMS:
            raise _error(f"a filter has at most {MOST_TERMS} terms", token)
        if len(token.text) > LONGEST:
            raise _error(f"a word has at most {LONGEST} characters", token)
        if token.kind == "(":
            if depth == DEEPEST:
                raise _error(f"parentheses go {DEEPEST} deep at most", token)
            return self.read(depth + 1)
        text = one_line(clean(token.text))
        if token.kind == "fact":
            return self._fact(token, text)
        return Word(text) if text != "-" and fold(text).strip() else EVERYTHING

    def _fact(self, token: Token, value: str) -> Fact:
        key = self._keys.get(token.key)
        if key is None:
            raise _error(self._no_key(token), token)
        if key.kind.read(value) is None:
            instead = f", not '{_cut(value)}'" if value else ""
            raise _error(f"{key.name}: takes {key.kind.takes}{instead}", token)
        return Fact(key.name, value)

    def _no_key(self, token: Token) -> str:
        name = _cut(one_line(token.key))
        if any(name in keys for keys in KEYS.values()):
            here = next(of for of, keys in KEYS.items() if keys is self._keys)
            return f"{name}: has no meaning for {here}"
        from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

        near = get_close_matches(name, self._keys, n=1, cutoff=0.5)
        meant = f" (perhaps {near[0]}: is meant)" if near else ""
        return f"{name}: is no key{meant}; in quotes it is looked for as it stands"


def _error(message: str, token: Token) -> QueryError:
    return QueryError(message, token.start, token.end)


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else f"{text[:_CUT]}..."

"""Reading and printing filters."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from tests.unit.queries import queries, texts

from pkgtui.models.query import (
    EVERYTHING,
    GRID_KEYS,
    PACKAGE_KEYS,
    Query,
    QueryError,
    facts_in,
    parse,
)
from pkgtui.models.query.keys import Keys
from pkgtui.models.query.nodes import All, Either, Fact, Not, Word
from pkgtui.models.query.reading import DEEPEST, LONGEST, MOST_TERMS

task, queue, cron = map(Word, ("task", "queue", "cron"))
starred = Fact("stars", ">200")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", EVERYTHING),
        ("  \t ", EVERYTHING),
        ('-  "" -"" () -()', EVERYTHING),
        ("task", task),
        ("task queue", All((task, queue))),
        ('"task queue"', Word("task queue")),
        ('"task queue', Word("task queue")),
        ("task or queue", Either((task, queue))),
        ("task OR queue", Either((task, queue))),
        ("task queue or cron", Either((All((task, queue)), cron))),
        ("task (queue or cron)", All((task, Either((queue, cron))))),
        ("task (queue or cron", All((task, Either((queue, cron))))),
        ("-cron", Not(cron)),
        ("-(task cron)", Not(All((task, cron)))),
        ("-(-cron)", cron),
        ("task task (task)", task),
        ("task (queue cron)", All((task, queue, cron))),
        ('"or"', Word("or")),
        ("-or", Not(Word("or"))),
        (":-)", Word(":-)")),
        ("(:-)", Word(":-")),
        ("--task", Not(Word("-task"))),
        ("stars:>200", starred),
        ("STARS:>200", starred),
        ('stars:">200"', starred),
        ("task -stars:>200", All((task, Not(starred)))),
        ('by:"Jane Doe" cron', All((Fact("by", "Jane Doe"), cron))),
        ('by:"Jane Doe', Fact("by", "Jane Doe")),
        ("grid:a(b)", Fact("grid", "a(b)")),
        ('"http://x"', Word("http://x")),
    ],
)
def test_reading(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "said", "pointed_at"),
    [
        ("cron stars:many", "stars: takes a number such as >200", "stars:many"),
        ("-stars:many", "not 'many'", "-stars:many"),
        ("stars:", "stars: takes a number such as >200, 1k, 10..50, or unknown", "stars:"),
        ("stars:50..10", "not '50..10'", "stars:50..10"),
        ("stars:1.5", "not '1.5'", "stars:1.5"),
        ("stars:-1", "not '-1'", "stars:-1"),
        ("stars:٣", "not '٣'", "stars:٣"),
        ("commit:1y", "an age such as <1y or >6m, a date such as >=2020-05", "commit:1y"),
        ("commit:>2020-13", "not '>2020-13'", "commit:>2020-13"),
        ("created:2023-02-29", "not '2023-02-29'", "created:2023-02-29"),
        ("created:0000", "not '0000'", "created:0000"),
        ("version:>=x", "version: takes any, none, or a version", "version:>=x"),
        ("version:3..2", "not '3..2'", "version:3..2"),
        ("trend:sideways", "trend: takes up, level, down or unknown", "trend:sideways"),
        ("a is:good b", "is: takes archived, unfollowed, dormant, quiet, stale", "is:good"),
        ('grid:""', "grid: takes the slug of a grid", 'grid:""'),
        ("see http://x.example", "http: is no key; in quotes", "http://x.example"),
        ("star:>2", "star: is no key (perhaps stars: is meant)", "star:>2"),
        ("category:app", "(perhaps cat: is meant)", "category:app"),
        ("members:>2", "members: has no meaning for packages", "members:>2"),
        ("cron or", "or stands between two terms", "or"),
        ("or cron", "or stands between two terms", "or"),
        ("cron or or task", "or stands between two terms", "or"),
        ("cron (or task)", "or stands between two terms", "or"),
        ("task or -", "or stands between two terms", "or"),
    ],
)
def test_an_error_points_at_the_word(text: str, said: str, pointed_at: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    error = caught.value
    assert said in str(error)
    assert not str(error).endswith(".")
    assert text[error.start : error.end] == pointed_at


def test_a_filter_of_grids_has_its_own_keys() -> None:
    assert parse("members:>2 task", GRID_KEYS) == All((Fact("members", ">2"), task))
    with pytest.raises(QueryError, match="trend: has no meaning for grids"):
        parse("trend:up", GRID_KEYS)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("task   queue", "task queue"),
        ('-"task queue" cron', '-"task queue" cron'),
        ('"task" or  ( queue cron )', "task or queue cron"),
        ("(task or queue) cron", "(task or queue) cron"),
        ("-(task or queue", "-(task or queue)"),
        ("stars:>1k :-)", 'stars:>1k ":-)"'),
        ('"OR"', '"OR"'),
    ],
)
def test_printing(text: str, printed: str) -> None:
    assert str(parse(text)) == printed


@given(queries)
def test_what_is_printed_reads_as_what_it_was(query: Query) -> None:
    assert parse(str(query)) == query


@given(texts)
@example("o\u200br")
@example("\u0301")
@example("st\u200bars:1")
@example('-"-" or (a) ":-)" b)')
def test_any_text_reads_or_says_where_it_is_wrong(text: str) -> None:
    for keys in (PACKAGE_KEYS, GRID_KEYS):
        query = _read(text, keys)
        if isinstance(query, QueryError):
            assert 0 <= query.start < query.end <= len(text)
            assert str(query)
        else:
            assert parse(str(query), keys) == query


def _read(text: str, keys: Keys) -> Query | QueryError:
    try:
        return parse(text, keys)
    except QueryError as error:
        return error


def test_a_filter_is_bounded() -> None:
    terms = [f"a{number}" for number in range(MOST_TERMS)]
    assert parse(" ".join(terms)) == All(tuple(map(Word, terms)))
    with pytest.raises(QueryError, match=f"at most {MOST_TERMS} terms"):
        parse("a " * (MOST_TERMS + 1))
    assert parse("a" * LONGEST) == Word("a" * LONGEST)
    for endless in ("a" * (LONGEST + 1), '"' + "a " * 5000, "by:" + "a" * 300, "-" * 10_000):
        with pytest.raises(QueryError, match=f"at most {LONGEST} characters"):
            parse(endless)
    assert parse("(" * DEEPEST + "a") == Word("a")
    with pytest.raises(QueryError, match=f"{DEEPEST} deep at most"):
        parse("(" * 100_000)


def test_a_mistake_is_told_shortly_however_long_it_is() -> None:
    for text in ("x" * 5000 + ":y", "stars:" + "x" * 190):
        with pytest.raises(QueryError) as caught:
            parse(text)
        assert len(str(caught.value)) < 160


def test_the_facts_that_are_asked_for() -> None:
    query = parse("is:quiet (task or is:stale) -is:archived -(docs:no)")
    assert [*facts_in(query)] == [Fact("is", "quiet"), Fact("is", "stale")]

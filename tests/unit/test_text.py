"""Text from strangers: cleaned, shortened, compared."""

from __future__ import annotations

import json
import re
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.records import recorded_package

from pkgtui.text import clean, emojize, escape_unwanted, fit, fold, is_clean_json, one_line

anything = st.text(st.characters(exclude_categories=()))
tricky = st.text(st.one_of(st.characters(), st.sampled_from("日本語👩💻🇩🇪e\u0301\u0308क्षि가\n\t ")))
# Every one of them either steers a terminal or hides from the reader.
forbidden = [
    *(chr(code) for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"),
    *"\xad\u034f\u061c\u115f\u1160\u17b4\u180e\u180f\u200b\u200d\u200e\u2028\u202e\u2060\u2066\u2069",
    *"\u3164\ufe0f\ufeff\uffa0\ufff9\U0001bca0\U0001d173\U000e0001\U000e0041\U000e0100\ud800\udfff",
    *"\u2800\ufffc\U00013441\U0001d159\U0001f3fd\U0001f1e9\ue000\uf8ff\U000f0000\U0010fffd",
    *"\ufdd0\ufffe\uffff\U0001fffe\U000effff\U0010ffff\u0600\u06dd\U000110bd",
]
steering = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
marks = st.text(st.sampled_from("ae\u0301\u0308\u20dd\u0903\u1161\u11a8\u0488日\n "))


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.one_of(st.sampled_from(forbidden), st.characters(exclude_categories=()))))
def test_nothing_unwanted_gets_past(text: str) -> None:
    assert set(clean(text)).isdisjoint(forbidden)


@given(anything)
def test_nothing_that_steers_a_terminal_gets_past(text: str) -> None:
    left = {char for char in clean(text) if unicodedata.category(char) in steering}
    assert left <= {"\n", "\t"}


def test_no_character_at_all_that_steers_or_hides_gets_past() -> None:
    every = map(chr, range(0x110000))
    left = {sign for sign in every if unicodedata.category(sign) in steering and clean(sign)}
    assert {sign for sign in left if clean(sign) == sign} == {"\n", "\t"}


@given(marks)
def test_no_letter_carries_more_than_four_marks(text: str) -> None:
    assert not re.search("[\u0301\u0308\u20dd\u0903\u1161\u11a8\u0488]{5}", clean(text))
    assert not re.match("[\u0301\u0308\u20dd\u0903\u0488]", clean(text))


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("plain [/x] text", "plain [/x] text"),
        ("\x1b[31mred\x07", "[31mred"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("tab\tstays\n", "tab\tstays\n"),
        ("\u202eevil", "evil"),
        ("日本語 é 👫", "日本語 é 👫"),
        ("half \ud83d pair", "half  pair"),
        ("Flagge 🇩🇪, 👩🏽\u200d💻", "Flagge DE, 👩💻"),
        ("braille\u2800blank", "braille blank"),
        (
            "Zal" + "g\u0300\u0301" * 2 + "o\u0302" * 50,
            "Zal" + "g\u0300\u0301" * 2 + "o\u0302" * 50,
        ),
        ("Zalgo" + "\u0302\u0489" * 50 + "!", "Zalgo\u0302\u0489\u0302\u0489!"),
        ("\u0301\u20e3no letter yet", "no letter yet"),
        ("ภาษาไทย हिन्दी tiếng Việt", "ภาษาไทย हिन्दी tiếng Việt"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.lists(anything | marks))
def test_clean_json_is_told_from_other(texts: list[str]) -> None:
    texts = [text.encode(errors="ignore").decode() for text in texts]
    # Inside of JSON a mark at the start of a text stands on the quotation mark.
    are_clean = all(clean(f"|{text}") == f"|{text}" for text in texts)
    if any("\\" in text for text in texts):
        assert are_clean or not is_clean_json(msgspec.json.encode(texts))
    else:
        assert is_clean_json(msgspec.json.encode(texts)) == are_clean


@pytest.mark.parametrize(
    ("packed", "answer"),
    [
        (rb'"a \"new\"\n\t\\"', True),
        (rb'"\\n\u0007"', False),
        (rb'"\u001b[2J"', False),
        (rb'"\\\u001b"', False),
        (rb'"\b"', False),
        ('"\x9b"'.encode(), False),
        (b'"\x7f"', False),
        (('"' + "e\u0301" * 9 + '"').encode(), True),
        (('"e' + "\u0301" * 9 + '"').encode(), False),
    ],
)
def test_what_json_is_clean(packed: bytes, answer: bool) -> None:
    assert is_clean_json(packed) == answer


@given(anything)
def test_json_for_scripts_says_the_same_without_what_steers(text: str) -> None:
    packed = json.dumps(text, ensure_ascii=False)
    assert json.loads(escape_unwanted(packed)) == text
    assert set(escape_unwanted(packed)).isdisjoint(set(forbidden) - set("\u2800\U0001f1e9\u2028"))
    assert escape_unwanted('"\x7f"') == '"\\u007f"'


def test_one_line() -> None:
    assert one_line("  a\n\n b\t c ") == "a b c"


def test_a_shortcode_becomes_the_emoji() -> None:
    description = recorded_package(1412).description
    assert emojize(description) == "👫 Multi-user accounts for Django projects"
    assert emojize(description, plain=True) == "couple Multi-user accounts for Django projects"


@pytest.mark.parametrize(
    "text",
    [
        "all the boring work for you :-)",
        "10:30:45",
        ":no_such_emoji:",
        "a: b :c",
        "::",
        "std::map::x",
    ],
)
def test_what_is_no_shortcode_stays(text: str) -> None:
    assert emojize(text) == text


@given(tricky)
def test_emoji_bring_nothing_that_needs_cleaning(text: str) -> None:
    shown = emojize(f":heart: {clean(text)} :man_technologist:")
    assert clean(shown) == shown


@given(tricky.map(clean), st.integers(0, 30))
def test_what_is_fitted_fills_exactly_its_cells(text: str, width: int) -> None:
    fitted = fit(text, width)
    assert cell_len(fitted) == width
    assert "\n" not in fitted
    assert "\t" not in fitted


@given(tricky.map(clean), st.integers(1, 30))
def test_what_was_cut_says_so(text: str, width: int) -> None:
    if cell_len(text) > width:
        assert fit(text, width).rstrip(" ").endswith("…")


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("django", 8, "django  "),
        ("django", 6, "django"),
        ("django-cron", 7, "django…"),
        ("django", 0, ""),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日… "),
        ("two\nlines", 9, "two lines"),
        ("e\u0301\u0301\u0301\u0301" * 9, 4, "e\u0301\u0301\u0301\u0301" * 3 + "…"),
    ],
)
def test_fitting(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Django", "django"), ("Djängo É", "django e"), ("STRASSE", "strasse"), ("straße", "strasse")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(anything)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_line_does_not_begin_with_a_mark() -> None:
    assert one_line(" \n\u0301 a\u0301") == "a\u0301"
    assert one_line("\u0301 \u0301 \u0301a") == "a"
    assert one_line("\n日本 ") == "日本"

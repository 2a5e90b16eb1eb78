"""Text from strangers: cleaned, shortened, compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tests.records import recorded_package

from pkgtui.text import clean, emojize, fit, fold, one_line

anything = st.text(st.characters(exclude_categories=()))
tricky = st.text(st.one_of(st.characters(), st.sampled_from("日本語👩💻🇩🇪e\u0301\u0308क्षि가\n\t ")))
# Every one of them either steers a terminal or hides from the reader.
forbidden = [
    *(chr(code) for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"),
    *"\xad\u034f\u061c\u115f\u1160\u17b4\u180e\u180f\u200b\u200d\u200e\u2028\u202e\u2060\u2066\u2069",
    *"\u3164\ufe0f\ufeff\uffa0\ufff9\U0001bca0\U0001d173\U000e0001\U000e0041\U000e0100\ud800\udfff",
]


@given(anything)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.one_of(st.sampled_from(forbidden), st.characters(exclude_categories=()))))
def test_nothing_unwanted_gets_past(text: str) -> None:
    assert set(clean(text)).isdisjoint(forbidden)


@given(anything)
def test_no_control_and_no_surrogate_gets_past(text: str) -> None:
    left = {char for char in clean(text) if unicodedata.category(char) in {"Cc", "Cs"}}
    assert left <= {"\n", "\t"}


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
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


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
        ("e" + "\u0301" * 500 + "nd of it", 4, "e" + "\u0301" * 19 + "…  "),
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

"""Signs that a terminal lacks: what stands for them is just as wide and can be drawn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pkgtui.plain import limited, locale_encoding
from pkgtui.text import clean

ENCODINGS = ["ascii", "iso8859-1", "cp437", "koi8-r"]


@given(st.text().map(clean), st.sampled_from(ENCODINGS))
def test_every_text_keeps_its_width_and_can_be_encoded(text: str, encoding: str) -> None:
    shown = limited(text, encoding)
    assert shown.encode(encoding).decode(encoding) == shown
    assert sum(map(cell_len, shown)) == sum(map(cell_len, text))
    assert limited(shown, encoding) == shown


@given(st.text(st.characters(max_codepoint=127)))
def test_what_can_be_drawn_is_left_alone(text: str) -> None:
    assert limited(text, "ascii") is text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("╭─┐│╰┘├━╸", "+-+|+++--"),
        ("▁▄█▐▌▔░", "__#||-#"),
        ("Café naïve", "Cafe naive"),
        ("“two” — ‘one’…", "\"two\" - 'one'~"),  # noqa: RUF001 - as they are typed
        ("→ ← ↑ ↓ ▲ ▼ ▸ ● ★", "> < ^ v ^ v > * *"),
        ("中文 x", "____ x"),
        ("e\N{COMBINING ACUTE ACCENT}", "e"),
    ],
)
def test_what_stands_for_it_looks_alike(text: str, shown: str) -> None:
    assert limited(text, "ascii") == shown


def test_what_the_encoding_has_stays() -> None:
    assert limited("Café ─│┌ ╭╮╯╰", "cp437") == "Café ─│┌ ┌┐┘└"
    assert limited("Café ─", "iso8859-1") == "Café -"


@pytest.mark.parametrize(
    ("environ", "encoding"),
    [
        ({}, None),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "en_GB.UTF-8"}, "utf-8"),
        ({"LANG": "POSIX", "LC_CTYPE": "C.UTF-8"}, "ascii"),
        ({"LANG": "de_DE.ISO-8859-1@euro"}, "iso8859-1"),
        ({"LANG": "de_DE"}, None),
        ({"LANG": "en_GB.nonsense"}, None),
        ({"LANG": "C.UTF-8", "LC_ALL": "C"}, "ascii"),
        ({"LANG": "C", "LC_CTYPE": "POSIX", "LC_ALL": ""}, "ascii"),
        ({"LC_ALL": "C", "PYTHONUTF8": "1"}, None),
        ({"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, None),
    ],
)
def test_the_locale_names_an_encoding(environ: dict[str, str], encoding: str | None) -> None:
    assert locale_encoding(environ) == encoding

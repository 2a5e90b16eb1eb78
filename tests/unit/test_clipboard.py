"""What is written so that a text reaches the clipboard, whatever lies between."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pkgtui.tui.clipboard import MOST, clipboard_sequence

PLAIN = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\a")
TMUX = re.compile(r"\x1bPtmux;(.*?)(?<!\x1b)\x1b\\", re.DOTALL)
SCREEN = re.compile(r"\x1bP(?!tmux;)(.*?)\x1b\\", re.DOTALL)
AT_HAND = {"TERM": "xterm-256color"}
IN_TMUX = {"TERM": "tmux-256color", "TMUX": "socket,1,0"}
IN_OLD_TMUX = IN_TMUX | {"TERM": "screen-256color"}
FROM_TMUX = {"TERM": "tmux-256color", "SSH_CONNECTION": "1"}
IN_SCREEN = {"TERM": "screen", "STY": "1.tty.host"}
FROM_EITHER = {"TERM": "screen-256color", "SSH_CONNECTION": "1"}
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=3_000).filter(
    lambda text: len(text.encode()) <= MOST
)


def terminal_takes(written: str) -> list[str]:
    return [b64decode(found).decode() for found in PLAIN.findall(written)]


def tmux_hands_on(written: str) -> str:
    """What tmux gives the terminal where `allow-passthrough` is on."""
    return "".join(TMUX.findall(written)).replace("\x1b\x1b", "\x1b")


def screen_hands_on(written: str) -> str:
    return "".join(SCREEN.findall(written))


@given(texts)
def test_a_terminal_at_hand_takes_it(text: str) -> None:
    written = clipboard_sequence(text, AT_HAND)
    assert written is not None
    assert terminal_takes(written) == [text]
    assert PLAIN.fullmatch(written)


@pytest.mark.parametrize("environ", [IN_TMUX, IN_OLD_TMUX, FROM_TMUX])
@given(text=texts)
def test_tmux_takes_it_or_hands_it_on(environ: dict[str, str], text: str) -> None:
    written = clipboard_sequence(text, environ)
    assert written is not None
    assert terminal_takes(TMUX.sub("", written)) == [text]
    assert terminal_takes(tmux_hands_on(written)) == [text]


@pytest.mark.parametrize("environ", [IN_SCREEN, IN_SCREEN | {"TMUX": "x"}])
@given(text=texts)
@example(text="https://forge.example/" + "x" * 2_000)
def test_screen_hands_it_on_in_parts_that_it_takes(environ: dict[str, str], text: str) -> None:
    written = clipboard_sequence(text, environ)
    assert written is not None
    assert terminal_takes(screen_hands_on(written)) == [text]
    assert SCREEN.sub("", written) == ""
    assert max(map(len, SCREEN.findall(written))) < 768
    assert "tmux;" not in written  # screen would print it


@given(text=texts)
@example(text="https://forge.example/" + "x" * 2_000)
def test_what_may_be_either_is_served_as_both(text: str) -> None:
    written = clipboard_sequence(text, FROM_EITHER)
    assert written is not None
    assert terminal_takes(screen_hands_on(written)) == [text]
    plain = SCREEN.sub("", written)
    assert terminal_takes(plain) == ([text] if plain else [])
    assert len(plain) < 768
    assert plain or len(text.encode()) > 360


@pytest.mark.parametrize("environ", [AT_HAND, IN_TMUX, IN_SCREEN, FROM_EITHER])
def test_what_is_too_long_is_not_sent(environ: dict[str, str]) -> None:
    assert clipboard_sequence("x" * MOST, environ) is not None
    assert clipboard_sequence("x" * (MOST + 1), environ) is None
    assert clipboard_sequence("é" * (MOST // 2 + 1), environ) is None

"""What the dashboard takes for a terminal at the end of a line."""

from __future__ import annotations

import pytest

from pkgtui.tui.browser import has_browser
from pkgtui.tui.remote import is_on_a_line, is_remote, terminal_name, textual_defaults

AT_HAND = "/dev/pts/1"
FROM_AFAR = [
    {"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"},
    {"SSH_CLIENT": "10.0.0.1 5 22"},
    {"SSH_TTY": "/dev/pts/1"},
]


@pytest.mark.parametrize("environ", FROM_AFAR)
def test_a_line_is_spared(environ: dict[str, str]) -> None:
    assert is_remote(environ)
    defaults = textual_defaults(environ, AT_HAND)
    assert defaults["TEXTUAL_ANIMATIONS"] == "none"
    assert defaults["TEXTUAL_SMOOTH_SCROLL"] == "0"
    assert int(defaults["TEXTUAL_FPS"]) < 60


@pytest.mark.parametrize(
    "terminal",
    ["/dev/ttyS0", "/dev/ttyUSB1", "/dev/ttyACM0", "/dev/ttyAMA0", "/dev/ttyu0", "/dev/tty.usb-1"],
)
def test_a_serial_line_is_spared_too(terminal: str) -> None:
    assert is_on_a_line({}, terminal)
    assert textual_defaults({}, terminal) == textual_defaults(FROM_AFAR[0], AT_HAND)


@pytest.mark.parametrize(
    "terminal", ["", "/dev/pts/0", "/dev/tty1", "/dev/ttys001", "/dev/ttyv0", "/dev/console"]
)
def test_a_window_or_a_console_is_no_serial_line(terminal: str) -> None:
    assert not is_on_a_line({}, terminal)
    assert is_on_a_line(FROM_AFAR[0], terminal)


def test_a_program_without_a_terminal_has_no_name_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", None)
    assert terminal_name() == ""


def test_in_tmux_only_what_it_keeps_up_to_date_counts() -> None:
    left_over = {"TMUX": "socket,1,0", "SSH_CLIENT": "10.0.0.1 5 22", "SSH_TTY": "/dev/pts/1"}
    assert not is_remote(left_over)
    assert is_remote(left_over | FROM_AFAR[0])


def test_a_terminal_at_hand_is_painted_sooner() -> None:
    assert not is_remote({"TERM": "xterm", "SSH_CONNECTION": "", "SSH_AUTH_SOCK": "agent"})
    assert textual_defaults({}, AT_HAND) == {"TEXTUAL_FPS": "240"}


@pytest.mark.parametrize("environ", FROM_AFAR)
@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_a_browser_far_away_is_none(environ: dict[str, str], platform: str) -> None:
    assert not has_browser(environ, platform)
    assert has_browser(environ | {"DISPLAY": "localhost:10.0"}, platform)


def test_a_browser_needs_a_display_except_where_there_always_is_one() -> None:
    assert [has_browser({}, name) for name in ("linux", "darwin", "win32")] == [False, True, True]
    assert has_browser({"WAYLAND_DISPLAY": "wayland-0"}, "linux")

"""What is different where the terminal is at the far end of a line."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

_SIGNS = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_FRESH_IN_TMUX = _SIGNS[:1]
"""tmux takes this one over from whoever attached last; the others are those of its own start."""
_SERIAL = (
    *("/dev/ttyS", "/dev/ttyUSB", "/dev/ttyACM", "/dev/ttyAMA", "/dev/ttyO", "/dev/ttymxc"),
    *("/dev/ttyu", "/dev/tty.", "/dev/cu."),
)
"""How the names of serial ports begin: on Linux, some of its boards, BSD and macOS."""
_ON_A_LINE = {
    "TEXTUAL_ANIMATIONS": "none",
    # What happens within a twentieth of a second travels as one update.
    "TEXTUAL_FPS": "20",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}
# Every paint waits for the next frame, and here frames cost nothing.
_AT_HAND = {"TEXTUAL_FPS": "240"}


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is connected by SSH, or by mosh, which SSH starts."""
    signs = _FRESH_IN_TMUX if environ.get("TMUX") else _SIGNS
    return any(environ.get(sign) for sign in signs)


def is_on_a_line(environ: Mapping[str, str], terminal: str) -> bool:
    """Whether what is sent to the `terminal`, a device, may take its time: by SSH or serial."""
    return is_remote(environ) or terminal.startswith(_SERIAL)


def terminal_name() -> str:
    """The device to which the program writes; empty when there is none with a name."""
    try:
        return os.ttyname(sys.stderr.fileno())
    except (AttributeError, OSError, ValueError):  # Windows has none, a program perhaps no stderr.
        return ""


def textual_defaults(environ: Mapping[str, str], terminal: str) -> Mapping[str, str]:
    """The variables that Textual should find if the person has not set them."""
    return _ON_A_LINE if is_on_a_line(environ, terminal) else _AT_HAND

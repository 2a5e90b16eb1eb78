"""What is different where the terminal is at the far end of a line."""

from __future__ import annotations

from collections.abc import Mapping

_SIGNS = ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")
_FRESH_IN_TMUX = _SIGNS[:1]
"""tmux takes this one over from whoever attached last; the others are those of its own start."""
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


def textual_defaults(environ: Mapping[str, str]) -> Mapping[str, str]:
    """The variables that Textual should find if the person has not set them."""
    return _ON_A_LINE if is_remote(environ) else _AT_HAND

"""What puts a text on the clipboard of the person's terminal: OSC 52, through what is between."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

MOST = 8_000
"""Bytes of text that terminals take without complaint; names and addresses are far shorter."""
_SCREEN_TAKES = 500
"""GNU screen prints what a sequence has beyond 768 bytes over the screen."""


def clipboard_sequence(text: str, environ: Mapping[str, str]) -> str | None:
    """Return what to write to the terminal; None when `text` is too long.

    Whether it arrives nobody can know: terminals do not answer, and may be told to refuse.
    """
    data = text.encode()
    if len(data) > MOST:
        return None
    plain = f"\x1b]52;c;{b64encode(data).decode()}\a"
    name = environ.get("TERM", "")
    if name.startswith("tmux") or (environ.get("TMUX") and not environ.get("STY")):
        # tmux takes the first form where `set-clipboard` is on, and hands the second to the
        # terminal where `allow-passthrough` is; what it does not take it drops.
        doubled = plain.replace("\x1b", "\x1b\x1b")
        return f"{plain}\x1bPtmux;{doubled}\x1b\\"
    if environ.get("STY") or name.startswith("screen"):
        wrapped = "".join(f"\x1bP{part}\x1b\\" for part in _parts(plain))
        # At the far end of a line this name may stand for a tmux, which takes the plain form;
        # screen drops it, if it is short.
        is_screen = environ.get("STY") or len(plain) > _SCREEN_TAKES
        return wrapped if is_screen else plain + wrapped
    return plain


def _parts(sequence: str) -> list[str]:
    starts = range(0, len(sequence), _SCREEN_TAKES)
    return [sequence[start : start + _SCREEN_TAKES] for start in starts]

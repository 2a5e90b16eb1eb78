"""Showing an address to a person: in a browser where there is one."""

from __future__ import annotations

import sys
from collections.abc import Mapping


def has_browser(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser started here would come up before the person's eyes.

    Over SSH without a forwarded display it would not, nor on a Unix machine without a display.
    """
    always_shown = platform in ("darwin", "win32") and not environ.get("SSH_CONNECTION")
    return always_shown or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_in_browser(url: str) -> bool:
    """Start the person's browser at `url`, known to be a web address; blocks for a moment."""
    import webbrowser  # noqa: PLC0415 - no start needs it

    try:
        return webbrowser.open(url)
    except webbrowser.Error:
        return False

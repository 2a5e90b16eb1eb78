"""Showing an address to a person: in a browser where there is one."""

from __future__ import annotations

import sys
from collections.abc import Mapping

from pkgtui.tui.remote import is_remote

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"
_PATIENCE = 20.0
"""Seconds after which a browser that was started counts as none."""


def has_browser(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser started here would come up before the person's eyes.

    Over SSH without a forwarded display it would not, nor on a Unix machine without a display.
    """
    always_shown = platform in ("darwin", "win32") and not is_remote(environ)
    return always_shown or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_in_browser(url: str) -> bool:
    """Start the person's browser at `url`, known to be a web address; blocks for some seconds.

    It is started away from this terminal: what it prints would lie over the screen, and a
    browser in text would take it over.
    """
    import subprocess  # noqa: PLC0415 - no start needs it

    nothing = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            [sys.executable, "-c", _OPEN, url],
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            start_new_session=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

"""What can be told of the machine and its terminal, from the environment alone."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version

from pkgtui import __version__, plain
from pkgtui.privacy import plain_word
from pkgtui.tui.clipboard import clipboard_sequence
from pkgtui.tui.remote import is_remote

Row = tuple[str, str]
"""What is told, and its value."""

_LIBRARIES = ("textual", "rich", "httpx", "diskcache", "msgspec", "click")
_LOCALES = ("LC_ALL", "LC_CTYPE", "LANG")
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")
_CHOICES = ("NO_COLOR", "FORCE_COLOR", "TEXTUAL_FPS", "TEXTUAL_ANIMATIONS", "PYTHONUTF8", "BROWSER")
_DEPTHS = {"truecolor": "16 million", "256": "256", "standard": "16", "windows": "16"}


def versions() -> Iterator[Row]:
    """Tell what runs, and on what."""
    yield "pkgtui", __version__
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})"
    for name in _LIBRARIES:
        yield name, _version(name)
    yield "platform", f"{platform.system()} {platform.release()}, {platform.machine()}"


def terminal(environ: Mapping[str, str]) -> Iterator[Row]:
    """Tell what the terminal says of itself, and how it will be used."""
    yield "TERM", plain_word(environ.get("TERM"))
    yield "COLORTERM", plain_word(environ.get("COLORTERM"))
    yield "size", _size()
    yield "colours", _colours(environ)
    yield "characters", _characters(environ)
    yield "in between", ", ".join(_between(environ)) or "nothing"
    yield "clipboard", _clipboard(environ)
    named = next((name for name in _LOCALES if environ.get(name)), None)
    yield "locale", "not set" if named is None else f"{plain_word(environ[named])} ({named})"
    yield "also set", ", ".join(_also_set(environ)) or "nothing that matters"


def _version(name: str) -> str:
    try:
        return plain_word(version(name))
    except PackageNotFoundError:
        return "not installed"


def _size() -> str:
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        try:
            columns, rows = os.get_terminal_size(stream.fileno() if stream else -1)
        except (OSError, ValueError):
            continue
        return f"{columns} x {rows}"
    return "no terminal"


def _colours(environ: Mapping[str, str]) -> str:
    from rich.console import Console  # noqa: PLC0415 - nothing else here needs it

    console = Console(force_terminal=True)
    if environ.get("NO_COLOR"):
        return "none (NO_COLOR)"
    return _DEPTHS.get(console.color_system or "", "none")


def _characters(environ: Mapping[str, str]) -> str:
    found = plain.repertoire(environ) or plain.locale_encoding(environ) or "utf-8"
    return found.upper() if found.startswith("utf") else f"{found}, signs in ASCII"


def _between(environ: Mapping[str, str]) -> Iterator[str]:
    if environ.get("TMUX"):
        yield "tmux"
    if environ.get("STY"):
        yield "screen"
    if is_remote(environ):
        yield "SSH"


def _clipboard(environ: Mapping[str, str]) -> str:
    sequence = clipboard_sequence("x", environ) or ""
    if "\x1bPtmux;" in sequence:
        return "OSC 52, if tmux has set-clipboard or allow-passthrough on"
    if "\x1bP" in sequence:
        return "OSC 52 through GNU screen"
    return "OSC 52: the terminal decides whether it takes it"


def _also_set(environ: Mapping[str, str]) -> list[str]:
    """Name what changes how we run; never what it is set to."""
    names = {name for name in (*_PROXIES, *_CHOICES) if environ.get(name)}
    names |= {name for name in _PROXIES if environ.get(name.lower())}
    return sorted(names)

"""What a page that is shown to strangers must not tell: who and where a person is."""

from __future__ import annotations

import getpass
import os
import platform
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from pkgtui.text import clean, one_line

_LOGIN = re.compile(r"(?<=://)[^\s/@]*(?::[^\s/@]*)?@")
_SERVER = re.compile(r"^(?:\w+://)?(?:[^\s/@]*@)?(?P<host>[\w.-]+)")
_QUERY = re.compile(r"(?<=[^\s])[?#][^\s]*")
_PLAIN = re.compile(r"[A-Za-z0-9._:@+-]{1,40}")
_PROXIES = frozenset({"http_proxy", "https_proxy", "all_proxy"})
_DOMAIN = r"(?:\.[\w-]+)*"
_HIDDEN = "(hidden)"


class Private(msgspec.Struct, frozen=True):
    """What is known of the person and the machine, to be left out.

    Attributes:
        home: The person's folder; empty when there is none.
        user: Their name at this machine; likewise.
        host: The machine's own name; likewise.
        proxies: The names of the servers that lead to the network.
    """

    home: str = ""
    user: str = ""
    host: str = ""
    proxies: tuple[str, ...] = ()

    def shown(self, text: object) -> str:
        """Return one line of `text` without them, and without logins and queries of addresses.

        The home becomes ``~``, the names ``<user>`` and ``<host>`` wherever they are words.
        """
        line = _QUERY.sub("", _LOGIN.sub("", one_line(clean(str(text)))))
        if len(self.home.rstrip("/")) > 1:
            line = re.sub(rf"{re.escape(self.home.rstrip('/'))}(?![\w.-])", "~", line)
        hidden = [(self.user, "<user>", ""), (self.host, "<host>", _DOMAIN)]
        hidden += [(proxy, "<proxy>", r"(?::\d+)?") for proxy in self.proxies]
        for name, instead, more in hidden:
            if name:
                word = rf"(?<!\w){re.escape(name)}{more}(?!\w)"
                line = re.sub(word, instead, line, flags=re.IGNORECASE)
        return line


def private(environ: Mapping[str, str]) -> Private:
    """Find out who the person is and what the machine is called."""
    home = environ.get("HOME") or environ.get("USERPROFILE") or str(Path("~").expanduser())
    # The long form of a name has the short one in it.
    named = (environ.get(name, "") for name in environ if name.lower() in _PROXIES)
    proxies = {found["host"] for value in named if (found := _SERVER.search(value))}
    return Private(home, _user(), platform.node().partition(".")[0], tuple(sorted(proxies)))


def plain_word(text: str | None) -> str:
    """Return `text` if it is a short word as names of terminals and locales are; or not at all."""
    if not text:
        return "not set"
    return text if _PLAIN.fullmatch(text) else _HIDDEN


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # nobody known to the system
        return os.environ.get("USER", "")

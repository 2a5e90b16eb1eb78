"""Where a package or grid can be read about, and which addresses may be opened at all."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from pkgtui.models.entries import LONGEST_LINK, Grid, Package
from pkgtui.models.own_grids import is_own
from pkgtui.text import clean, one_line

# What RFC 3986 lets no address hold; browsers read some of it as something else.
_FOREIGN = re.compile(r'[\s"<>\\^`{|}]')
_HOST_NAME = re.compile(r"[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?\.?")
_NUMBER = re.compile(r"(\d+|0x[0-9a-f]*)\.?\Z")
_INSTALLABLE = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?")


class Link(NamedTuple):
    """An address with what is found there."""

    label: str
    url: str

    @property
    def shown(self) -> str:
        """The address; with the host as browsers ask for it where its letters could deceive."""
        parts = _split(self.url)
        host = parts and parts.hostname
        if not host or host.isascii():
            return self.url
        return f"{self.url} (host {_true_host(host) or 'not valid'})"


def package_links(package: Package, site_url: str) -> list[Link]:
    """The links of `package`, the repository first, the directory's own page last."""
    found = [
        Link("Repository", package.repo_url or ""),
        Link("Documentation", package.documentation_url or ""),
        Link("Package index", package.pypi_url or ""),
        Link("Django Packages", f"{site_url}/packages/p/{quote(package.slug, safe='')}/"),
    ]
    return [Link(label, one_line(url)) for label, url in found if url]


def grid_links(grid: Grid, site_url: str) -> list[Link]:
    """The links of `grid`: the directory's page of it; the person's own have none."""
    if is_own(grid):
        return []
    return [Link("Django Packages", f"{site_url}/grids/g/{quote(grid.slug, safe='')}/")]


def index_name(package: Package) -> str | None:
    """The name of `package` on the package index: from its index link, which may be a bare name.

    ``.../project/NAME/``, ``.../pypi/NAME`` and ``NAME`` all give ``NAME``; None without any, and
    for what is no name.
    """
    name = _last_step(package.pypi_url)
    return name if _INSTALLABLE.fullmatch(name) else None


def install_name(package: Package) -> str:
    """The name to install `package` by: that on the package index, or else the slug.

    So it is for what is no name, too: it could be a command in the shell that it is pasted into.
    """
    return index_name(package) or package.slug


def repository_name(package: Package) -> str | None:
    """What the repository of `package` is called: the end of its address; None without any."""
    return _last_step(package.repo_url).removesuffix(".git") or None


def why_not_openable(url: str) -> str | None:
    """Say why `url` must not be handed to a browser; None when it may be.

    Only http and https may, with a host that is the one a person reads there.
    """
    if len(url) >= LONGEST_LINK:  # as long as what was cut, and would lead elsewhere
        return "it is too long"
    if url != clean(url) or _FOREIGN.search(url):
        return "it holds signs that no web address has"
    parts = _split(url)
    return "it is not a valid address" if parts is None else _why_not(parts)


def _why_not(parts: SplitResult) -> str | None:
    if parts.scheme not in ("http", "https"):
        return "it is not a web address"
    host = parts.hostname
    if not host:
        return "it names no host"
    if _true_host(host) is None:
        return "its host is not a valid name"
    if "@" in parts.netloc:
        return f"it leads to {host}, and pretends another name before it"
    if not parts.netloc.lower().startswith((host, f"[{host}]")):
        return "its host is not a valid name"  # what stands before an IPv6 address is passed over
    return None


def _last_step(url: str | None) -> str:
    parts = _split(url or "")
    steps = [step for step in parts.path.split("/") if step] if parts else []
    return unquote(steps[-1]) if steps else ""


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        valid = parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is none
        return None
    return parts if valid else None


def _true_host(host: str) -> str | None:
    """The ASCII name that browsers look `host` up by; None when it has none."""
    if ":" in host:
        return host  # an IPv6 address, which the split has checked
    try:
        name = host.encode("idna").decode().lower()
        if _NUMBER.search(name):
            IPv4Address(name.removesuffix("."))  # browsers read other numbers as one, too
    except ValueError:
        return None
    return name if _HOST_NAME.fullmatch(name) else None

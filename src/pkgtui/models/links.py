"""Where a package or grid can be read about, and which addresses may be opened at all."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

from pkgtui.models.entries import Grid, Package
from pkgtui.text import clean, one_line


class Link(NamedTuple):
    """An address with what is found there."""

    label: str
    url: str


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
    """The links of `grid`: the directory's page of it."""
    return [Link("Django Packages", f"{site_url}/grids/g/{quote(grid.slug, safe='')}/")]


def install_name(package: Package) -> str:
    """The name to install `package` by: from its index link, which may be a bare name.

    ``.../project/NAME/``, ``.../pypi/NAME`` and ``NAME`` all give ``NAME``; without any the slug.
    """
    steps = [step for step in urlsplit(package.pypi_url or "").path.split("/") if step]
    # What percent signs hide has not been cleaned yet.
    return one_line(clean(unquote(steps[-1]))) if steps else package.slug


def why_not_openable(url: str) -> str | None:
    """Say why `url` must not be handed to a browser; None when it may be.

    Only http and https with a host may.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return "it is not a valid address"
    if parts.scheme not in ("http", "https"):
        return "it is not a web address"
    return None if host else "it names no host"

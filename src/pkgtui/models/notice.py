"""What the site's page of a package warns of, and who took its place."""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Address, Name, Package
from pkgtui.models.links import install_name

_OWN_PAGE = re.compile(r"/packages/p/([^/]+)/?\Z")


class Notice(msgspec.Struct, frozen=True):
    """The warning on the page of a package; one that says nothing is the default.

    Attributes:
        deprecated: Whether the package was deprecated.
        archived: Whether its repository was archived.
        replacement: What the site calls the package that replaced it; empty when it names none.
        link: Where the site links to for it; may be no address at all.
    """

    deprecated: bool = False
    archived: bool = False
    replacement: Name = ""
    link: Address = ""


def replacement(catalog: Catalog, package: Package, notice: Notice) -> Package | None:
    """The package of `catalog` that `notice` names in the place of `package`; None for none.

    The site names a replacement as the package index does, where ``-``, ``_`` and ``.`` are one
    and case is none. Of several that are installed by that name one that is active counts.
    """
    own_page = _OWN_PAGE.search(_path(notice.link))
    if own_page and (row := catalog.row_by_slug.get(unquote(own_page[1]))) is not None:
        found = [catalog.packages[row]]
    else:
        name = _canonical(notice.replacement)
        found = [one for one in catalog.packages if name and _is_called(one, name)]
    found = [one for one in found if one.id != package.id]
    return min(found, key=lambda one: bool(catalog.is_archived(one)), default=None)


def _is_called(package: Package, name: str) -> bool:
    # To take the name out of an address takes longer than to see that it is not there.
    written = _canonical(f"{package.pypi_url} {package.slug}")
    return name in written and name in (_canonical(install_name(package)), _canonical(package.slug))


def _canonical(name: str) -> str:
    """Return `name` as package indexes compare names (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _path(link: str) -> str:
    try:
        return urlsplit(link).path
    except ValueError:
        return ""

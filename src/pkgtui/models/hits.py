"""What the site's own search answers."""

from __future__ import annotations

from typing import Literal

import msgspec

from pkgtui.models.entries import Name, Text


class SearchHit(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One package or grid that the site's search found.

    Attributes:
        item_type: What was found; together with `slug` it names the entry.
        weight: The site's own health figure, 0 to 100.
        score: How well the words match, in the site's own unit.
        usage: How many people said on the site that they use it.
        pypi_downloads: Downloads as the site counts them; 0 when it does not know.
    """

    item_type: Literal["package", "grid"]
    slug: Name
    title: Name
    description: Text
    weight: int | None
    score: int | None
    usage: int | None
    pypi_downloads: int | None

    @property
    def downloads(self) -> int | None:
        """Downloads of the package, None when unknown."""
        return self.pypi_downloads or None

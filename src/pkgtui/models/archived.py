"""Which packages the site no longer counts as active."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from pkgtui.models.entries import Package

_LEAST_COVERED = 0.5
_SITEMAP_AGE = timedelta(hours=12)


def archived_ids(
    packages: Sequence[Package], active_slugs: Collection[str]
) -> frozenset[int] | None:
    """Return the ids of packages that the sitemap of active ones leaves out.

    The site keeps its sitemap for 12 hours, so that a package created since then, or after the
    newest look at any package, is not in it although it is active. A sitemap that names under
    half of the packages says nothing: then None.
    """
    missing = [package for package in packages if package.slug not in active_slugs]
    if len(packages) - len(missing) < len(packages) * _LEAST_COVERED:
        return None
    looks = [package.last_fetched for package in packages if package.last_fetched]
    known_since = max(looks) - _SITEMAP_AGE if looks else None
    return frozenset(
        package.id
        for package in missing
        if not (package.created and known_since and package.created > known_since)
    )

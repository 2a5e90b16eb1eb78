"""Whether a new catalog may replace the one at hand: each rule says why not, or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from pkgtui.models.catalog import Catalog, Generation
from pkgtui.phrases import ago, count

_LEAST_SHARE = 0.8
_CLOCKS_APART = timedelta(days=1)


def shrunk(before: Catalog | None, after: Catalog) -> str | None:
    """Say of what `after` lists suspiciously less than `before`, the whole catalog at hand."""
    if before is None or before.generation.sample or not before.generation.complete:
        return None
    if before.generation.site_url != after.generation.site_url:
        return None
    for name, old, new, least in (
        ("packages", len(before.packages), len(after.packages), _LEAST_SHARE),
        ("grids", len(before.grids), len(after.grids), _LEAST_SHARE),
        ("categories", len(before.categories), len(after.categories), 0.0),
    ):
        if new < old * least or new == 0 < old:
            return f"The site now lists {count(new)} {name} where it listed {count(old)}"
    return None


def foreign(generation: Generation, site_url: str, now: datetime) -> str | None:
    """Say why a snapshot of this `generation` can never stand for the site of `site_url`."""
    if generation.sample:
        return "It is the built-in sample, which is invented"
    if not generation.complete:
        return "It holds only a part of a directory"
    if generation.site_url != site_url:
        meant = "--site-url names the site that is meant"
        return f"It mirrors {generation.site_url}, not {site_url}; {meant}"
    if generation.synced_at - now > _CLOCKS_APART:
        return f"It is dated {generation.synced_at:%Y-%m-%d}, which is yet to come"
    return None


def older(before: Generation, after: Generation, now: datetime) -> str | None:
    """Say that `after` would take the place of something newer."""
    if after.synced_at >= before.synced_at:
        return None
    ages = ago(after.synced_at, now), ago(before.synced_at, now)
    return f"The snapshot of {ages[0]} is older than the catalog of {ages[1]} that is cached"

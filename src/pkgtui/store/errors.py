"""What can go wrong with the catalog on disk, each told in one sentence for people."""

from __future__ import annotations


class StoreError(Exception):
    """The catalog on disk cannot be used; its text is a sentence without a full stop."""


class StoreLocked(StoreError):  # noqa: N818 - reads as what happened
    """Another program holds the database and did not let go in time."""


class TurnTaken(StoreError):  # noqa: N818 - reads as what happened
    """Another program has begun to refresh the catalog, and neither goes on nor ends."""


class StoreUnusable(StoreError):  # noqa: N818 - reads as what happened
    """The place itself fails: missing rights, a full disk, a file where a folder should be."""


class DamagedCatalog(StoreError):  # noqa: N818 - reads as what happened
    """The data is not what was written."""


class OtherSchema(DamagedCatalog):
    """The data is sound, but another pkgtui wrote it in a form that this one does not know."""


class SnapshotRefused(StoreError):  # noqa: N818 - reads as what happened
    """A snapshot that is sound and not to be taken here, or not to be written there."""


class NoSnapshot(StoreError):  # noqa: N818 - reads as what happened
    """There is no snapshot where one is looked for."""

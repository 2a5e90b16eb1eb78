"""Where a catalog was downloaded from, and what to name to be sent it only when it is another."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """The snapshot that a catalog came from.

    Attributes:
        url: Its address.
        etag: The server's own name for this state of it, None when it gave none.
        modified: The server's date of it, as it was sent; likewise.
        asked_at: When the server last answered, be it that there was nothing new; aware.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    asked_at: datetime

"""What the C library does with memory that is free again."""

from __future__ import annotations

import sys
from functools import cache

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_BYTES = 128 * 1024


@cache
def give_back_what_is_free() -> None:
    """Have freed memory returned to the system, once for the process however often it is asked.

    glibc does so until a large piece was freed. Then it raises both thresholds (`man mallopt`), for
    good, and each of the heaps that threads have may keep megabytes that nothing is in. Set, they
    stay as they are. Elsewhere nothing happens.
    """
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # noqa: PLC0415 - 6 ms that no start should wait for

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for name in (_TRIM_THRESHOLD, _MMAP_THRESHOLD):
            mallopt(name, _BYTES)

"""A file replaced whole or not at all, whatever ends the program or the machine."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def replace_file(
    target: Path, content: bytes, beside: Path, opener: Callable[[str, int], int]
) -> None:
    """Write `content` to `beside`, in the same folder, and give that the name of `target`.

    Args:
        target: Need not exist.
        content: All of it.
        beside: Where it stands until it is whole; removed when it cannot be.
        opener: Opens `beside`, and decides on its rights.

    Raises:
        OSError: It cannot be written; `target` is as it was.
    """
    try:
        with open(beside, "wb", opener=opener) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except BaseException:
        # Whatever stopped it goes on its way; only half a file must not stay behind.
        with suppress(OSError):
            beside.unlink()
        raise
    _settle(target.parent)


def _settle(folder: Path) -> None:
    """Have the new name outlive a loss of power, where folders can be asked for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

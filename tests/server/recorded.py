"""The answers recorded from the site's own software, read as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "recordings"
THE_FIVE = (5924, 2948, 3324, 1776, 1412)
"""Ids of the real packages among the recordings."""


@dataclass(frozen=True)
class Recording:
    """One question to the site and its answer."""

    name: str
    method: str
    path: str
    request_headers: dict[str, str]
    status: int
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        """Return the body decoded from JSON."""
        return json.loads(self.body)


@cache
def recording(name: str) -> Recording:
    """Return the recording in ``tests/recordings/NAME.json``."""
    kept = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    request = kept["request"]
    return Recording(
        name=name,
        method=request["method"],
        path=request["path"],
        request_headers=request["headers"],
        status=kept["status"],
        headers=kept["headers"],
        body=kept["body"],
    )


def recording_names() -> list[str]:
    """Return the names of all recordings, sorted."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))

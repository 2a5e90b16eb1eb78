"""Which package an address or a path stands for, as far as it says so itself."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from packaging.utils import (
    InvalidName,
    InvalidSdistFilename,
    InvalidWheelFilename,
    NormalizedName,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)

_ADDRESS = re.compile(r"(?:[a-z]+\+)?[a-z]+:", re.IGNORECASE)
_PATH = re.compile(r"[^\s@;\[]*[\\/]|\.{1,2}(?:\[|$)")
_FILE = re.compile(r"[^\s@]+\.(?:whl|zip|tar\.gz)")
_EGG = re.compile(r"(?:^|&)egg=([^&\[]+)")
_VCS = re.compile(r"(?:git|hg|svn|bzr)\+")
_WHEEL, _SDISTS = ".whl", (".zip", ".tar.gz")


class Named(NamedTuple):
    """What an address says of the package behind it; the version None where it says none."""

    name: NormalizedName
    version: str | None = None


def is_place(text: str) -> bool:
    """Whether `text` says where something lies, and not what it is called."""
    return bool(_ADDRESS.match(text) or _PATH.match(text) or _FILE.fullmatch(text))


def named_by(place: str) -> Named | None:
    """Return what `place` names: by its ``egg``, its file, or its repository; None for others."""
    try:
        parts = urlsplit(place)
        last = unquote(parts.path.replace("\\", "/").rstrip("/").rpartition("/")[2])
        if egg := _EGG.search(parts.fragment):
            return Named(canonicalize_name(unquote(egg[1]).strip(), validate=True))
        if last.endswith(_WHEEL):
            name, version, *_ = parse_wheel_filename(last)
            return Named(name, str(version))
        if last.endswith(_SDISTS):
            name, version = parse_sdist_filename(last)
            return Named(name, str(version))
        if _VCS.match(place):
            # What follows an @ is the branch or the commit.
            repository = last.partition("@")[0].removesuffix(".git")
            return Named(canonicalize_name(repository, validate=True))
    except (InvalidName, InvalidSdistFilename, InvalidWheelFilename, ValueError):
        pass  # A broken address, or one of something that has no such name.
    return None

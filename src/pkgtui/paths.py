"""Where things live: the person's places by the platform's custom, our own beside the code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

_NAME = "pkgtui"
_OTHER_RULES = frozenset({"darwin", "win32"})
_PACKAGE = Path(__file__).parent


def cache_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder for what can be fetched again; it need not exist."""
    return _place("cache", ".cache", environ)


def config_file(environ: Mapping[str, str]) -> Path:
    """Return where ``config.toml`` is looked for; it need not exist."""
    return _place("config", ".config", environ) / "config.toml"


def data_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder for what the person made and nobody can fetch again."""
    return _place("data", ".local/share", environ)


def state_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder for what tells how the program fared; it need not exist."""
    return _place("state", ".local/state", environ)


def system_catalog() -> Path | None:
    """Return where all users of this machine share a catalog, None where there is no custom."""
    return Path("/var/lib/pkgtui/catalog.pkgtui") if os.name == "posix" else None


def make_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for this person alone whatever the umask."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(0o700, exist_ok=True)
        place.chmod(0o700)


def styles_dir() -> Path:
    """Return the folder of the stylesheets: packed in a wheel, at the top of a checkout."""
    packed = _PACKAGE / "styles"
    return packed if packed.is_dir() else _PACKAGE.parents[1] / "styles"


def sheet(name: str) -> Path:
    """Return the stylesheet of this name: ``app`` is shared, the others are named like a module."""
    return styles_dir() / f"{name}.tcss"


def sample_file() -> Path:
    """Return the built-in sample catalog, in the form that `pkgtui.store.codec` reads."""
    return _PACKAGE / "data" / "sample.pkgtui"


def sample_changes_file() -> Path:
    """Return what the walks before the sample found, in the form of `pkgtui.store.history`."""
    return _PACKAGE / "data" / "sample-changes.pkgtui"


def _place(kind: str, below_home: str, environ: Mapping[str, str]) -> Path:
    asked = environ.get(f"XDG_{kind.upper()}_HOME", "")
    if Path(asked).is_absolute():
        return Path(asked, _NAME)
    if sys.platform not in _OTHER_RULES:
        # The XDG rules ignore a relative path, which older platformdirs hand through; and to
        # import platformdirs takes a command as long as to read the catalog's header.
        return Path.home() / below_home / _NAME
    from platformdirs import PlatformDirs  # noqa: PLC0415 - only where there are other rules

    return Path(getattr(PlatformDirs(_NAME, appauthor=False), f"user_{kind}_dir"))

"""What a person has chosen: by option, by environment, in the configuration file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pkgtui import paths
from pkgtui.text import clean

DEFAULT_SITE = "https://djangopackages.org"


class SettingsError(Exception):
    """A choice that cannot be followed; ``str(error)`` names it and its place."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Every choice, made or left to its default.

    Attributes:
        site_url: The directory to mirror, without a slash at its end; the API lies under
            ``/api/v4/`` of it.
        cache_dir: The folder for the mirrors of all sites.
        offline: Whether the network is never touched.
        fresh_hours: Hours for which a catalog is shown without asking again.
        theme: The dashboard's theme; empty for its default.
        keys: Keys by the id of their binding, such as ``{"search": "/"}``.
        config_file: The file that was read, None when there is none.
    """

    site_url: str = DEFAULT_SITE
    cache_dir: Path
    offline: bool = False
    fresh_hours: float = 24.0
    theme: str = ""
    keys: dict[str, str] = {}
    config_file: Path | None = None

    @property
    def site_cache(self) -> Path:
        """The folder for the mirror of this site, named for people by its host."""
        name = re.sub(r"[^a-z0-9.]+", "-", urlsplit(self.site_url).netloc).strip("-.")
        return self.cache_dir / f"{name}-{sha256(self.site_url.encode()).hexdigest()[:8]}"


_KINDS: Mapping[str, tuple[object, str]] = {
    "site_url": (str, "text"),
    "cache_dir": (str, "text"),
    "offline": (bool, "true or false"),
    "fresh_hours": (float, "a number"),
    "theme": (str, "text"),
    "keys": (dict[str, str], "a table of texts"),
}
_MOST_HOURS = 1_000_000
_IN_ENVIRONMENT = ("site_url", "cache_dir", "offline", "fresh_hours", "theme")


def load_settings(flags: Mapping[str, object], environ: Mapping[str, str]) -> Settings:
    """Return the settings: options before ``PKGTUI_*`` before the file before defaults.

    Args:
        flags: Options by name (``site_url``, ``cache_dir``, ``offline``, ``config``); None for
            one that was not given.
        environ: The environment; an empty variable counts as unset.

    Raises:
        SettingsError: A value is of the wrong kind, a key is not known, or the file cannot
            be read.
    """
    given = {key: value for key, value in flags.items() if value is not None}
    named = given.pop("config", None) or environ.get("PKGTUI_CONFIG")
    file = Path(str(named)) if named else paths.config_file(environ)
    table = _read(file, must_exist=bool(named))

    chosen: dict[str, Any] = {"cache_dir": paths.cache_dir(environ)}
    for key, value in (table or {}).items():
        chosen[key] = _checked(key, value, f"{file}: {key}")
    if "cache_dir" in (table or {}):
        chosen["cache_dir"] = file.parent / chosen["cache_dir"]
    for key in _IN_ENVIRONMENT:
        name = f"PKGTUI_{key.upper()}"
        if value := environ.get(name):
            chosen[key] = _checked(key, value, name, strict=False)
    for key, value in given.items():
        chosen[key] = _checked(key, value, f"--{key.replace('_', '-')}")

    chosen["cache_dir"] = Path(chosen["cache_dir"]).absolute()
    return Settings(**chosen, config_file=None if table is None else file)


def _read(file: Path, *, must_exist: bool) -> Mapping[str, object] | None:
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if not must_exist:
            return None
        raise SettingsError(f"{file}: there is no such configuration file") from error
    except OSError as error:
        raise SettingsError(f"{file}: it cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file}: it is not valid TOML: {error}") from error
    import tomllib  # noqa: PLC0415 - most people have no file

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: it is not valid TOML: {error}") from error


def _checked(key: str, value: Any, place: str, *, strict: bool = True) -> object:
    if key not in _KINDS:
        raise SettingsError(f"{place} is not a setting; there are {_listed(_KINDS)}")
    kind, words = _KINDS[key]
    try:
        value = msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{place} must be {words}") from error
    if key == "site_url":
        return _site(value, place)
    if key == "cache_dir" and (not value or "\0" in value):
        raise SettingsError(f"{place} must name a folder")
    if key == "keys" and any(clean(keys) != keys for keys in value.values()):
        raise SettingsError(f"{place} must be names of keys")
    if key == "fresh_hours" and not 0 <= float(value) <= _MOST_HOURS:
        raise SettingsError(f"{place} must be a number of hours from 0 to {_MOST_HOURS:,}")
    return value


def _site(address: str, place: str) -> str:
    # A name and a password would be shown with every figure; a query has no place in the paths.
    if clean(address) != address or re.search(r"[\s?#@\\]", address) or not _has_host(address):
        raise SettingsError(f"{place} must be an address such as {DEFAULT_SITE}")
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path.rstrip("/")).geturl()


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is none
        return False


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"

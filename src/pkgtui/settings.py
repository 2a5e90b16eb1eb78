"""What a person has chosen: by option, by environment, in the configuration file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import msgspec

from pkgtui import paths
from pkgtui.config_file import ConfigFile, UnreadableError, read_config
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
        sync_from: The address of a snapshot that every sync takes in place of walking the site;
            empty for none.
        system_catalog: The snapshot that all users of the machine share; None for none. It need
            not exist.
        fresh_hours: Hours for which a catalog is shown without asking again.
        theme: The dashboard's theme; empty for its default.
        keys: Keys by the id of their binding, such as ``{"search": "/"}``.
        config_file: The file that was read, None when there is none.
    """

    site_url: str = DEFAULT_SITE
    cache_dir: Path
    offline: bool = False
    sync_from: str = ""
    system_catalog: Path | None = None
    fresh_hours: float = 24.0
    theme: str = ""
    keys: dict[str, str] = {}
    config_file: Path | None = None

    @property
    def site_cache(self) -> Path:
        """The folder for the mirror of this site, named for people by its host."""
        name = re.sub(r"[^a-z0-9.]+", "-", urlsplit(self.site_url).netloc).strip("-.")
        return self.cache_dir / f"{name}-{crc32(self.site_url.encode()):08x}"

    @property
    def asks_site(self) -> bool:
        """Whether the site itself is asked for what nobody has told to ask it."""
        return not self.offline and not self.sync_from

    @property
    def source(self) -> str:
        """The name of the server that syncs come from, with its port if it has one of its own."""
        return urlsplit(self.sync_from or self.site_url).netloc


_KINDS: Mapping[str, tuple[object, str]] = {
    "site_url": (str, "text"),
    "cache_dir": (str, "text"),
    "offline": (bool, "true or false"),
    "sync_from": (str, "text"),
    "system_catalog": (str, "text"),
    "fresh_hours": (float, "a number"),
    "theme": (str, "text"),
    "keys": (dict[str, object], "a table of texts"),
}
_MOST_HOURS = 1_000_000
_FILES = ("cache_dir", "system_catalog")
_IN_ENVIRONMENT = tuple(name for name in _KINDS if name != "keys")
_DEFAULT = "default"


class _Offer(msgspec.Struct, frozen=True):
    """A value for a setting as it was given, and by what: an option, a variable or a file."""

    key: str
    value: object
    source: str | ConfigFile

    @property
    def place(self) -> str:
        """Where it was given."""
        return self.source if isinstance(self.source, str) else self.source.place(self.key)

    def wrong(self, words: str, *below: str) -> SettingsError:
        """Return what to say of a value, or of one below it, that cannot be followed."""
        if isinstance(self.source, str):
            return SettingsError(f"{self.place} {words}")
        name = ".".join((self.key, *(f'"{name}"' for name in below)))
        return SettingsError(f"{self.source.place(self.key, *below)}: {name} {words}")


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
    file = read_chosen_file(flags, environ)
    chosen: dict[str, Any] = {
        "cache_dir": paths.cache_dir(environ),
        "system_catalog": paths.system_catalog(),
    }
    for offer in _offers(flags, environ, file):
        chosen[offer.key] = _checked(offer)
        if offer.key in _FILES and isinstance(offer.source, ConfigFile):
            chosen[offer.key] = offer.source.path.parent / chosen[offer.key]
    for key in _FILES:
        if chosen[key] is not None:
            chosen[key] = Path(chosen[key]).absolute()
    return Settings(**chosen, config_file=None if file is None else file.path)


def read_chosen_file(flags: Mapping[str, object], environ: Mapping[str, str]) -> ConfigFile | None:
    """Return the configuration file that is followed; None when there is none.

    Raises:
        SettingsError: It cannot be read, or was named and is not there.
    """
    path, is_named = chosen_path(flags, environ)
    try:
        return read_config(path)
    except FileNotFoundError as error:
        if not is_named:
            return None
        raise SettingsError(f"{path}: there is no such configuration file") from error
    except UnreadableError as error:
        raise SettingsError(error) from error


def chosen_path(flags: Mapping[str, object], environ: Mapping[str, str]) -> tuple[Path, bool]:
    """Return where the configuration file is looked for, and whether the person named it."""
    named = flags.get("config") or environ.get("PKGTUI_CONFIG")
    return (Path(str(named)), True) if named else (paths.config_file(environ), False)


def sources(flags: Mapping[str, object], environ: Mapping[str, str]) -> Mapping[str, str]:
    """Return for each setting what decides it, such as ``--offline`` or ``config.toml:3``.

    Raises:
        SettingsError: As `load_settings`.
    """
    offers = _offers(flags, environ, read_chosen_file(flags, environ))
    decided = {offer.key: offer.place for offer in offers}
    return {key: decided.get(key, _DEFAULT) for key in _KINDS}


def faults_of(file: ConfigFile) -> list[str]:
    """Return what `load_settings` would refuse in `file`, all of it, in the order of its lines."""
    found = []
    for offer in _offers({}, {}, file):
        if offer.key == "keys" and isinstance(offer.value, dict):
            one_by_one = [_Offer("keys", {name: it}, file) for name, it in offer.value.items()]
        else:
            one_by_one = [offer]
        for one in one_by_one:
            try:
                _checked(one)
            except SettingsError as error:
                found.append(str(error))
    return found


def _offers(
    flags: Mapping[str, object], environ: Mapping[str, str], file: ConfigFile | None
) -> Iterator[_Offer]:
    """Yield all that was given, the stronger after the weaker."""
    if file is not None:
        for key, value in file.table.items():
            yield _Offer(key, value, file)
    for key in _IN_ENVIRONMENT:
        name = f"PKGTUI_{key.upper()}"
        if text := environ.get(name):
            yield _Offer(key, text, name)
    for key, value in flags.items():
        if key != "config" and value is not None:
            yield _Offer(key, value, f"--{key.replace('_', '-')}")


def _checked(offer: _Offer) -> object:
    key = offer.key
    if key not in _KINDS:
        raise offer.wrong(f"is not a setting{_meant(key)}; there are {_listed(_KINDS)}")
    kind, words = _KINDS[key]
    # What the environment holds is text.
    strict = offer.source != f"PKGTUI_{key.upper()}"
    try:
        value: Any = msgspec.convert(offer.value, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise offer.wrong(f"must be {words}") from error
    if key == "site_url":
        return _site(value, offer)
    if key == "sync_from" and not _is_snapshot(value):
        raise offer.wrong(_NO_SNAPSHOT)
    if key in _FILES and (not value or "\0" in value):
        raise offer.wrong(f"must name a {'folder' if key == 'cache_dir' else 'file'}")
    if key == "fresh_hours" and not 0 <= float(value) <= _MOST_HOURS:
        raise offer.wrong(f"must be a number of hours from 0 to {_MOST_HOURS:,}")
    if key == "keys":
        _check_keys(value, offer)
    return value


def _check_keys(keys: Mapping[str, object], offer: _Offer) -> None:
    for name, value in keys.items():
        if isinstance(value, dict):
            raise offer.wrong('is a table: quote what has a dot, as in "go.search"', name)
        if not isinstance(value, str) or clean(value) != value:
            raise offer.wrong('must be names of keys in a text, such as "f,ctrl+g"', name)


def _site(address: str, offer: _Offer) -> str:
    # A name and a password would be shown with every figure; a query has no place in the paths.
    if clean(address) != address or re.search(r"[\s?#@\\]", address) or not _has_host(address):
        raise offer.wrong(f"must be an address such as {DEFAULT_SITE}")
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path.rstrip("/")).geturl()


def snapshot_address(address: str, place: str) -> str:
    """Return the `address` of a snapshot that was given at `place`, or of the site itself.

    It may have a query, as those of object stores that sign them do.

    Raises:
        SettingsError: It is no such address, or has a name or password in it.
    """
    if not _is_snapshot(address):
        # It is not quoted: what stands in an address can be a secret.
        raise SettingsError(f"{place} {_NO_SNAPSHOT}")
    return address


_NO_SNAPSHOT = "must be an address such as https://host/catalog.pkgtui"


def _is_snapshot(address: str) -> bool:
    is_plain = clean(address) == address and not re.search(r"[\s#@\\]", address)
    return is_plain and _has_host(address)


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a broken IPv6 address, a port that is none
        return False


def _meant(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    return "".join(f" (did you mean {near}?)" for near in get_close_matches(name, _KINDS, n=1))


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}"

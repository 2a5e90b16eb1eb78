"""A catalog that is sealed well and holds what is no package: told, then out of the way."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tests.rights import rights, unprivileged
from tests.terminal.driver import PROGRAM, Start, Terminal, environment, is_restored
from tests.unit.catalogs import catalog, package, with_a_line

from pkgtui.settings import Settings
from pkgtui.store import codec, kept
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.disk import PlainCache


def keep_damaged(settings: Settings, place: int) -> None:
    """Keep 300 packages, of which the one in the line `place` is none."""
    known = catalog(*(package(key) for key in range(300)))
    with closing(CatalogStore.open(settings.site_cache)) as store:
        store.commit(known)
    blob = with_a_line(codec.encode(known), place, b'{"id":2}\n')
    with closing(PlainCache(settings.site_cache, 1)) as cache:
        cache.replace_all({kept.CATALOG: blob})


def told_by(terminal: Terminal) -> str:
    """What stands on the restored terminal once the program has ended."""
    assert terminal.wait_exit() == 4
    assert is_restored(terminal)
    return bytes(terminal.raw).rpartition(b"\x1b[?1004l")[2].decode()


@pytest.mark.parametrize("place", [1, 300], ids=["in view", "far below"])
def test_what_is_no_package_ends_the_dashboard_and_the_next_begins_anew(
    start: Start, home: Path, nowhere: str, place: int
) -> None:
    keep_damaged(Settings(site_url=nowhere, cache_dir=home / "cache"), place)
    words = ("--site-url", nowhere, "--cache-dir", str(home / "cache"), "--offline")
    told = told_by(start(*words, size=(300, 24)))
    assert "pkgtui: The stored catalog holds entries that cannot be read" in told
    assert "it was moved aside to" in told
    assert "The next start fetches the directory anew." in told
    start(*words).wait("There is no catalog on this machine yet")


def test_what_may_not_be_moved_aside_is_told_as_well(home: Path, nowhere: str) -> None:
    settings = Settings(site_url=nowhere, cache_dir=home / "cache")
    keep_damaged(settings, 1)
    words = ("--site-url", nowhere, "--cache-dir", str(home / "cache"), "--offline")
    argv = [*unprivileged(), PROGRAM, *words]
    with (
        rights(settings.site_cache, 0o500),
        Terminal(argv, environment(home), columns=300, rows=24, cwd=home) as terminal,
    ):
        told = told_by(terminal)
    assert "pkgtui: The stored catalog holds entries that cannot be read. The cache" in told
    assert "crashed" not in told
    assert "anew" not in told

"""A catalog that is sealed well and holds what is no package: told, then out of the way."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tests.terminal.driver import Start, is_restored
from tests.unit.catalogs import catalog, package, with_a_line

from pkgtui.settings import Settings
from pkgtui.store import codec, kept
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.disk import PlainCache


@pytest.mark.parametrize("place", [1, 300], ids=["in view", "far below"])
def test_what_is_no_package_ends_the_dashboard_and_the_next_begins_anew(
    start: Start, home: Path, nowhere: str, place: int
) -> None:
    known = catalog(*(package(key) for key in range(300)))
    blob = with_a_line(codec.encode(known), place, b'{"id":2}\n')
    settings = Settings(site_url=nowhere, cache_dir=home / "cache")
    with closing(CatalogStore.open(settings.site_cache)) as store:
        store.commit(known)
    with closing(PlainCache(settings.site_cache, 1)) as cache:
        cache.replace_all({kept.CATALOG: blob})
    words = ("--site-url", nowhere, "--cache-dir", str(home / "cache"), "--offline")

    terminal = start(*words, size=(300, 24))
    assert terminal.wait_exit() == 4
    assert is_restored(terminal)
    told = bytes(terminal.raw).rpartition(b"\x1b[?1004l")[2].decode()
    assert "pkgtui: The stored catalog holds entries that cannot be read" in told
    assert "it was moved aside to" in told
    assert "The next start fetches the directory anew." in told

    start(*words).wait("There is no catalog on this machine yet")

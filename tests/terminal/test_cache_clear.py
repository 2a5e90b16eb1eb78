"""The question before the cache is cleared, answered at a terminal."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from tests.terminal.driver import Start
from tests.unit.catalogs import catalog, package

from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore


@pytest.fixture
def folder(home: Path) -> Path:
    folder = load_settings({"cache_dir": str(home / "cache" / "pkgtui")}, {}).site_cache
    with closing(CatalogStore.open(folder)) as store:
        store.commit(catalog(package(1)))
    return folder


@pytest.mark.parametrize(
    ("answer", "status", "told"),
    [
        ("y\r", 0, "removed from"),
        ("n\r", 0, "Nothing was removed"),
        ("\r", 0, "Nothing was removed"),
        ("ctrl+c", 130, ""),
        ("ctrl+d", 130, ""),
    ],
)
def test_only_a_yes_removes_it(
    start: Start, folder: Path, answer: str, status: int, told: str
) -> None:
    terminal = start("cache", "clear", size=(200, 10))
    terminal.wait(r"Remove 1 file from .*\? \[y/N\]:")
    terminal.press(answer)
    assert terminal.wait_exit() == status
    assert told in terminal.text
    assert "Traceback" not in terminal.text
    assert (folder / "cache.db").exists() == (told != "removed from")

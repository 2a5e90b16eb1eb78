"""Where things live."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pkgtui import paths
from pkgtui.store.codec import decode

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="places as XDG has them")


def test_xdg_folders_are_used(tmp_path: Path) -> None:
    environ = {
        "XDG_CACHE_HOME": str(tmp_path / "c"),
        "XDG_CONFIG_HOME": str(tmp_path / "f"),
        "XDG_DATA_HOME": str(tmp_path / "d"),
    }
    assert paths.cache_dir(environ) == tmp_path / "c" / "pkgtui"
    assert paths.config_file(environ) == tmp_path / "f" / "pkgtui" / "config.toml"
    assert paths.data_dir(environ) == tmp_path / "d" / "pkgtui"


@LINUX
@pytest.mark.parametrize("asked", ["", "relative/folder", "~/folder", "./"])
def test_a_relative_xdg_folder_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    environ = {f"XDG_{kind}_HOME": asked for kind in ("CACHE", "CONFIG", "DATA")}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert paths.cache_dir(environ) == tmp_path / ".cache" / "pkgtui"
    assert paths.config_file(environ) == tmp_path / ".config" / "pkgtui" / "config.toml"
    assert paths.data_dir(environ) == tmp_path / ".local" / "share" / "pkgtui"


def test_nothing_is_made_by_asking(tmp_path: Path) -> None:
    paths.cache_dir({"XDG_CACHE_HOME": str(tmp_path / "c")})
    assert list(tmp_path.iterdir()) == []


def test_the_stylesheets_are_found() -> None:
    assert list(paths.styles_dir().glob("*.tcss"))


def test_the_sample_is_a_catalog() -> None:
    assert decode(paths.sample_file().read_bytes()).generation.sample

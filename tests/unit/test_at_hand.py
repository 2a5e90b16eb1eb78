"""Which catalog is used: the person's own or the one that all users of the machine share."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from tests.rights import rights, unprivileged
from tests.unit.catalogs import NOW, SITE, catalog, package

from pkgtui.cli.group import cli
from pkgtui.models.catalog import Catalog, Generation
from pkgtui.settings import load_settings
from pkgtui.store import snapshot
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import encode
from pkgtui.tui.loading import Loaded, start_loading

Run = Callable[..., Result]


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    return {
        "PKGTUI_CACHE_DIR": str(tmp_path / "cache"),
        "PKGTUI_SITE_URL": SITE,
        "PKGTUI_SYSTEM_CATALOG": str(tmp_path / "shared.pkgtui"),
        "PKGTUI_OFFLINE": "1",
    }


@pytest.fixture
def run(environ: Mapping[str, str]) -> Run:
    runner = CliRunner(env=environ)
    return lambda *words: runner.invoke(cli, words)


def of_day(day: int, **changes: Any) -> Catalog:
    """Return a catalog walked so many days after the first, of so many packages."""
    generation = Generation(site_url=SITE, synced_at=NOW + timedelta(days=day))
    generation = msgspec.structs.replace(generation, **changes)
    return catalog(*(package(key) for key in range(1, day + 2)), generation=generation)


def own(environ: Mapping[str, str], kept: Catalog) -> Path:
    folder = load_settings({}, environ).site_cache
    with closing(CatalogStore.open(folder)) as store:
        store.commit(kept)
    return folder


def share(environ: Mapping[str, str], kept: Catalog | bytes) -> Path:
    file = Path(environ["PKGTUI_SYSTEM_CATALOG"])
    file.write_bytes(kept if isinstance(kept, bytes) else snapshot.pack(kept))
    return file


def loaded(environ: Mapping[str, str]) -> Loaded:
    return start_loading(load_settings({}, environ), sample=False).result(20)


def used(run: Run, environ: Mapping[str, str]) -> tuple[int, str]:
    """Return how many packages every way of reading finds, and what the status says of sharing."""
    found = json.loads(run("status", "--json").stdout)
    listed = json.loads(run("packages", "--json").stdout)
    catalog = loaded(environ).catalog
    assert catalog is not None
    assert len(catalog.packages) == found["packages"] == listed["total"]
    assert loaded(environ).shared == found["shared"]["used"]
    return found["packages"], ("" if found["shared"]["used"] else "not ") + found["shared"]["why"]


def test_a_shared_one_stands_in_where_there_is_none(run: Run, environ: Mapping[str, str]) -> None:
    share(environ, of_day(1))
    assert used(run, environ) == (2, "you have none of your own")


def test_the_newer_one_is_used(run: Run, environ: Mapping[str, str]) -> None:
    own(environ, of_day(2))
    file = share(environ, of_day(3))
    assert used(run, environ) == (4, "it is newer than your own")
    assert f"shared  {file}, used: it is newer than your own\n" in run("status").stdout
    share(environ, of_day(2, refused=1))
    assert used(run, environ) == (3, "not your own is as new or newer")
    share(environ, of_day(1))
    assert used(run, environ) == (3, "not your own is as new or newer")


def test_one_of_another_site_is_not_used(run: Run, environ: Mapping[str, str]) -> None:
    own(environ, of_day(1))
    share(environ, of_day(2, site_url="https://other.example"))
    size, why = used(run, environ)
    assert (size, why.partition(";")[0]) == (2, f"not it mirrors https://other.example, not {SITE}")
    assert run("packages").stderr.startswith("pkgtui: The") is False


@pytest.mark.parametrize("cut", [0, 20, -1])
def test_a_damaged_one_is_told_and_passed_over(
    run: Run, environ: Mapping[str, str], cut: int
) -> None:
    own(environ, of_day(1))
    file = share(environ, snapshot.pack(of_day(2))[:cut])
    assert used(run, environ)[0] == 2
    told = f"The shared catalog {file} is passed over: "
    assert run("packages").stderr.replace("\n", "").startswith(f"pkgtui: {told}")
    assert (loaded(environ).notice or "").startswith(told)
    done = run("status")
    assert done.exit_code == 0
    assert f"shared  {file}, not used: " in done.stdout


def test_one_whose_contents_lie_is_passed_over(run: Run, environ: Mapping[str, str]) -> None:
    own(environ, of_day(1))
    hostile = catalog(package(1, title="a\x1b[2J"), generation=of_day(3).generation)
    share(environ, encode(hostile))
    done = run("packages", "--json")
    assert json.loads(done.stdout)["total"] == 2
    assert "is passed over: The stored catalog holds entries that cannot be read" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX knows them")
def test_a_folder_or_a_pipe_in_its_place_holds_nobody_up(
    run: Run, environ: Mapping[str, str]
) -> None:
    own(environ, of_day(1))
    file = Path(environ["PKGTUI_SYSTEM_CATALOG"])
    os.mkfifo(file)
    assert used(run, environ)[0] == 2
    file.unlink()
    file.mkdir()
    assert used(run, environ)[0] == 2
    assert "It is a folder" in run("packages").stderr


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX knows them")
def test_it_serves_who_can_have_no_cache(tmp_path: Path, environ: Mapping[str, str]) -> None:
    share(environ, of_day(1))
    with rights(tmp_path, 0o500):
        done = subprocess.run(
            [*unprivileged(), sys.executable, "-m", "pkgtui", "packages", "--json"],
            env=os.environ | environ,
            capture_output=True,
            text=True,
            check=True,
        )
    assert json.loads(done.stdout)["total"] == 2
    assert "cannot be used" in done.stderr


def test_what_is_exported_is_what_is_used(
    run: Run, environ: Mapping[str, str], tmp_path: Path
) -> None:
    own(environ, of_day(1))
    file = share(environ, of_day(3))
    assert run("export", str(tmp_path / "copy")).exit_code == 0
    assert (tmp_path / "copy").read_bytes() == file.read_bytes()


STARTS = """
import sys
from pkgtui.settings import load_settings
from pkgtui.tui.loading import start_loading
looked = []
names = ("open", "sqlite3.connect")
sys.addaudithook(lambda name, args: looked.append(str(args[0])) if name in names else None)
settings = load_settings({}, __import__("os").environ)
start_loading(settings, sample=False).result(20)
shared, read = str(settings.system_catalog), sum("cache.db?" in place for place in looked)
print("pkgtui.store.snapshot" in sys.modules, shared in looked, read)
"""


def test_a_start_without_one_does_no_more_than_look(environ: Mapping[str, str]) -> None:
    own(environ, of_day(1))
    for expected in ("False False 1\n", "True True 1\n"):
        done = subprocess.run(
            [sys.executable, "-c", STARTS],
            env=os.environ | environ,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == expected
        share(environ, of_day(2))

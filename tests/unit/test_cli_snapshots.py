"""``export`` and ``import`` as commands: what they print, what they import, what they refuse."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.unit.catalogs import SITE, catalog

from pkgtui.cli.group import cli
from pkgtui.settings import load_settings
from pkgtui.store import snapshot
from pkgtui.store.catalog_store import CatalogStore

Run = Callable[..., Result]
HELD = "3 packages, 1 grid and 1 category of https://packages.example, as of "


@pytest.fixture
def environ(tmp_path: Path) -> Mapping[str, str]:
    return {"PKGTUI_CACHE_DIR": str(tmp_path / "cache"), "PKGTUI_SITE_URL": SITE}


@pytest.fixture
def run(environ: Mapping[str, str]) -> Run:
    """Run the program with a catalog in its cache."""
    with closing(CatalogStore.open(load_settings({}, environ).site_cache)) as store:
        store.commit(catalog())
    runner = CliRunner(env=environ)
    return lambda *words, **more: runner.invoke(cli, words, **more)


def test_both_say_what_they_took_and_where_it_went(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "catalog.pkgtui"
    exported = run("export", str(file))
    assert (exported.exit_code, exported.stderr) == (0, "")
    assert exported.stdout.startswith(HELD)
    assert exported.stdout.endswith(f", to {file}, 1 kB\n")
    imported = run("import", str(file))
    assert (imported.exit_code, imported.stderr) == (0, "")
    assert imported.stdout.startswith(HELD)
    assert imported.stdout.endswith(f", from {file}\n")


def test_through_pipes_nothing_but_the_snapshot_goes_out(run: Run) -> None:
    exported = run("export", "-")
    assert (exported.exit_code, exported.stderr) == (0, "")
    assert exported.stdout_bytes == snapshot.pack(catalog())
    imported = run("import", "-", input=exported.stdout_bytes)
    assert (imported.exit_code, imported.stdout.endswith("from standard input\n")) == (0, True)
    hostile = run("import", "-", input=b"x" * 2**24)
    assert hostile.exit_code == 4
    assert (
        hostile.stderr
        == "pkgtui: standard input was not imported. It is larger than any snapshot.\n"
    )


def test_names_of_files_are_never_told_raw(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[2J\nb\u202e"
    for words in (["export", str(file)], ["import", str(file)], ["import", f"{file}c"]):
        done = run(*words)
        assert "a[2J b" in done.output
        assert not {"\x1b", "\u202e"} & set(done.output)
        assert len(done.output.splitlines()) == 1
    file.write_text("mine")
    assert run("export", str(file)).stderr.endswith("is not a snapshot; --force replaces it.\n")


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX knows them")
@pytest.mark.parametrize(
    ("command", "told"),
    [("export", "nothing to show on a terminal"), ("import", "A snapshot cannot be typed")],
)
def test_a_terminal_is_neither_filled_nor_waited_for(
    environ: Mapping[str, str], run: Run, command: str, told: str
) -> None:
    del run  # It has filled the cache.
    ours, theirs = pytest.importorskip("pty").openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pkgtui", command, "-"],
            env=os.environ | environ,
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.PIPE,
            text=True,
            timeout=30,
            check=False,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_reader_who_leaves_hears_nothing(environ: Mapping[str, str], run: Run) -> None:
    del run
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "-m", "pkgtui", "export", "-"],
            env=os.environ | environ,
            stdout=nobody,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_neither_imports_what_it_does_not_need(
    environ: Mapping[str, str], run: Run, tmp_path: Path
) -> None:
    del run
    script = (
        "import sys\n"
        "from pkgtui.cli.group import cli\n"
        "for command in ('export', 'import'):\n"
        f"    cli.main([command, {str(tmp_path / 'x')!r}], standalone_mode=False)\n"
        "print(sorted({'textual', 'rich', 'httpx', 'rapidfuzz'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"

"""What docs/audit.md and the hook for pre-commit say is so, on a project and the sample."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sysconfig
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from shutil import copytree
from textwrap import dedent

import pytest

from pkgtui.cli.audited import COLUMNS
from pkgtui.models.audit import TROUBLES
from pkgtui.paths import sample_file
from pkgtui.settings import load_settings
from pkgtui.store.catalog_store import CatalogStore
from pkgtui.store.codec import decode

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
PROJECTS = ROOT / "tests" / "projects"
CONSOLE = re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
LINES = [line for block in CONSOLE for line in block.splitlines()]
IN_CI = re.findall(r"^ *- run: (pkgtui audit.*)$", TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with files of several formats, and a cache that holds the sample."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("pip", "uv"):
        copytree(PROJECTS / name, folder, dirs_exist_ok=True)
    settings = load_settings({"cache_dir": str(folder / "cache")}, {})
    with closing(CatalogStore.open(settings.site_cache)) as store:
        store.commit(decode(sample_file().read_bytes()))
    return folder


def run(words: Sequence[str], project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(Path(sysconfig.get_path("scripts"), words[0])), *words[1:]],
        cwd=project,
        env={**os.environ, "PKGTUI_CACHE_DIR": str(project / "cache")},
        input="django-q==1.3.9\n",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("line", [*LINES, *IN_CI])
def test_a_command_does_what_it_is_shown_for(line: str, project: Path) -> None:
    done = run(shlex.split(line.removeprefix("pip freeze | ")), project)
    assert done.returncode == ("--fail-on" in line), done.stderr
    assert "django-q" in done.stdout


def test_there_is_something_to_try() -> None:
    assert len(LINES) > 4
    assert len(IN_CI) == 1


def test_every_trouble_and_every_column_is_told() -> None:
    assert ", ".join(f"`{name}`" for name in TROUBLES[:-1]) in TEXT
    told = set(re.findall(r"`(\w+)`", TEXT))
    assert {column.id for column in COLUMNS} - {"package"} <= told


# The hook


def test_the_hook_takes_the_files_of_projects_and_no_others() -> None:
    block = re.search(r"  files: \|\n((?:    .*\n)+)", HOOKS)
    assert block
    takes = re.compile(dedent(block[1]))
    for file in PROJECTS.rglob("*.*"):
        assert takes.search(str(file)) or file.name == "constraints.txt", file
    for name in ("Pipfile", "a/requirements/dev.txt", "requirements-dev.in", "pylock.ci.toml"):
        assert takes.search(name), name
    for name in ("setup.py", "a.toml", "requirements.md", "uv.lock.bak", "my-pyproject.toml"):
        assert not takes.search(name), name


def test_the_hook_runs_as_it_is_written(project: Path) -> None:
    entry = re.search(r"^  entry: (.*)$", HOOKS, re.MULTILINE)
    args = re.search(r"^  args: \[(.*)\]$", HOOKS, re.MULTILINE)
    assert entry
    assert args
    given = [word.strip("\"'") for word in re.split(r", (?=[\"'-])", args[1])]
    done = run([*entry[1].split(), *given, "pyproject.toml", "uv.lock"], project)
    assert done.returncode == 1
    assert "Failed on django-robin-images (archived, dormant, poor)" in done.stderr

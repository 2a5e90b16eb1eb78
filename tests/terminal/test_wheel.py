"""What is built from the checkout, and the program installed from it into an empty environment."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name
from tests.server.running import SiteServer
from tests.terminal.driver import Terminal, environment, files

from pkgtui import __version__

ROOT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
# Built with the hatchling of the tests: nothing is downloaded.
MANUAL = "share/man/man1/pkgtui.1"
LOCALLY = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return built_from(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this checkout."""
    folder = tmp_path_factory.mktemp("sdist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "sdist"]
    subprocess.run(
        [*command, "--directory", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (file,) = folder.iterdir()
    return file


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip what needs the registry of packages that pip is set up for, where none answers."""
    folder = str(tmp_path_factory.mktemp("download"))
    wanted = ["download", "--quiet", "--no-deps", "--dest", folder, "tenacity"]
    short = ["--retries", "1", "--timeout", "10"]
    tried = subprocess.run([*PIP, *wanted, *short], check=False, capture_output=True, text=True)
    if tried.returncode:
        _, _, reason = tried.stderr.strip().rpartition("\n")
        pytest.skip(f"pip reaches no registry of packages: {reason}")


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory, registry: None) -> Path:  # noqa: ARG001 - it skips
    """The scripts of a new environment into which pip has installed the wheel and its needs.

    It lives as long as the module, and so is made with the machine's own settings for pip.
    """
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    scripts = folder / "bin"
    install = [*into(scripts), "install", "--quiet", "--prefer-binary", str(wheel)]
    subprocess.run([*PIP, *install], check=True)
    return scripts


def into(scripts: Path) -> list[str]:
    """What tells pip to work on another environment than its own."""
    return ["--python", str(scripts / "python")]


def declared(found: dict[NormalizedName, Distribution]) -> set[NormalizedName]:
    """What pkgtui needs, by what it and those in `found` declare; itself too."""
    wanted: set[tuple[NormalizedName, str]] = set()
    fresh = {(canonicalize_name("pkgtui"), "")}
    while fresh:
        wanted |= fresh
        requirements = [
            requirement
            for one, extra in fresh
            for requirement in map(Requirement, found[one].requires or ())
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra})
        ]
        fresh = {
            (canonicalize_name(requirement.name), extra)
            for requirement in requirements
            for extra in ("", *requirement.extras)
        } - wanted
    return {one for one, _ in wanted}


def built_from(source: Path, folder: Path) -> Path:
    subprocess.run([*PIP, "wheel", *LOCALLY, "--wheel-dir", str(folder), str(source)], check=True)
    (file,) = folder.glob("*.whl")
    return file


def answer(command: list[str], home: Path) -> str:
    """What a command prints when it is run in an empty home."""
    done = subprocess.run(
        command, cwd=home, env=environment(home), check=True, capture_output=True, text=True
    )
    return done.stdout


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def sources() -> set[str]:
    """What a wheel must have: the package, and the stylesheets in it."""
    code = ROOT / "src"
    every = (file for file in (code / "pkgtui").rglob("*") if file.is_file())
    found = {file.relative_to(code) for file in every}
    kept = {name.as_posix() for name in found if "__pycache__" not in name.parts}
    return kept | {f"pkgtui/styles/{file.name}" for file in (ROOT / "styles").iterdir()}


def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = names_in(wheel)
    assert {name for name in names if name.startswith("pkgtui/")} == sources()
    assert {"pkgtui/py.typed", "pkgtui/data/sample.pkgtui", "pkgtui/styles/app.tcss"} <= names
    dist_info = f"pkgtui-{__version__}.dist-info"
    data = f"pkgtui-{__version__}.data"
    assert {PurePosixPath(name).parts[0] for name in names} == {"pkgtui", dist_info, data}
    assert {name for name in names if name.startswith(data)} == {f"{data}/data/{MANUAL}"}
    assert f"{dist_info}/licenses/LICENSE" in names


def test_the_source_distribution_makes_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as archive:
        names = {PurePosixPath(name).parts[1] for name in archive.getnames()}
    assert names >= {
        "src",
        "styles",
        "man",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "pyproject.toml",
    }
    assert not names & {"tests", "docs", "benchmarks", "tools"}
    assert names_in(built_from(sdist, tmp_path)) == names_in(wheel)


def test_the_checkout_installs_what_the_wheel_holds(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    subprocess.run([*PIP, "install", *LOCALLY, "--target", str(target), str(ROOT)], check=True)
    every = (file for file in (target / "pkgtui").rglob("*") if file.is_file())
    names = {file.relative_to(target) for file in every if file.suffix != ".pyc"}
    with zipfile.ZipFile(wheel) as archive:
        assert {name.as_posix() for name in names} == sources()
        for name in names:
            assert (target / name).read_bytes() == archive.read(name.as_posix())


def test_what_is_declared_is_installed_and_nothing_else(installed: Path) -> None:
    subprocess.run([*PIP, *into(installed), "check"], check=True)
    (site_packages,) = installed.parent.glob("lib/python*/site-packages")
    found = {canonicalize_name(one.name): one for one in distributions(path=[str(site_packages)])}
    assert set(found) == declared(found)


def test_the_installed_program_runs_by_itself(installed: Path, tmp_path: Path) -> None:
    for command in (["pkgtui"], ["python", "-m", "pkgtui"]):
        command[0] = str(installed / command[0])
        assert answer([*command, "--version"], tmp_path) == f"pkgtui {__version__}\n"
    script = "import pkgtui.paths as p; print(p.__file__, p.styles_dir(), sep='\\n')"
    where = answer([str(installed / "python"), "-c", script], tmp_path).splitlines()
    assert len(where) == 2
    assert all(line.startswith(str(installed.parent)) for line in where)


def test_the_manual_is_installed_where_man_looks_for_it(installed: Path) -> None:
    page = installed.parent / MANUAL
    assert page.read_text() == (ROOT / "man" / "pkgtui.1").read_text()
    if shutil.which("manpath") is None:
        pytest.skip("manpath cannot be found: install man-db")
    env = {"PATH": f"{installed}{os.pathsep}{os.environ['PATH']}"}
    found = subprocess.run(["manpath"], env=env, check=True, capture_output=True, text=True)
    assert str(installed.parent / "share" / "man") in found.stdout.strip().split(os.pathsep)


def test_the_installed_program_opens_in_a_terminal(installed: Path, tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    home.mkdir()
    elsewhere.mkdir()
    argv = [str(installed / "pkgtui"), "--demo"]
    with Terminal(argv, environment(home), cwd=elsewhere) as terminal:
        terminal.wait("SAMPLE DATA")
        terminal.press("3")
        terminal.wait(r"All · \d+ of \d+ packages")
        terminal.wait("Procrastinate")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_as_before
    assert files(home) == files(elsewhere) == []


def test_the_installed_program_syncs_and_reads_what_it_keeps(
    installed: Path, small_site: SiteServer, tmp_path: Path
) -> None:
    pkgtui = [str(installed / "pkgtui"), "--site-url", small_site.url]
    assert "60 packages" in answer([*pkgtui, "sync"], tmp_path)
    assert "60 packages" in answer([*pkgtui, "--offline", "status"], tmp_path)
    assert "Procrastinate" in answer([*pkgtui, "--offline", "search", "procrastinate"], tmp_path)

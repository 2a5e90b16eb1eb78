"""What is built from the checkout, and the program installed from it into an empty environment."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from tests.terminal.driver import Terminal, environment, files

from pkgtui import __version__

ROOT = Path(__file__).resolve().parents[2]
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
# Built with the hatchling of the tests, installed from what was built: nothing is downloaded.
BUILD = ["wheel", "--quiet", "--no-deps", "--no-index", "--no-build-isolation"]


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
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of a new environment that has the wheel, and lends what it needs from ours."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = ["--python", str(python), "install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([*PIP, *install], check=True)
    # A .pth file adds a folder but not the .pth files in it, so our editable install stays out.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "lent.pth").write_text("\n".join(sorted(lent)))
    return python.parent


def built_from(source: Path, folder: Path) -> Path:
    subprocess.run([*PIP, *BUILD, "--wheel-dir", str(folder), str(source)], check=True)
    (file,) = folder.glob("*.whl")
    return file


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
    assert {PurePosixPath(name).parts[0] for name in names} == {"pkgtui", dist_info}
    assert f"{dist_info}/licenses/LICENSE" in names


def test_the_source_distribution_makes_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    with tarfile.open(sdist) as archive:
        names = {PurePosixPath(name).parts[1] for name in archive.getnames()}
    assert names >= {"src", "styles", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"}
    assert not names & {"tests", "docs", "benchmarks", "tools"}
    assert names_in(built_from(sdist, tmp_path)) == names_in(wheel)


def test_the_installed_program_runs_by_itself(installed: Path, tmp_path: Path) -> None:
    env = environment(tmp_path)
    for command in (["pkgtui"], ["python", "-m", "pkgtui"]):
        told = subprocess.run(
            [str(installed / command[0]), *command[1:], "--version"],
            cwd=tmp_path,
            env=env,
            check=True,
            capture_output=True,
            text=True,
        )
        assert told.stdout == f"pkgtui {__version__}\n"
    script = "import pkgtui.paths as p; print(p.__file__, p.styles_dir(), sep='\\n')"
    where = subprocess.run(
        [str(installed / "python"), "-c", script],
        cwd=tmp_path,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    assert all(line.startswith(str(installed.parent)) for line in where.stdout.splitlines())


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

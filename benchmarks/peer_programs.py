"""The programs that pkgtui is measured beside: how each is installed and what it is given."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.server.directory import make_directory

_INSTALLED = Path(__file__).with_name(".peers")
_ROWS = 5_400
_LINES = 100_000
_PEPS = 700
_COMMITS = 5_400
_COLUMNS = ("title", "repo_watchers", "repo_forks", "id", "pypi_version", "slug")
_TOP = "\x1b[H"
"""What the Home key sends."""


@dataclass(frozen=True)
class Ready:
    """A program that can be started.

    Attributes:
        sign: What it has sent when its first screen is filled.
        first: Keys that lead to the top of a list.
        is_list: Whether Down and PageDown move in what it shows then.
        home: Its home and working folder; None for a new one each time.
        told: What it is called, with its version.
    """

    command: Sequence[str]
    sign: str
    first: Sequence[str] = ()
    is_list: bool = True
    home: Path | None = None
    told: str = ""


@dataclass(frozen=True)
class Peer:
    """A program that is measured beside pkgtui.

    Attributes:
        prepare: Returns it ready to start in a folder of its own; raises OSError or RuntimeError
            with the reason where it cannot be had.
    """

    name: str
    prepare: Callable[[Path], Ready]


def _installed(name: str, *needs: str) -> Path:
    """Install a program from the package index unless it is; return the folder of its commands."""
    place = _INSTALLED / name
    stamp = place / "installed.txt"
    wanted = "\n".join((name, *needs))
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        print(f"installing {name} ...", flush=True)
        venv.create(place, clear=True, with_pip=True)
        command = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", name, *needs]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"pip: {(done.stderr.strip().splitlines() or ['failed'])[-1]}")
        stamp.write_text(wanted, encoding="utf-8")
    return place / "bin"


def _version(commands: Path, name: str) -> str:
    code = f"from importlib.metadata import version; print(version({name!r}))"
    asked = [str(commands / "python"), "-c", code]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _write_csv(file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow(_COLUMNS)
        packages = make_directory(_ROWS, strange=False).packages
        rows.writerows([package.get(key) for key in _COLUMNS] for package in packages)


def _data_table(folder: Path) -> Ready:
    file = folder / "packages.csv"
    _write_csv(file)
    program = str(Path(__file__).with_name("data_table.py"))
    told = f"Textual, DataTable of {_ROWS:,} x 6"
    return Ready((sys.executable, program, str(file)), _COLUMNS[1], home=folder, told=told)


def _posting(folder: Path) -> Ready:
    # Its syntax highlighting ends the process with later ones.
    commands = _installed("posting", "tree-sitter<0.26")
    told = f"posting {_version(commands, 'posting')}"
    command = (str(commands / "posting"),)
    return Ready(command, "Collection", is_list=False, home=folder, told=told)


def _harlequin(folder: Path) -> Ready:
    commands = _installed("harlequin")
    told = f"harlequin {_version(commands, 'harlequin')}"
    return Ready((str(commands / "harlequin"),), "memory", home=folder, told=told)


def _toolong(folder: Path) -> Ready:
    commands = _installed("toolong")
    file = folder / "access.log"
    lines = (
        f"2026-02-10T12:{number % 60:02}:00 INFO request {number} took {number % 977} ms\n"
        for number in range(_LINES)
    )
    file.write_text("".join(lines), encoding="utf-8")
    told = f"toolong {_version(commands, 'toolong')}, {_LINES:,} lines"
    command = (str(commands / "tl"), str(file))
    return Ready(command, str(_LINES - 1), (_TOP,), home=folder, told=told)


def _visidata(folder: Path) -> Ready:
    commands = _installed("visidata")
    file = folder / "packages.csv"
    _write_csv(file)
    told = f"visidata {_version(commands, 'visidata')}, {_ROWS:,} rows"
    return Ready((str(commands / "vd"), str(file)), _COLUMNS[1], home=folder, told=told)


def _peplum(folder: Path) -> Ready:
    commands = _installed("peplum")
    kept = folder / "data" / "peplum"
    kept.mkdir(parents=True)
    peps = {number: _pep(number) for number in range(1, _PEPS + 1)}
    (kept / "peps.json").write_text(json.dumps(peps), encoding="utf-8")
    told = f"peplum {_version(commands, 'peplum')}, {_PEPS} items"
    return Ready((str(commands / "peplum"),), "Proposal", ("tab",), home=folder, told=told)


def _pep(number: int) -> dict[str, object]:
    return {
        "number": number,
        "title": f"Proposal number {number} for the language",
        "authors": "Ada Example, Bo Example",
        "author_names": ["Ada Example", "Bo Example"],
        "status": ("Draft", "Final", "Rejected")[number % 3],
        "type": ("Standards Track", "Process")[number % 2],
        "topic": "",
        "requires": None,
        "created": "10-Feb-2016",
        "python_version": "3.11",
        "post_history": None,
        "replaces": None,
        "superseded_by": None,
        "url": f"https://index.example/{number}/",
    }


def _tig(folder: Path) -> Ready:
    program = shutil.which("tig")
    if program is None:
        raise RuntimeError("it is not on this machine")
    commits = "".join(
        f"commit refs/heads/main\ncommitter Ada <ada@index.example> {number} +0000\n"
        f"data <<END\nChange number {number} of the project\nEND\n\n"
        for number in range(_COMMITS)
    )
    steps = {"init -b main": "", "fast-import": commits}
    for words, told in steps.items():
        subprocess.run(
            ["git", *words.split(), "--quiet"], cwd=folder, input=told, check=True, text=True
        )
    return Ready((program,), "Change", home=folder, told=f"tig, {_COMMITS:,} commits")


PEERS = tuple(
    Peer(prepare.__name__[1:].replace("_", " "), prepare)
    for prepare in (_data_table, _posting, _harlequin, _toolong, _visidata, _peplum, _tig)
)

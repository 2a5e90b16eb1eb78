"""The same start where Python has no bytecode yet, and where no file is in memory yet.

Files that another running program has mapped, such as the C library and what this one has
imported of compiled code, cannot be put out of memory: a start after the machine's own is slower
by those.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.prepare import ROOT, Ground
from benchmarks.report import Series
from benchmarks.start import Start, start_floor, start_pkgtui

_NAMES = {
    "bytecode": "no bytecode",
    "files": "files not in memory",
}


def measure(ground: Ground, repeat: int) -> Iterator[Series]:
    """Start both so many times in each kind of cold."""
    floors: Mapping[str, list[Start]] = {kind: [] for kind in _NAMES}
    starts: Mapping[str, list[Start]] = {kind: [] for kind in _NAMES}
    for _ in range(repeat):
        for found, start in ((floors, start_floor), (starts, start_pkgtui)):
            with TemporaryDirectory(dir=ground.folder) as empty:
                found["bytecode"].append(start(ground, PYTHONPYCACHEPREFIX=empty))
            forget_files(ground.folder)
            found["files"].append(start(ground))
    for kind, name in _NAMES.items():
        for what, unit, part in (
            ("filled list", "ms", "filled"),
            ("processor, start and leave", "s", "cpu"),
        ):
            values = [getattr(one, part) for one in starts[kind]]
            floor = [getattr(one, part) for one in floors[kind]]
            yield Series("cold start", f"{name}: {what}", unit, values, floor)


def forget_files(*folders: Path) -> None:
    """Put what Python, its libraries, the program and `folders` hold out of the system's memory."""
    if not hasattr(os, "posix_fadvise"):
        return
    for file in _files((*_CODE, *folders)):
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)


_CODE = (
    Path(sysconfig.get_path("stdlib")),
    Path(sysconfig.get_path("purelib")),
    Path(sys.executable).resolve().parent,
    ROOT / "src",
    ROOT / "styles",
)


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        yield from (
            file for file in folder.rglob("*") if file.is_file() and os.access(file, os.R_OK)
        )

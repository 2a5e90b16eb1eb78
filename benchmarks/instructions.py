"""How many instructions the processor executes, by callgrind: the same whatever else it does.

A program runs fifty times slower under it, so each is counted once. Clocks go on meanwhile, so that
what a program does by the clock is counted, too; a difference of some per cent is none.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.commands import LIBRARIES
from benchmarks.prepare import FLOOR, ROOT, Ground
from benchmarks.report import Series
from benchmarks.stepping import STEPS

_UNIT = "M instr."
_PATIENCE = 600.0


def measure(ground: Ground) -> Iterator[Series]:
    """Count the start, short commands and single steps; say so where there is no callgrind."""
    if shutil.which("valgrind") is None:
        print("left out: valgrind, which has callgrind, is not on this machine")
        return
    with TemporaryDirectory(dir=ground.folder) as folder:
        counter = _Counter(ground, Path(folder))
        floor = counter.start(FLOOR, "floor")
        start = counter.start(_python(ground.pkgtui("--offline")), "▆")
        yield Series("instructions", "start, filled list, and q at once", _UNIT, [start], [floor])
        least = counter.command(LIBRARIES)
        for words in (("--version",), ("status",), ("packages",)):
            found = counter.command(_python(ground.pkgtui(*words)))
            what = f"pkgtui {words[0]}" + (", its first line" if words == ("packages",) else "")
            yield Series("instructions", what, _UNIT, [found], [least])
        (place,) = (file.parent for file in ground.cache.rglob("cache.db"))
        before = counter.command(_step("none", place))
        loaded = counter.command(_step("load", place))
        yield Series("instructions, a step", "load", _UNIT, [loaded - before])
        for step in STEPS:
            if step != "load":
                found = counter.command(_step(step, place)) - loaded
                yield Series("instructions, a step", f"{step}, the first time", _UNIT, [found])


class _Counter:
    """Runs programs under callgrind and returns millions of instructions."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self._ground = ground
        self._file = folder / "callgrind.out"

    def start(self, command: Sequence[str], sign: str) -> float:
        """Start a program in a terminal, and leave it as soon as it has sent `sign`."""
        with self._ground.terminal(self._under(command), PYTHONHASHSEED="0") as terminal:
            terminal.until(lambda: sign.encode() in terminal.raw, repr(sign), _PATIENCE)
            terminal.press("q")
            status = terminal.wait_exit(_PATIENCE)
            assert status == 0, f"it ended with {status}:\n{terminal.text}"
        return self._count()

    def command(self, command: Sequence[str]) -> float:
        """Run a program until its first line is there, and let it end."""
        env = {**self._ground.env, "PYTHONHASHSEED": "0"}
        with subprocess.Popen(
            self._under(command),
            env=env,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            process.stdout.close()
        return self._count()

    def _under(self, command: Sequence[str]) -> Sequence[str]:
        self._file.unlink(missing_ok=True)
        tool = ("valgrind", "--tool=callgrind", "--quiet", f"--callgrind-out-file={self._file}")
        return *tool, *command

    def _count(self) -> float:
        found = re.search(r"^totals: (\d+)", self._file.read_text(encoding="utf-8"), re.MULTILINE)
        assert found, "callgrind has counted nothing"
        return int(found[1]) / 1e6


def _python(command: Sequence[str]) -> Sequence[str]:
    """Return the command with its interpreter, which callgrind must start itself."""
    return sys.executable, *command


def _step(step: str, folder: Path) -> Sequence[str]:
    return sys.executable, "-m", "benchmarks.stepping", step, str(folder)

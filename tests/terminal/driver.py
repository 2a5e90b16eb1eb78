"""Drives a program through a real pseudo-terminal and reads its screen as a person would."""

from __future__ import annotations

import os
import re
import signal
import sysconfig
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import pexpect
import pyte

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "ctrl+c": "\x03",
    "ctrl+d": "\x04",
    "ctrl+u": "\x15",
    "backspace": "\x7f",
}
PROGRAM = str(Path(sysconfig.get_path("scripts"), "pkgtui"))
"""The program as installed beside the Python that runs the tests."""
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")
"""What must have been sent when a program has left the terminal as it was."""
NOTICE_COLUMNS = 62
_CHANGED = (b"\x1b[?1049h", b"\x1b[?25l", b"\x1b[?1000h", b"\x1b[?2004h")


_ASK = b"\x1b[6n"


class UnseenError(AssertionError):
    """What was waited for did not come to be; the text holds the screen."""


class Terminal:
    """A program in a terminal of its own.

    `raw` holds every byte it sent, `stamps` the time after which each length of it was there.
    While it `answers` it tells where its cursor stands, if asked, as every terminal does.
    """

    def __init__(  # noqa: PLR0913 - what a terminal is, once, by keyword
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        *,
        columns: int = 120,
        rows: int = 40,
        cwd: Path | None = None,
        echo: bool = False,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._unread = 0
        self.raw = bytearray()
        self.stamps: list[tuple[float, int]] = []
        self.started = time.perf_counter()
        self.child = pexpect.spawn(
            argv[0],
            list(argv[1:]),
            env=dict(env),
            dimensions=(rows, columns),
            cwd=None if cwd is None else str(cwd),
            timeout=None,
            echo=echo,
        )
        self.child.delaybeforesend = None
        self._attributes = termios.tcgetattr(self.child.child_fd)
        self.answers = True
        self._answered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.child.close(force=True)

    def read(self, seconds: float) -> bool:
        """Take what arrives within `seconds`; say whether anything did."""
        try:
            chunk = self.child.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return False
        self.raw += chunk
        self.stamps.append((time.perf_counter(), len(self.raw)))
        if self.answers:
            self.answer()
        return True

    def answer(self) -> int:
        """Tell where the cursor stands, as often as was asked; return how often that was."""
        asked = self.raw.count(_ASK, self._answered)
        self._answered = len(self.raw) - len(_ASK) + 1
        self.child.send(b"\x1b[12;34R" * asked)
        return asked

    @property
    def text(self) -> str:
        """The screen as it stands."""
        self._show_what_came()
        return "\n".join(line.rstrip() for line in self._lines)

    @property
    def _lines(self) -> list[str]:
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        columns = range(self._screen.columns)
        # pyte's own way of reading fails on what is left of half a wide character.
        return ["".join(row[column].data for column in columns) for row in rows]

    def show(self, data: str) -> None:
        """Show what another program writes to the same terminal."""
        self._show_what_came()
        self._stream.feed(data.encode())

    @property
    def cells(self) -> list[pyte.screens.Char]:
        """What stands in each cell of the screen, with its colours and attributes."""
        assert self.text
        lines, columns = self._screen.lines, self._screen.columns
        return [self._screen.buffer[y][x] for y in range(lines) for x in range(columns)]

    def drawn(self, words: str) -> list[pyte.screens.Char]:
        """The cells of the first `words` on the screen."""
        y, x = next(
            (y, line.index(words)) for y, line in enumerate(self.text.split("\n")) if words in line
        )
        return [self._screen.buffer[y][x + at] for at in range(len(words))]

    def wait(self, pattern: str, seconds: float = 20.0) -> str:
        """Read until the screen matches `pattern`; return the screen."""
        return self.until(lambda: re.search(pattern, self.text), f"/{pattern}/", seconds)

    def wait_gone(self, pattern: str, seconds: float = 20.0) -> str:
        """Read until the screen no longer matches `pattern`; return the screen."""
        return self.until(lambda: not re.search(pattern, self.text), f"no /{pattern}/", seconds)

    def until(self, done: Callable[[], object], what: str = "it", seconds: float = 20.0) -> str:
        """Read until `done`; return the screen."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                raise UnseenError(f"waited {seconds} s for {what} on:\n{self.text}")
            if self._has_ended() and not done():
                raise UnseenError(f"it ended while {what} was awaited:\n{self.text}")
        return self.text

    def wait_told(self, words: str, seconds: float = 20.0) -> None:
        """Read until a notice, which is wrapped at the right edge of the screen, says `words`."""

        def told() -> bool:
            lines = self._lines if self.text else []
            return words in " ".join(line[-NOTICE_COLUMNS:].strip("│▌ ") for line in lines)

        self.until(told, f"the notice {words!r}", seconds)

    def wait_exit(self, seconds: float = 20.0) -> int | None:
        """Read until the program has ended; return its status, negative for a signal."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self._has_ended():
                status: int | None = self.child.exitstatus
                return -self.child.signalstatus if status is None else status
        raise UnseenError(f"it did not end within {seconds} s:\n{self.text}")

    def settle(self, quiet: float = 0.25, seconds: float = 20.0) -> None:
        """Read until nothing has come for `quiet` seconds."""
        deadline = time.monotonic() + seconds
        while self.read(quiet):
            if time.monotonic() > deadline:
                raise UnseenError(f"it did not come to rest within {seconds} s:\n{self.text}")

    @property
    def is_as_before(self) -> bool:
        """Whether the terminal was left as it was: its screen, its cursor, its line discipline."""
        undone = all(
            self.raw.rfind(sign) > max(0, self.raw.rfind(opposite))
            for sign, opposite in zip(RESTORED, _CHANGED, strict=True)
        )
        return undone and self._attributes == termios.tcgetattr(self.child.child_fd)

    def press(self, *keys: str) -> None:
        """Press keys by name; what is no name is typed."""
        for key in keys:
            self.child.send(KEYS.get(key, key))

    def paste(self, text: str) -> None:
        """Send `text` as fast as the program takes it, and take what it sends meanwhile."""
        data = text.encode()
        os.set_blocking(self.child.child_fd, False)
        while data:
            try:
                data = data[os.write(self.child.child_fd, data[:4096]) :]
            except BlockingIOError:
                self.read(0.01)
        os.set_blocking(self.child.child_fd, True)

    def columns_of(self, sign: str, row: int) -> list[int]:
        """The columns in which `sign` stands in a row of the screen, counted from 0."""
        assert self.text
        cells = self._screen.buffer[row]
        return [at for at in range(self._screen.columns) if cells[at].data == sign]

    def click(self, column: int, row: int) -> None:
        """Press and let go the left button of the mouse over a cell, both counted from 0."""
        at = f"\x1b[<0;{column + 1};{row + 1}"
        self.child.send(f"{at}M{at}m")

    def click_on(self, words: str) -> None:
        """Click on the first letter of `words`, which must be on the screen."""
        at = self.text.index(words)
        row = self.text.count("\n", 0, at)
        self.click(at - (self.text.rfind("\n", 0, at) + 1), row)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal."""
        self._screen.resize(rows, columns)
        self.child.setwinsize(rows, columns)

    def kill(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        os.kill(self.child.pid, number)

    def hang_up(self) -> None:
        """Take the terminal away, as a lost connection does."""
        self.child.ptyproc.fileobj.close()
        self.child.closed = True

    def _show_what_came(self) -> None:
        if self._unread < len(self.raw):
            self._stream.feed(bytes(self.raw[self._unread :]))
            self._unread = len(self.raw)

    def _has_ended(self) -> bool:
        """Read a little; say whether the program is gone and all it sent is here."""
        return not self.read(0.05) and not self.child.isalive() and not self.read(0.05)


def environment(home: Path, **extra: str) -> dict[str, str]:
    """The environment of a person with an empty home and a modern terminal."""
    return {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "PKGTUI_SYSTEM_CATALOG": str(home / "shared.pkgtui"),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        **extra,
    }


class Start(Protocol):
    """Starts the program with these words and this addition to the environment."""

    def __call__(self, *words: str, size: tuple[int, int] = ..., **env: str) -> Terminal: ...


def files(home: Path) -> list[str]:
    """All files and folders below `home`."""
    return sorted(str(path.relative_to(home)) for path in home.rglob("*"))


def patched(home: Path, code: str) -> str:
    """A folder for PYTHONPATH whose `code` runs before the program, as a machine's faults do."""
    folder = home / "patched"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(code)
    return str(folder)


def modes(raw: bytes | bytearray) -> dict[int, bool]:
    """Which private modes of the terminal were set last, or reset."""
    found = re.findall(rb"\x1b\[\?([\d;]+)([hl])", raw)
    return {int(mode): kind == b"h" for modes, kind in found for mode in modes.split(b";")}


def is_restored(terminal: Terminal) -> bool:
    """Whether every mode is as a terminal has it at its start, and the keys are its own."""
    changed = {mode for mode, is_set in modes(terminal.raw).items() if is_set}
    keys = terminal.raw.count(b"\x1b[<u") - len(re.findall(rb"\x1b\[>\d+u", terminal.raw))
    return terminal.is_as_before and changed == {7, 25} and keys == 0

"""What the tests in a terminal share: a person's empty home, and the program started in it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

if os.name == "posix":
    from tests.terminal.driver import PROGRAM, Start, Terminal, environment
else:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder of a person's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start the installed program with these words, in a terminal of its own."""
    with ExitStack() as stack:

        def begin(*words: str, size: tuple[int, int] = (120, 40), **env: str) -> Terminal:
            columns, rows = size
            argv, environ = [PROGRAM, *words], environment(home, **env)
            terminal = Terminal(argv, environ, columns=columns, rows=rows, cwd=home)
            return stack.enter_context(terminal)

        yield begin


@pytest.fixture
def nowhere() -> Iterator[str]:
    """The address of a site to which there is no connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Not listening: whoever comes is turned away.
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"

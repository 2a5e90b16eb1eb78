"""Run the test site by hand: ``python -m tests.server --port 8000 --packages 5400``."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from tests.server.control import CONTROL
from tests.server.front import SOCKET, Front
from tests.server.site import Site
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import WSGITask


class _Task(WSGITask):  # type: ignore[misc] # waitress ships no types
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ[SOCKET] = self.channel.socket
        return environ


class _Channel(HTTPChannel):  # type: ignore[misc] # waitress ships no types
    task_class = _Task


def _end_with_parent() -> None:
    """Stop when standard input closes: however the tests ended, nothing stays behind."""

    def wait() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        CONTROL.reset()  # Nothing is held any longer.
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()


def main() -> None:
    """Serve until interrupted; the first line on standard output is the address."""
    parser = argparse.ArgumentParser(prog="python -m tests.server", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="0 takes any free port")
    parser.add_argument("--packages", type=int, default=5400)
    parser.add_argument("--grids", type=int, default=380)
    parser.add_argument("--seed", type=int, default=52)
    parser.add_argument(
        "--with-parent", action="store_true", help="end when standard input is closed"
    )
    given = parser.parse_args()
    # A shell starts what it puts in the background with the signal ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if given.with_parent:
        _end_with_parent()
    logging.getLogger("waitress").setLevel(logging.CRITICAL)  # Faults are meant.
    logging.getLogger("django").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        site = Site(Path(folder), given.packages, given.grids, given.seed)
        server = create_server(
            Front(site),
            host="127.0.0.1",
            port=given.port,
            threads=16,  # Held requests keep theirs, and orders must still come through.
            clear_untrusted_proxy_headers=False,  # As the site, which trusts its own proxy.
            asyncore_loop_timeout=1,  # Whole seconds: a part of one becomes 0, and a core is burnt.
        )
        server.channel_class = _Channel
        print(f"http://127.0.0.1:{server.effective_port}", flush=True)  # noqa: T201 - its answer
        server.run()  # It returns when interrupted.


if __name__ == "__main__":
    main()

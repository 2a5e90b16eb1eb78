"""The command line: light enough that ``--help`` and ``--version`` answer at once."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and end the program with its exit code."""
    try:
        # What is imported stays: to look for garbage in it takes a tenth of the time, then too.
        gc.disable()
        from pkgtui.cli.running import run  # noqa: PLC0415 - Ctrl+C may come while this is imported

        code = run()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)

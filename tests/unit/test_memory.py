"""Memory that is free goes back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

USE_AND_FREE = """
import sys, threading
import psutil
from pkgtui.memory import give_back_what_is_free

process = psutil.Process()

def resident():
    return process.memory_info().rss

def use_and_free():
    pieces = [bytearray(10_000) for _ in range(2_000)]
    del pieces

def in_a_thread():
    thread = threading.Thread(target=use_and_free)
    thread.start()
    thread.join()

large = bytearray(30_000_000)
del large  # From here on glibc keeps up to 60 MB in each heap.
if sys.argv[1] == "give back":
    give_back_what_is_free()
before = resident()
in_a_thread()
print(resident() - before)
"""


def kept(how: str) -> int:
    argv = [sys.executable, "-c", USE_AND_FREE, how]
    return int(subprocess.run(argv, capture_output=True, check=True, text=True).stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is free")
def test_what_threads_have_freed_goes_back_to_the_system() -> None:
    assert kept("keep") > 10_000_000
    assert kept("give back") < 5_000_000

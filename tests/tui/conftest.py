"""What all tests of screens share."""

from __future__ import annotations

from textual import _wait as waiting

# Textual looks every 20 ms whether a screen has come to rest, several times for each key: three
# quarters of these tests went into it. They wait for what they are about; looks may be shorter.
waiting.SLEEP_GRANULARITY = 1 / 250
waiting.SLEEP_IDLE = waiting.SLEEP_GRANULARITY / 10

"""From a key to a screen at rest: in lists, between screens, and in the search."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from benchmarks.held import RATE, Held, press_in_time
from benchmarks.prepare import FLOOR, Ground
from benchmarks.report import Aim, Series
from benchmarks.watching import CURSOR, Answer, press, wait_for_bytes
from tests.terminal.driver import Terminal

_FOLLOWED = ("Down in categories, the pane follows", "Down in grids, the preview follows")
_SWITCHED = "1 to 5, another screen"
_SEARCH = "a letter in the search"
_TYPED = ("procrastinate", "task queue")
_ROWS = re.compile(r"▸ .*[·▁▂▃▄▅▆▇█]{13}")
_HELD = 3.0
"""Seconds for which a key is held down."""
_SOON = round(2e3 / RATE)
"""Milliseconds until a held key has come twice more."""

_Aims = tuple[list[Aim], list[Aim]]
_PAGE: _Aims = ([Aim(20, "median")], [Aim(9, "p95")])
_QUICK: _Aims = ([Aim(30, "median")], [])
_AIMS: Mapping[str, _Aims] = {
    **dict.fromkeys(_FOLLOWED, ([], [Aim(1.8, "p95")])),
    "Down in packages": ([Aim(6, "median")], [Aim(0.6, "p95")]),
    "PageDown in packages": _PAGE,
    "Down at the lower end, the list scrolls": _PAGE,
    "S, the list turned round": _QUICK,
    "s and enter, another order": _QUICK,
    "a letter in the filter": _QUICK,
    "Enter on a package": ([Aim(60, "median")], [Aim(12, "p95")]),
    _SWITCHED: ([Aim(60, "median")], []),
    "q, back to the list": ([Aim(60, "median")], []),
    _SEARCH: ([Aim(40, "median"), Aim(80, "p95")], []),
}
"""Of what each key takes, in ms, and of what it sends, in kB."""


def measure(ground: Ground, repeat: int) -> Iterator[Series]:
    """Press each key so many times, or five times as often where it only moves the cursor."""
    with ground.terminal(FLOOR) as terminal:
        wait_for_bytes(terminal, "floor")
        floor = [press(terminal, "x").settled for _ in range(5 * repeat)]
    with ground.terminal(ground.pkgtui("--offline")) as terminal:
        wait_for_bytes(terminal, "▆")
        held = _hold_keys(terminal)
        found = press_keys(terminal, repeat)
    for what, answers in found.items():
        aims, _ = _AIMS.get(what, ([], []))
        yield Series("keys", what, "ms", [one.settled for one in answers], floor, aims)
    for what in _FOLLOWED:
        answered = [one.first for one in found[what]]
        yield Series("keys", f"{what}: answered", "ms", answered, floor, [Aim(6, "median")])
    for what, one in held.items():
        # A key is answered before the next but one is pressed, and nothing has piled up.
        aims = [Aim(_SOON, "most")]
        yield Series("held down, 30 a second", f"{what}: answered", "ms", one.waits, (), aims)
        yield Series("held down, 30 a second", f"{what}: lag at the end", "ms", [one.lag], (), aims)
        yield Series("held down, 30 a second", f"{what}: sent", "kB", [one.size / 1e3])
    for what, answers in found.items():
        _, aims = _AIMS.get(what, ([], []))
        yield Series("sent for a key", what, "kB", [one.size / 1e3 for one in answers], (), aims)


def _hold_keys(terminal: Terminal) -> dict[str, Held]:
    go_to_packages(terminal)
    held = {
        what: press_in_time(terminal, [key] * round(_HELD * RATE))
        for what, key in (("Down", "down"), ("PageDown", "pagedown"))
    }
    press(terminal, "g")
    terminal.press("1")
    terminal.settle()
    return held


def press_keys(terminal: Terminal, repeat: int) -> dict[str, list[Answer]]:
    """Press each key on the running program, which stands among the categories."""
    found: dict[str, list[Answer]] = {}
    # What stands beside the list follows when the cursor has rested.
    categories, grids = _FOLLOWED
    found[categories] = _follow(terminal, repeat)
    press(terminal, "2")
    found[grids] = _follow(terminal, repeat)
    go_to_packages(terminal)
    for what, keys, times in (
        ("Down in packages", ("down", "down", "up"), 2 * repeat),
        ("PageDown in packages", ("pagedown",), 5 * repeat),
        ("Down at the lower end, the list scrolls", ("down",), 5 * repeat),
    ):
        found[what] = [press(terminal, key, sign=CURSOR) for key in keys * times]
        press(terminal, "pagedown")
    found["S, the list turned round"] = [press(terminal, "S") for _ in range(repeat)]
    found |= _open_and_close(terminal, repeat)
    found["a letter in the filter"] = _type_in_filter(terminal, repeat)
    found |= _order(terminal, repeat)
    found |= _switch(terminal, repeat)
    found[_SEARCH] = _type_in_search(terminal, repeat)
    return found


def go_to_packages(terminal: Terminal) -> None:
    """Show the list of all packages, and wait until it stands."""
    terminal.press("3")
    terminal.wait("All · ")
    terminal.wait(_ROWS.pattern)
    terminal.settle()


def _follow(terminal: Terminal, repeat: int) -> list[Answer]:
    keys = ("down", "up") * repeat
    return [press(terminal, key, sign=CURSOR, quiet=0.25) for key in keys]


def _open_and_close(terminal: Terminal, repeat: int) -> dict[str, list[Answer]]:
    opened, closed = [], []
    # The first screen of a kind brings its code and its stylesheet with it.
    first = [press(terminal, "enter")]
    press(terminal, "q")
    for _ in range(repeat):
        opened.append(press(terminal, "enter"))
        closed.append(press(terminal, "q"))
        press(terminal, "down")
    return {
        "Enter on a package, the first time": first,
        "Enter on a package": opened,
        "q, back to the list": closed,
    }


def _order(terminal: Terminal, repeat: int) -> dict[str, list[Answer]]:
    """Order the list by the next column each time; the choice stands on the present one."""
    asked, chosen = [], []
    for _ in range(repeat):
        asked.append(press(terminal, "s"))
        press(terminal, "down")
        chosen.append(press(terminal, "enter"))
    return {"s, what to order by": asked, "s and enter, another order": chosen}


def _switch(terminal: Terminal, repeat: int) -> dict[str, list[Answer]]:
    first = [press(terminal, key) for key in "45"]
    switched = [press(terminal, key) for key in "12345" * repeat]
    return {"4 and 5, the first time": first, _SWITCHED: switched}


def _type_in_filter(terminal: Terminal, repeat: int) -> list[Answer]:
    answers = []
    for _ in range(max(1, repeat // 5)):
        press(terminal, "f")
        answers += [press(terminal, letter) for letter in "task queue"]
        press(terminal, "escape")
    return answers


def _type_in_search(terminal: Terminal, repeat: int) -> list[Answer]:
    answers = []
    press(terminal, "/")
    for _ in range(max(1, repeat // 5)):
        for words in _TYPED:
            answers += [press(terminal, letter) for letter in words]
            press(terminal, "ctrl+u")
    return answers

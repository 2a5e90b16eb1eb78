"""Lists on a terminal: as wide as it is, in colours where they are wanted, ended by Ctrl+C."""

from __future__ import annotations

import re

import pytest
from tests.terminal.driver import Start, Terminal

ESCAPE = re.compile(rb"\x1b\[[0-9;]*m")


def lines(terminal: Terminal) -> list[str]:
    assert terminal.wait_exit() == 0
    return [line.rstrip() for line in terminal.text.splitlines() if line.strip()]


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 120])
def test_a_table_is_as_wide_as_the_terminal(start: Start, columns: int) -> None:
    terminal = start("--demo", "packages", "--limit", "5", size=(columns, 24))
    shown = lines(terminal)
    sent = ESCAPE.sub(b"", bytes(terminal.raw)).decode().splitlines()[:6]
    assert max(map(len, sent)) <= columns
    assert [line.rstrip() for line in sent] == shown[:6], "no row has two lines"
    titles = shown[0].split("  ")[0], shown[1].split("  ")[0]
    assert titles[0] == "package"
    whole = "django-falcon-queue"
    assert titles[1] == whole if columns >= 40 else titles[1].endswith("…")
    assert columns < 40 or "13,719" in shown[1]
    has_all = "version" in shown[0]
    assert has_all == (columns >= 80)


def test_figures_stand_at_the_right_and_titles_above_them(start: Start) -> None:
    header, *rows = lines(start("--demo", "grids", "--limit", "4"))[:5]
    figures = [re.search(r"\d,\d+", row) for row in rows]
    assert {found and found.end() for found in figures} == {header.index("stars") + len("stars")}


@pytest.mark.parametrize(("no_color", "term"), [("1", "xterm"), ("", "dumb"), ("", "xterm")])
def test_colours_come_only_where_they_are_wanted(start: Start, no_color: str, term: str) -> None:
    terminal = start("--demo", "packages", "--limit", "2", NO_COLOR=no_color, TERM=term)
    lines(terminal)
    sent = ESCAPE.findall(bytes(terminal.raw))
    assert bool(sent) == (term != "dumb")
    assert not [one for one in sent if re.search(rb"[\[;][34][0-9]", one)], "bold and dim alone"


def test_columns_and_forms_are_chosen_on_a_terminal_too(start: Start) -> None:
    chosen = lines(start("--demo", "packages", "--limit", "1", "--columns", "stars,slug"))
    assert chosen[0].split() == ["stars", "package"]
    plain = start("--demo", "packages", "--limit", "1", "--plain", "--columns", "slug,stars")
    assert lines(plain)[0].split() == ["django-falcon-queue", "13719"]


def test_packages_stand_side_by_side(start: Start) -> None:
    shown = lines(start("--demo", "compare", "procrastinate", "django-q"))
    assert shown[0].split() == ["Procrastinate", "Django", "Q"]
    rows = {line[:16].strip(): line[16:].split() for line in shown}
    assert rows["stars"] == ["1,197", "1,878", "◂"]

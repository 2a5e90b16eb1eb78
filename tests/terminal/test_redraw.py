"""What else was written to the terminal is painted over when it is asked for, and at a resize."""

from __future__ import annotations

from tests.server.running import SiteServer
from tests.terminal.driver import Start, Terminal

WALL = "\x1b7\x1b[{row};40HThe system is going down\x1b8"


def scribble(terminal: Terminal) -> None:
    """Write over the screen as `wall` does, past the program."""
    terminal.wait("SAMPLE DATA")
    terminal.wait("/ Search")
    terminal.settle()
    for row in (1, 20, 39):
        terminal.show(WALL.format(row=row))
    assert terminal.text.count("going down") == 3


def test_ctrl_l_draws_everything_anew(start: Start) -> None:
    terminal = start("--demo")
    scribble(terminal)
    whole = len(terminal.raw)
    terminal.press("\x0c")
    terminal.wait_gone("going down")
    terminal.settle()
    assert len(terminal.raw) - whole < 20_000  # once, not several times over


def test_a_size_that_comes_back_at_once_is_drawn_anew(start: Start) -> None:
    terminal = start("--demo")
    scribble(terminal)
    terminal.resize(119, 40)
    terminal.resize(120, 40)
    terminal.wait_gone("going down")


def test_moving_about_leaves_nothing_of_other_screens(start: Start) -> None:
    terminal = start("--demo")
    terminal.wait("SAMPLE DATA")
    for key, words in (("3", "All · "), ("enter", "Participants"), ("?", "Keys that work here")):
        terminal.press(key)
        terminal.wait(words)
    terminal.settle()
    terminal.press("escape")
    terminal.wait_gone("Keys that work here")
    terminal.settle()
    changed = terminal.text
    terminal.press("\x0c")
    terminal.settle()
    assert terminal.text == changed  # everything was right before it was all sent again


def test_what_changes_under_a_dialog_is_shown_there(start: Start, small_site: SiteServer) -> None:
    terminal = start(PKGTUI_SITE_URL=small_site.url)
    terminal.wait("synced just now")
    terminal.press("/", *"procrastinate", "enter")
    terminal.wait("Participants")
    terminal.settle()
    small_site.spoil(5924, repo_watchers=54321)
    small_site.clear()
    small_site.fault(match="/v4/packages/5924", hold=True)
    terminal.press("r", "O")
    terminal.wait("Open a link")
    small_site.wait_for_requests(1, "/v4/packages/5924")
    small_site.release()
    terminal.wait("54,321")
    assert "Open a link" in terminal.text

"""The dashboard over a project, and over what is none."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.driver import Start


def test_a_project_is_shown_first_and_forgotten_after(start: Start, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("procrastinate==2.0\n")
    terminal = start("--demo", "--project", str(tmp_path))
    terminal.wait("Used in requirements.txt · 1 package · by name")
    terminal.wait("■ Procrastinate +2.0 +major")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    terminal = start("--demo")
    terminal.wait("▸ Apps +[0-9]")
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_what_is_no_project_is_told_before_anything_is_drawn(start: Start, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "pyproject.toml").write_text("[project\n")
    (tmp_path / "empty").mkdir()
    for name, code, told in (
        ("missing", 2, "cannot be read: No such file"),
        ("empty", 2, "lies neither a requirements file"),
        ("broken", 4, "pyproject.toml"),
    ):
        terminal = start("--demo", "--project", str(tmp_path / name))
        assert terminal.wait_exit() == code
        # Where the line is full the terminal goes on in the next one.
        assert told.replace(" ", "") in "".join(terminal.text.split())
        assert b"\x1b[?1049h" not in terminal.raw

"""What the person made: kept whole, never overwritten unread, joined with what others keep."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rights import rights, unprivileged

from pkgtui.models.personal import (
    MOST_MARKED,
    Change,
    ListView,
    Personal,
    Watched,
    with_grid,
    with_list,
    with_mark_turned,
    with_note,
    with_place,
    with_screen,
    with_theme,
    with_view,
    with_watch_turned,
)
from pkgtui.personal import PersonalError, PersonalFile
from pkgtui.text import clean

ROOT = Path(__file__).resolve().parents[2]
POSIX = pytest.mark.skipif(os.name != "posix", reason="rights and signals as POSIX knows them")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "pkgtui"


@pytest.fixture
def file(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder / "personal.json"


QUEUES = ListView(filter="queue")


@pytest.mark.parametrize(
    ("change", "is_shown"),
    [
        (lambda it: with_theme(it, "nord"), False),
        (lambda it: with_place(it, "grids"), False),
        (lambda it: with_screen(it, "package/1"), False),
        (lambda it: with_list(it, "packages", QUEUES), False),
        (lambda it: with_mark_turned(it, "django-q"), True),
        (lambda it: with_watch_turned(it, "django-q"), True),
        (lambda it: with_note(it, "django-cron", "old"), True),
        (lambda it: with_grid(it, "Mine", ("django-q",)), True),
        (lambda it: with_view(it, "Queues", QUEUES), True),
    ],
)
def test_what_is_looked_at_is_told_from_what_lists_show(change: Change, is_shown: bool) -> None:
    before = Personal(watched=(Watched("django-cron"),))
    after = change(before)
    assert after != before
    assert (after.made != before.made) is is_shown


def test_what_is_kept_is_found_by_the_next_program(folder: Path) -> None:
    assert PersonalFile(folder).read() == Personal()
    assert not folder.exists()
    assert PersonalFile(folder).edit(lambda it: with_theme(it, "nord")) is None
    assert PersonalFile(folder).read() == Personal(theme="nord")
    assert (folder / "personal.json").read_text() == '{\n  "theme": "nord"\n}\n'


@POSIX
@pytest.mark.parametrize("umask", [0, 0o77])
def test_only_the_owner_can_read_it(folder: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        PersonalFile(folder).edit(lambda it: with_theme(it, "nord"))
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"personal.json": 0o600, "personal.lock": 0o600}
    assert {stat.S_IMODE(one.stat().st_mode) for one in (folder, folder.parent)} == {0o700}


def test_what_a_newer_program_keeps_stays(file: Path) -> None:
    file.write_text('{"stars": ["celery"], "theme": "nord", "later": {"x": 1}}')
    PersonalFile(file.parent).edit(lambda it: with_theme(it, "gruvbox"))
    kept = {"stars": ["celery"], "theme": "gruvbox", "later": {"x": 1}}
    assert json.loads(file.read_text()) == kept


@POSIX
def test_a_file_that_is_linked_to_stays_where_it_is(file: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "dotfiles.json"
    elsewhere.write_text('{"theme": "nord"}')
    file.symlink_to(elsewhere)
    PersonalFile(file.parent).edit(lambda it: with_theme(it, "gruvbox"))
    assert file.is_symlink()
    assert json.loads(elsewhere.read_text()) == {"theme": "gruvbox"}


DAMAGE = [b"", b"{", b"[]", b'{"theme": 3}', b"\xff\xfe", b"[" * 100_000, b'{"theme": "no']


@pytest.mark.parametrize("text", DAMAGE)
def test_a_damaged_file_is_told_and_never_overwritten(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    with pytest.raises(PersonalError, match="is damaged"):
        PersonalFile(file.parent).read()
    assert file.read_bytes() == text
    notice = PersonalFile(file.parent).edit(lambda it: with_theme(it, "nord"))
    (kept,) = file.parent.glob("personal.json.damaged-*")
    assert kept.read_bytes() == text
    assert notice == f"{file} is damaged; it was moved aside to {kept}"
    assert PersonalFile(file.parent).read() == Personal(theme="nord")


def test_a_folder_in_its_place_is_told_and_left_alone(file: Path) -> None:
    file.mkdir()
    with pytest.raises(PersonalError, match="cannot be read"):
        PersonalFile(file.parent).read()
    with pytest.raises(PersonalError, match="cannot be read"):
        PersonalFile(file.parent).edit(lambda it: with_theme(it, "nord"))
    assert file.is_dir()


CHANGE = """
import resource, sys
from pathlib import Path
from pkgtui.models.personal import with_theme
from pkgtui.personal import PersonalError, PersonalFile
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    PersonalFile(Path(sys.argv[1])).edit(lambda it: with_theme(it, "gruvbox"))
except PersonalError as error:
    print(error)
"""


def changed(*words: object, before: tuple[str, ...] = ()) -> str:
    """Let another process change the theme; return what it says of it."""
    command = [*before, sys.executable, "-c", CHANGE, *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@POSIX
@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_where_it_cannot_be_written_this_is_told(file: Path, mode: int) -> None:
    file.write_text('{"theme": "nord"}')
    with rights(file.parent, mode):
        told = changed(file.parent, before=unprivileged())
    assert told == f"{file} cannot be written: Permission denied"
    assert PersonalFile(file.parent).read() == Personal(theme="nord")
    assert [path.name for path in file.parent.iterdir()] == ["personal.json"]


@POSIX
@pytest.mark.parametrize("room", [0, 10])
def test_a_disk_without_room_keeps_what_was_there(file: Path, room: int) -> None:
    file.write_text('{"theme": "nord"}')
    told = changed(file.parent, room)
    assert told == f"{file} cannot be written: File too large"
    assert PersonalFile(file.parent).read() == Personal(theme="nord")
    assert sorted(path.name for path in file.parent.iterdir()) == ["personal.json", "personal.lock"]


def test_writers_at_once_lose_nothing_of_each_other(folder: Path) -> None:
    def write(turn: int) -> None:
        view = ListView(filter=str(turn))
        PersonalFile(folder).edit(lambda it: with_list(it, f"list {turn}", view))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    kept = json.loads((folder / "personal.json").read_text())
    assert {name: view["filter"] for name, view in kept["lists"].items()} == {
        f"list {turn}": str(turn) for turn in range(40)
    }


WRITE_ON = """
import sys
from pathlib import Path
from pkgtui.models.personal import with_theme
from pkgtui.personal import PersonalFile
file = PersonalFile(Path(sys.argv[1]))
for turn in range(1_000_000):
    file.edit(lambda it: with_theme(it, "x" * (turn % 9000)))
    if not turn:
        print("writing", flush=True)
"""


@POSIX
def test_a_program_killed_while_writing_leaves_it_whole(folder: Path) -> None:
    chance = random.Random(11)
    for _ in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITE_ON, str(folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "writing\n"
            time.sleep(chance.random() / 20)  # The moment of the kill, not a wait.
            writer.kill()
        assert set(PersonalFile(folder).read().theme) <= {"x"}
        PersonalFile(folder).edit(lambda it: with_theme(it, ""))
        left = sorted(path.name for path in folder.iterdir())
        assert left == ["personal.json", "personal.lock"]


HOLD = """
import sys
from filelock import FileLock
lock = FileLock(sys.argv[1])
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


@POSIX
def test_a_stopped_writer_is_not_waited_for_endlessly(folder: Path) -> None:
    PersonalFile(folder).edit(lambda it: with_theme(it, "nord"))
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder / "personal.lock")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGSTOP)
        try:
            with pytest.raises(PersonalError, match="Another program is writing"):
                PersonalFile(folder).edit(lambda it: with_theme(it, "gruvbox"))
        finally:
            holder.kill()
    assert PersonalFile(folder).edit(lambda it: with_theme(it, "gruvbox")) is None


words = st.text(max_size=9).map(clean)
slugs = st.lists(words, max_size=3).map(tuple)
looks = st.builds(ListView, filter=words, order=words, hidden=st.booleans())
personals = st.builds(
    Personal,
    theme=words,
    place=words,
    visited=st.none() | st.datetimes(timezones=st.just(UTC)),
    basket=slugs,
    watched=st.lists(st.builds(Watched, slug=words, note=words), max_size=3).map(tuple),
    grids=st.dictionaries(words, slugs, max_size=3),
    views=st.dictionaries(words, looks, max_size=3),
    lists=st.dictionaries(words, looks, max_size=3),
)


@given(personals)
def test_everything_that_can_be_made_is_read_as_it_was_kept(made: Personal) -> None:
    with TemporaryDirectory() as folder:
        file = PersonalFile(Path(folder))
        assert file.edit(lambda _: made) is None
        assert file.read() == made


def test_text_that_others_wrote_cannot_reach_a_terminal(file: Path) -> None:
    hostile = "a\x1b]0;b\x07\u202e"
    table = {
        "watched": [{"slug": hostile, "note": hostile}],
        "views": {hostile: {"filter": hostile}},
    }
    file.write_text(json.dumps(table))
    read = PersonalFile(file.parent).read()
    assert read.watched == (Watched("a]0;b", "a]0;b"),)
    assert read.views == {"a]0;b": ListView("a]0;b")}


def test_marks_stand_in_the_order_of_marking_and_are_bounded() -> None:
    made = Personal()
    for slug in ("b", "a", "c", "a"):
        made = with_mark_turned(made, slug)
    assert made.basket == ("b", "c")
    for number in range(2 * MOST_MARKED):
        made = with_mark_turned(made, f"p{number}")
    assert len(made.basket) == MOST_MARKED


def test_a_list_looked_at_as_at_first_and_a_view_without_a_name_are_forgotten() -> None:
    looked = with_list(Personal(), "packages", ListView(filter="queue"))
    named = with_view(looked, "queues", looked.lists["packages"])
    assert named.views["queues"].filter == "queue"
    assert with_view(with_list(named, "packages", ListView()), "queues", None) == Personal()

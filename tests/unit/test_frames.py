"""What is left out of a frame makes no difference to the screen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from pkgtui.tui.frames import Frames, is_frame

COLUMNS, ROWS = 24, 4
RED, ON_BLUE = "38;2;200;0;0", "48;2;0;0;200"
Picture = list[list[tuple[object, ...]]]


class Shown:
    """A terminal that lines are not wrapped on, as Textual sets it up."""

    def __init__(self) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self.screen)
        self._stream.feed("\x1b[?7l")

    def feed(self, data: str) -> Shown:
        self._stream.feed(data.replace("\n", "\r\n"))
        return self

    @property
    def picture(self) -> Picture:
        """What a person sees of each cell: on blanks, ink and weight are not to be seen."""
        rows = (self.screen.buffer[row] for row in range(ROWS))
        return [[self._seen(row[column]) for column in range(COLUMNS)] for row in rows]

    @staticmethod
    def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
        lines = (cell.underscore, cell.strikethrough, cell.reverse)
        if cell.data == " " and not any(lines):
            return (" ", cell.bg)
        return (cell.data, cell.bg, cell.fg, cell.bold, cell.italics, *lines)


def at(row: int, column: int, *pieces: str) -> str:
    """A part of a frame as Textual renders it."""
    return f"\x1b[{row};{column}H{''.join(pieces)}"


def styled(text: str, *codes: str) -> str:
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if codes else text


# Every line is drawn to its end, as Textual does: what a wide character leaves of another that
# it cuts is not the same in all terminals.
marks = st.lists(st.sampled_from(["1", "3", "4", "7", "9"]), max_size=2, unique=True)
inks = st.sampled_from(["", RED, "38;5;9", "31", "91", "39"])
papers = st.sampled_from(["", ON_BLUE, "48;5;4", "44", "104", "49"])
words = st.lists(
    st.sampled_from(
        ["a", "bc", " ", "     ", "·▁▂█", "▁▁▁", "★ x", "é", "日本", "👍", "e\u0301", "Ж"]
    ),
    min_size=1,
    max_size=3,
).map("".join)
pieces = st.tuples(words, marks, inks, papers).map(
    lambda one: styled(one[0], *one[1], *filter(None, one[2:]))
)
lines = (
    st.lists(pieces, max_size=4)
    .map("".join)
    .filter(lambda line: cell_len(re.sub(r"\x1b[^m]*m", "", line)) <= COLUMNS)
)
frames = st.dictionaries(st.integers(1, ROWS), lines, min_size=1)


def whole(frame: dict[int, str]) -> str:
    blank = " " * COLUMNS
    drawn = (at(row, 1, blank) + at(row, 1, frame[row]) for row in sorted(frame))
    return "\n".join(drawn) + at(1, 1)


def padded(frame: dict[int, str]) -> str:
    """The same as Textual draws it, each cell once."""
    drawn = []
    for row, line in sorted(frame.items()):
        width = cell_len(re.sub(r"\x1b[^m]*m", "", line))
        drawn.append(at(row, 1, line + " " * (COLUMNS - width)))
    return "\n".join(drawn) + at(1, 1)


@settings(max_examples=400)
@given(st.lists(frames, min_size=1, max_size=5), st.sampled_from([whole, padded]))
def test_the_screen_is_the_same_as_if_everything_had_been_sent(
    session: list[dict[int, str]], drawn: Callable[[dict[int, str]], str]
) -> None:
    known, everything, changes = Frames(), Shown(), Shown()
    for frame in session:
        everything.feed(drawn(frame))
        changes.feed(known.changes(drawn(frame)))
        assert changes.picture == everything.picture
        assert changes.screen.cursor.attrs == changes.screen.default_char  # nothing leaks on


@settings(max_examples=50)
@given(frames)
def test_a_frame_that_is_shown_already_costs_nothing(frame: dict[int, str]) -> None:
    known = Frames()
    last = "".join(at(row, 1, line) for row, line in frame.items()) + at(1, 1)
    known.changes(last)
    assert known.changes(last) == ""


def test_only_the_cells_that_differ_are_sent() -> None:
    known = Frames()
    known.changes(at(1, 1, styled("django-debug-toolbar   8,100", ON_BLUE)) + at(1, 1))
    sent = known.changes(at(1, 1, styled("django-debug-toolbar   8,200", ON_BLUE)) + at(1, 1))
    assert sent == f"\x1b[1;26H\x1b[{ON_BLUE}m2\x1b[0m\x1b[1;1H"


def test_neighbours_are_told_apart_by_what_differs_alone() -> None:
    frame = at(1, 1, styled("one", RED, ON_BLUE), styled(" two", "1", ON_BLUE)) + at(1, 1)
    assert Frames().changes(frame) == (
        f"\x1b[1;1H\x1b[{RED};{ON_BLUE}mone\x1b[1;39m two\x1b[0m\x1b[1;1H"
    )


def test_a_style_is_named_once_for_all_the_lines_that_have_it() -> None:
    known = Frames()
    known.changes(padded(dict.fromkeys(range(1, 5), "")))
    lines = {row: styled(f"line {row}", (RED, "38;2;0;200;0")[row % 2]) for row in range(1, 5)}
    sent = known.changes(padded(lines))
    assert sent.count("38;2;") == 2
    assert re.findall("line .", sent) == ["line 1", "line 3", "line 2", "line 4"]


def test_lines_keep_their_order_where_that_takes_no_more() -> None:
    known = Frames()
    known.changes(padded({1: "", 2: ""}))
    sent = known.changes(padded({1: styled("a", "31") + "b", 2: styled("c", "31") + "d"}))
    assert re.sub(r"\x1b\[[^A-Za-z]*[A-Za-z]", "", sent) == "abcd"


def test_of_a_curve_only_what_differs_is_sent() -> None:
    known = Frames()
    known.changes(padded({1: "▁▂▃▄▅▆▇█▁▂▃▄"}))
    assert known.changes(padded({1: "█▂▃▄▅▆▇█▁▂▃█"})) == "\x1b[1;1H█\x1b[10C█\x1b[1;1H"
    assert known.changes(padded({1: "▁▂▁▄▅▆▇█▁▂▃█"})) == "\x1b[1;1H▁▂▁\x1b[1;1H", "as short"


def test_what_a_cut_character_leaves_behind_is_drawn_again() -> None:
    known, shown = Frames(), Shown()
    for frame in (
        at(1, 1, "日本x"),
        at(1, 1, "a"),
        at(1, 1, "日本x"),
        at(1, 2, "b"),
        at(1, 1, "日"),
    ):
        shown.feed(known.changes(frame + at(1, 1)))
    assert known.changes(at(1, 1, "日本x") + at(1, 1)) != ""


def test_what_follows_a_character_of_doubtful_width_stands_in_its_place() -> None:
    sent = Frames().changes(at(2, 3, "👍 up") + at(1, 1))
    assert sent == "\x1b[2;3H  \x1b[2;3H👍\x1b[2;5H up\x1b[1;1H"


def test_what_a_character_of_doubtful_width_may_lie_over_is_drawn_again() -> None:
    known = Frames()
    known.changes(at(2, 3, "a bcdef") + at(1, 1))
    sent = known.changes(at(2, 3, "⚑ bcdef") + at(1, 1))
    assert sent == "\x1b[2;3H \x1b[2;3H⚑\x1b[2;4H \x1b[1;1H"


def test_everything_is_sent_again_after_the_terminal_was_in_doubt() -> None:
    known = Frames()
    frame = at(1, 1, "one") + at(1, 1)
    first = known.changes(frame)
    known.forget()
    assert known.changes(frame) == first


@pytest.mark.parametrize(
    "strange", ["\x1b]8;;https://x\x1b\\link\x1b]8;;\x1b\\", "\x1b[2J", "\ttab", "\u0301", "\x9b1m"]
)
def test_a_frame_that_is_not_understood_is_sent_whole_and_nothing_taken_for_shown(
    strange: str,
) -> None:
    known = Frames()
    plain = at(1, 1, "one") + at(1, 1)
    known.changes(plain)
    frame = at(1, 1, strange) + at(1, 1)
    assert known.changes(frame) == frame
    assert known.changes(plain) == at(1, 1, "one") + at(1, 1)


@pytest.mark.parametrize(
    "data", ["\x1b[?2026h", "\x1b[?1049l", "\x1b]52;c;YQ==\a", "\a", "text", "\x1b[<u"]
)
def test_switches_and_questions_are_no_frames(data: str) -> None:
    assert not is_frame(data)
    assert is_frame(at(1, 1, data))


def test_a_frame_made_for_a_larger_terminal_is_not_sent() -> None:
    frames = Frames()
    frames.size = (30, 8)
    assert frames.changes("\x1b[9;1Hbelow") == ""
    assert frames.changes("\x1b[1;1Hover\x1b[2;28Hthe edge") == ""
    assert "over" in frames.changes("\x1b[1;1Hover\x1b[8;27Hedge")

"""How much is sent to a terminal before it has told that it came so far."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pkgtui.tui.pacing import ASK, LEAST_ROOM, PATIENCE, Pace


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def answering(clock: Clock, after: float = 5.0) -> Pace:
    """A pace for a terminal that has answered 10 kB once, after so many seconds."""
    pace = Pace(clock)
    assert pace.sent(10_000) == ASK
    clock.time += after
    pace.answered()
    return pace


def test_one_large_frame_is_under_way_at_a_time() -> None:
    pace = answering(Clock())
    assert pace.is_clear()
    assert pace.sent(LEAST_ROOM) == ASK
    assert not pace.is_clear()
    pace.answered()
    assert pace.is_clear()


def test_letters_go_on_while_they_are_under_way() -> None:
    pace = answering(Clock())
    for _ in range(4):
        assert pace.is_clear()
        pace.sent(LEAST_ROOM // 4)
    assert not pace.is_clear()
    pace.answered()
    assert pace.is_clear()


def test_on_a_fast_line_nothing_waits_for_what_it_carries_in_a_quarter_of_a_second() -> None:
    pace = answering(Clock(), after=0.1)
    for _ in range(4):
        assert pace.is_clear()
        pace.sent(5_000)
    assert not pace.is_clear()


def test_a_line_that_has_become_slow_is_found_out() -> None:
    clock = Clock()
    pace = answering(clock, after=0.01)
    for _ in range(40):
        pace.sent(2_000)
        clock.time += 1.0
        pace.answered()
    pace.sent(2_000)
    assert not pace.is_clear()


def test_a_terminal_that_never_answers_is_sent_everything_and_soon_asked_no_more() -> None:
    pace = Pace(Clock())
    asked = []
    for _ in range(10):
        assert pace.is_clear()
        asked.append(pace.sent(9_000))
    assert asked == [ASK] * 3 + [""] * 7


def test_a_terminal_that_answers_no_more_is_waited_for_no_longer_than_patience() -> None:
    clock = Clock()
    pace = answering(clock)
    pace.sent(9_000)
    clock.time += PATIENCE
    assert not pace.is_clear()
    clock.time += 0.1
    assert pace.is_clear()
    pace.sent(9_000)
    assert pace.is_clear(), "it is taken for one that does not answer"
    clock.time += 5.0
    pace.answered()
    pace.sent(9_000)
    assert not pace.is_clear(), "until it does"


def test_what_comes_late_on_a_slow_line_is_waited_for_from_the_last_answer_on() -> None:
    clock = Clock()
    pace = answering(clock)
    pace.sent(600)
    pace.sent(9_000)
    clock.time += 0.9 * PATIENCE
    pace.answered()
    clock.time += 0.9 * PATIENCE
    assert not pace.is_clear()


def test_another_terminal_is_not_taken_for_the_one_before() -> None:
    pace = answering(Clock())
    pace.sent(9_000)
    pace.begin_anew()
    assert pace.is_clear()
    pace.answered()
    assert pace.is_clear()


@given(st.lists(st.integers(1, 20_000) | st.just(None)))
def test_never_more_than_a_frame_beyond_the_bound_is_under_way(steps: list[int | None]) -> None:
    clock = Clock()
    pace = answering(clock)
    under_way: list[int] = []
    for size in steps:
        if size is None:
            clock.time += sum(under_way[:1]) / 2_000
            pace.answered()
            under_way = under_way[1:]
        elif pace.is_clear():
            pace.sent(size)
            under_way.append(size)
        assert sum(under_way[:-1]) < LEAST_ROOM

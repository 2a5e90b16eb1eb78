"""The virtual table: what fits, where the cursor goes, what is drawn."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from pkgtui.tui.fitting import GAP, Column, fitting
from pkgtui.tui.widgets.table import Table

Numbers = Table[int]


def columns_of(*widths: int, most: int = 0) -> list[Column[int]]:
    return [
        Column(
            str(at),
            f"c{at}",
            width,
            lambda row, at=at: f"{row}.{at}",  # type: ignore[misc]  # the default binds the loop's value
            most=most if at == 0 else 0,
            drop=at,
        )
        for at, width in enumerate(widths)
    ]


class TableApp(App[None]):
    """A table of numbers and what it told."""

    def __init__(self, rows: Sequence[int], columns: Sequence[Column[int]]) -> None:
        super().__init__()
        self._rows, self._columns = rows, columns
        self.told: list[object] = []

    def compose(self) -> ComposeResult:
        yield Numbers(self._columns, key=lambda row: row, empty="Nothing at all.")

    def on_mount(self) -> None:
        self.table.show(self._rows)

    @property
    def table(self) -> Table[int]:
        return self.query_one(Table)

    def on_table_selected(self, event: Table.Selected[int]) -> None:
        self.told.append(("selected", event.row))

    def on_table_header_clicked(self, event: Table.HeaderClicked[int]) -> None:
        self.told.append(("header", event.column))

    def line(self, y: int) -> str:
        return self.table.render_line(y).text


@asynccontextmanager
async def showing(
    rows: Sequence[int],
    columns: Sequence[Column[int]] | None = None,
    size: tuple[int, int] = (40, 11),
) -> AsyncIterator[tuple[TableApp, Pilot[None]]]:
    app = TableApp(rows, columns or columns_of(6, 6, 6))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def test_the_header_stays_and_only_visible_rows_are_asked_for() -> None:
    class Watched(Sequence[int]):
        def __init__(self) -> None:
            self.asked: set[int] = set()

        def __len__(self) -> int:
            return 1_000_000

        def __getitem__(self, at: int) -> int:  # type: ignore[override]  # no slices here
            self.asked.add(at)
            return at

    rows = Watched()
    async with showing(rows) as (app, pilot):
        assert "c0" in app.line(0)
        assert "0.0" in app.line(1)
        await pilot.press("G")
        await pilot.pause()
        assert "c0" in app.line(0)
        assert app.table.current == 999_999
        assert "999999.0"[:6] in app.line(10).replace("…", "9")
        assert len(rows.asked) < 100


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (("j", "down"), 2),
        (("j", "k"), 0),
        (("pagedown",), 10),
        (("pagedown", "pagedown", "pageup"), 10),
        (("ctrl+d",), 5),
        (("ctrl+d", "ctrl+u"), 0),
        (("G",), 99),
        (("G", "g"), 0),
        (("end", "home"), 0),
        (("k",), 0),
        (("G", "j"), 99),
    ],
)
async def test_keys_move_the_cursor(keys: tuple[str, ...], row: int) -> None:
    async with showing(range(100)) as (app, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert app.table.current == row
        shown = [app.line(y) for y in range(1, 11)]
        assert sum("▸" in line for line in shown) == 1


async def test_the_cursor_stays_on_its_row_when_others_come_and_go() -> None:
    async with showing(range(100)) as (app, pilot):
        app.table.move_to(42)
        app.table.show([*range(200, 210), *range(100)])
        await pilot.pause()
        assert app.table.current == 42
        app.table.show([1, 2, 3])
        assert app.table.current == 1
        app.table.show([])
        emptied = app.table
        assert emptied.current is None
        assert "Nothing at all." in app.line(1)


async def test_enter_and_a_double_click_choose_a_row_and_the_header_tells_its_column() -> None:
    async with showing(range(100)) as (app, pilot):
        await pilot.press("j", "enter")
        await pilot.click(Table, offset=(3, 4))
        assert app.table.current == 3
        await pilot.click(Table, offset=(3, 6), times=2)
        await pilot.click(Table, offset=(11, 0))
        await pilot.pause()
        assert app.told == [("selected", 1), ("selected", 5), ("header", "1")]


async def test_columns_that_do_not_fit_can_be_brought_into_view() -> None:
    async with showing(range(5), columns_of(6, 10, 10, 10), size=(32, 10)) as (app, pilot):
        assert app.table.left_out == 2
        assert "c1" in app.line(0)
        await pilot.press("right")
        assert app.table.leading is not None
        assert app.table.leading.id == "2"
        assert "c0" in app.line(0)
        assert "c1" not in app.line(0)
        await pilot.press("left", "left")
        assert app.table.leading.id == "1"


async def test_every_line_is_as_wide_as_the_table() -> None:
    wide = [Column[int]("a", "日本", 7, lambda _: "日本語のテスト 🐍"), *columns_of(4, 4)]
    async with showing(range(3), wide) as (app, _):
        for y in range(10):
            assert app.table.render_line(y).cell_length == app.table.size.width


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)), min_size=1, max_size=8),
    st.integers(1, 150),
    st.integers(0, 9),
)
def test_what_is_chosen_fits_and_keeps_the_first_column(
    shapes: list[tuple[int, int]], room: int, shift: int
) -> None:
    columns = [
        Column[int](str(at), "", width, str, most=width * 2, drop=drop)
        for at, (width, drop) in enumerate(shapes)
    ]
    chosen = fitting(columns, room, shift)
    assert chosen[0][0] is columns[0]
    assert all(column.width <= width <= column.most for column, width in chosen)
    assert [int(column.id) for column, _ in chosen] == sorted(int(c.id) for c, _ in chosen)
    if len(chosen) > 1:
        assert sum(width for _, width in chosen) + GAP * (len(chosen) - 1) <= room


def test_easily_dropped_columns_go_before_a_sparkline_shrinks() -> None:
    def draw(_: int, width: int) -> str:
        return "x" * width

    columns = [
        Column[int]("name", "", 10, str),
        Column[int]("weeks", "", 13, str, most=26, in_width=draw, drop=2),
        Column[int]("forks", "", 6, str, drop=6),
    ]
    widths = [{c.id: w for c, w in fitting(columns, room)} for room in (46, 45, 37, 24)]
    assert widths == [
        {"name": 10, "weeks": 26, "forks": 6},
        {"name": 10, "weeks": 26},
        {"name": 10, "weeks": 13},
        {"name": 10},
    ]


def test_a_name_keeps_its_wish_before_easily_dropped_columns_have_any() -> None:
    columns = [
        Column[int]("name", "", 10, str, most=30, wish=16),
        Column[int]("stars", "", 5, str),
        Column[int]("forks", "", 6, str, drop=6),
    ]
    widths = [{c.id: w for c, w in fitting(columns, room)} for room in (50, 31, 30, 22, 17)]
    assert widths == [
        {"name": 30, "stars": 5, "forks": 6},
        {"name": 16, "stars": 5, "forks": 6},
        {"name": 23, "stars": 5},
        {"name": 15, "stars": 5},
        {"name": 10, "stars": 5},
    ]

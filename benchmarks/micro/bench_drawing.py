"""Drawing a page of packages at 120 by 40, without the terminal."""

from __future__ import annotations

from pathlib import Path

from benchmarks.micro import made
from pytest_benchmark.fixture import BenchmarkFixture
from textual.app import App, ComposeResult

from pkgtui.settings import Settings
from pkgtui.tui.state import State
from pkgtui.tui.widgets.package_list import PackageList


class _Lists(App[None]):
    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state

    def compose(self) -> ComposeResult:
        yield PackageList(self.state, "packages")


def _app(folder: Path) -> _Lists:
    return _Lists(State(Settings(cache_dir=folder), catalog=made.catalog()))


async def bench_draw_a_page(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        packages = app.query_one(PackageList)
        packages.show("All", made.catalog().all_rows)
        await pilot.pause()
        table = packages.table

        def draw() -> int:
            return sum(table.render_line(line).cell_length for line in range(table.size.height))

        assert benchmark(draw) > 120 * 30


async def bench_show_all_packages(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    app = _app(tmp_path)
    async with app.run_test(size=(120, 40)):
        packages = app.query_one(PackageList)
        benchmark(packages.show, "All", made.catalog().all_rows)

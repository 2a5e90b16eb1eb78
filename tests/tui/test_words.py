"""Text whose height follows it."""

from __future__ import annotations

from textual.app import App, ComposeResult

from pkgtui.tui.widgets.words import Words


class Page(App[None]):
    CSS = "Words { height: auto; }"

    def compose(self) -> ComposeResult:
        yield Words("[b]one[/b]")


async def test_the_height_follows_the_last_of_several_changes() -> None:
    async with Page().run_test() as pilot:
        words = pilot.app.screen.query_one(Words)
        assert words.size.height == 1
        words.update("one")
        pilot.app.screen._refresh_layout()  # as a resize does that comes in between
        words.update("one\ntwo\nthree")
        await pilot.pause()
        assert words.size.height == 3


async def test_text_is_no_markup() -> None:
    async with Page().run_test() as pilot:
        words = pilot.app.screen.query_one(Words)
        assert str(words.content) == "[b]one[/b]"
        assert str(words.render()) == "[b]one[/b]"

"""The lines at the top and the bottom: where one is, how old the data are, which keys work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget

from pkgtui.tui.state import State


@dataclass(frozen=True)
class Item:
    """One thing on a bar that can be clicked."""

    key: str
    label: str
    action: str

    @property
    def width(self) -> int:
        """Cells it takes, with the space around it."""
        return cell_len(self.key) + cell_len(self.label) + 3


class TitleBar(Widget):
    """The places with their keys on the left, the state of the data on the right."""

    ALLOW_SELECT = False
    PLACES = (
        Item("1", "Categories", "app.go('categories')"),
        Item("2", "Grids", "app.go('grids')"),
        Item("3", "Packages", "app.go('packages')"),
    )

    def __init__(self, state: State, place: str = "") -> None:
        super().__init__()
        self._state = state
        self._place = place
        self._shown = ""

    def update(self) -> None:
        """Draw again if there is something new to say."""
        if self._state.headline() != self._shown:
            self.refresh()

    def render(self) -> Content:
        """Draw the places, then as much of the state as there is room for."""
        self._shown = self._state.headline()
        width = self.size.width
        left = [Content.styled(" pkgtui ", "bold")]
        for item in self.PLACES:
            style = "reverse bold" if item.label.lower() == self._place else ""
            left.append(Content.styled(f" {item.key} {item.label} ", style))
        line = Content("").join(left)
        room = width - line.cell_length - 1
        words = self._shown
        if cell_len(words) > room:
            words = words[: max(room - 1, 0)] + self._state.glyphs.ellipsis if room > 1 else ""
        gap = max(width - line.cell_length - cell_len(words) - 1, 0)
        return Content.assemble(line, " " * gap, words)

    async def on_click(self, event: events.Click) -> None:
        """Go to the place clicked on."""
        end = len(" pkgtui ")
        for item in self.PLACES:
            start, end = end, end + item.width
            if start <= event.x < end:
                await self.run_action(item.action)


class KeyBar(Widget):
    """The keys that do something here, the most used first, as many as fit."""

    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the keys of what has the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.refresh())

    def _items(self) -> Iterator[Item]:
        seen = set()
        for active in self.screen.active_bindings.values():
            binding: Binding = active.binding
            if binding.show and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                yield Item(self.app.get_key_display(binding), binding.description, binding.key)

    def _fitting(self) -> Iterator[Item]:
        room = self.size.width
        for item in self._items():
            room -= item.width
            if room < 0:
                return
            yield item

    def render(self) -> Content:
        """Draw the keys with what they do."""
        parts = [
            Content.assemble(" ", (item.key, "bold $accent"), f" {item.label} ")
            for item in self._fitting()
        ]
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key clicked on."""
        end = 0
        for item in self._fitting():
            start, end = end, end + item.width
            if start <= event.x < end:
                self.app.simulate_key(item.action)

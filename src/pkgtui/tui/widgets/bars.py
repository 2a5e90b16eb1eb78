"""The lines at the top and the bottom: where one is, how old the data are, which keys work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.keys import format_key
from textual.screen import Screen
from textual.widget import Widget

from pkgtui.tui.state import State

_PROGRAM = " pkgtui "


class Item(msgspec.Struct, frozen=True):
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
        self._shown: list[str] = []

    @property
    def _program(self) -> str:
        """What is shown of the program, if there is room beside the places."""
        places = sum(item.width for item in self.PLACES)
        return _PROGRAM if self.size.width >= places + len(_PROGRAM) else ""

    def update(self) -> None:
        """Draw again if there is something new to say."""
        if self._state.headlines() != self._shown:
            self.refresh()

    def render(self) -> Content:
        """Draw the places, then the longest wording of the state that there is room for."""
        self._shown = self._state.headlines()
        left = [Content.styled(self._program, "bold")]
        for item in self.PLACES:
            style = "reverse bold" if item.label.lower() == self._place else ""
            left.append(Content.styled(f" {item.key} {item.label} ", style))
        line = Content("").join(left)
        room = self.size.width - line.cell_length - 2
        words = next((words for words in self._shown if cell_len(words) <= room), "")
        return Content.assemble(line, " " * (room - cell_len(words) + 1), words)

    async def on_click(self, event: events.Click) -> None:
        """Go to the place clicked on."""
        end = len(self._program)
        for item in self.PLACES:
            start, end = end, end + item.width
            if start <= event.x < end:
                await self.run_action(item.action)


class KeyBar(Widget):
    """The keys that do something here: those of the list in hand, as many as fit, then the rest."""

    ALLOW_SELECT = False
    ALWAYS = frozenset({"go.back", "go.search", "program.help", "item.compare"})

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self._shown: list[Item] = []

    def on_mount(self) -> None:
        """Follow the keys of what has the focus."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.update())

    def update(self) -> None:
        """Draw again if there are other keys to show."""
        if self._fitting() != self._shown:
            self.refresh()

    def _fitting(self) -> list[Item]:
        found: dict[str, Binding] = {}
        for binding in keys_that_work(self.screen):
            if binding.show and self._label(binding):
                found.setdefault(binding.action, binding)
        items = [
            (Item(self.app.get_key_display(one), self._label(one), one.key), one.id in self.ALWAYS)
            for one in found.values()
        ]
        room = self.size.width - sum(item.width for item, always in items if always)
        fitting = []
        for item, always in items:
            room -= 0 if always else item.width
            if always or room >= 0:
                fitting.append(item)
        return fitting

    def _label(self, binding: Binding) -> str:
        """What the key does; comparing is told with how much is marked, once something is."""
        if binding.id != "item.compare":
            return binding.description
        marked = len(self._state.personal.basket)
        return f"{binding.description} {marked} marked" if marked else ""

    def render(self) -> Content:
        """Draw the keys with what they do."""
        self._shown = self._fitting()
        parts = [
            Content.assemble(" ", (item.key, "bold $accent"), f" {item.label} ")
            for item in self._shown
        ]
        return Content("").join(parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key clicked on."""
        end = 0
        for item in self._shown:
            start, end = end, end + item.width
            if start <= event.x < end:
                self.app.simulate_key(item.action)


def keys_that_work(screen: Screen[Any]) -> Iterator[Binding]:
    """The bindings in force on `screen`, without those that an input would take as text."""
    focused = screen.focused
    for key, active in screen.active_bindings.items():
        sign = format_key(key)
        # Only signs of the keyboard are typed; the signs for arrows stand for keys.
        character = sign if len(sign) == 1 and sign.isascii() else None
        is_text = focused is not None and focused.check_consume_key(key, character)
        if active.enabled and not active.binding.system and not is_text:
            yield active.binding

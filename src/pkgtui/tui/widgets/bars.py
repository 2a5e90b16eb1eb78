"""The lines at the top and the bottom: where one is, how old the data are, which keys work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content
from textual.keys import format_key
from textual.screen import Screen
from textual.widget import Widget

from pkgtui.phrases import short_count
from pkgtui.tui.state import State

_PROGRAM = " pkgtui "
_ROOM = 28
"""Cells that are kept free for the state of the data."""


class Item(msgspec.Struct, frozen=True):
    """One thing on a bar that can be clicked."""

    key: str
    label: str
    action: str

    @property
    def width(self) -> int:
        """Cells it takes, with the space around it."""
        return cell_len(self.key) + 2 + (cell_len(self.label) + 1 if self.label else 0)


class Place(msgspec.Struct, frozen=True):
    """A place as the title bar names it: in full, and in few letters."""

    id: str
    label: str
    short: str


CHANGES = Place("changes", "Changes", "Changes")


class TitleBar(Widget):
    """The places with their keys on the left, the state of the data on the right."""

    ALLOW_SELECT = False
    PLACES: ClassVar[Sequence[Place]] = (
        Place("categories", "Categories", "Cat"),
        Place("grids", "Grids", "Grids"),
        Place("packages", "Packages", "Pkgs"),
        Place("watchlist", "Watchlist", "Watch"),
        CHANGES,
    )
    PROJECT = Place("project", "Project", "Proj")

    def __init__(self, state: State, place: str = "") -> None:
        super().__init__()
        self._state = state
        self._place = place
        self._places = (*self.PLACES, self.PROJECT) if state.project else self.PLACES
        self._shown: tuple[str, list[str]] = ("", [])

    @property
    def _says(self) -> tuple[str, list[str]]:
        """How many changes are to be seen, if any, and the wordings of the state of the data."""
        unseen = len(self._state.unseen())
        return short_count(unseen) if unseen else "", self._state.headlines()

    def _items(self, unseen: str) -> list[Item]:
        """What stands on the left; less of it the less room there is beside the state."""
        labels = [[place.label for place in self._places], [place.short for place in self._places]]
        labels.append([one.short if one.id == self._place else "" for one in self._places])
        items: list[Item] = []
        for wording in labels:
            items = [
                Item(str(key), label, f"app.go('{place.id}')")
                for key, (place, label) in enumerate(
                    zip(self._places, wording, strict=True), start=1
                )
            ]
            items = [
                replace(item, label=f"{item.label} {unseen}".strip()) if place is CHANGES else item
                for place, item in zip(self._places, items, strict=True)
            ]
            if sum(item.width for item in items) + _ROOM <= self.size.width:
                break
        return items

    def update(self) -> None:
        """Draw again if there is something new to say."""
        if self.size and self._says != self._shown:
            self.refresh()

    def render(self) -> Content:
        """Draw the places, then the longest wording of the state that there is room for."""
        self._shown = unseen, wordings = self._says
        items = self._items(unseen)
        left = [Content.styled(self._program(items), "bold")]
        for place, item in zip(self._places, items, strict=True):
            style = "reverse bold" if place.id == self._place else ""
            left.append(Content.styled(f" {item.key} {item.label} ".replace("  ", " "), style))
        line = Content("").join(left)
        room = self.size.width - line.cell_length - 2
        words = next((words for words in wordings if words and cell_len(words) <= room), "")
        return Content.assemble(line, " " * (room - cell_len(words) + 1), words)

    def _program(self, items: Sequence[Item]) -> str:
        """What is shown of the program, if there is room for it too."""
        needed = sum(item.width for item in items) + len(_PROGRAM) + _ROOM
        return _PROGRAM if needed <= self.size.width else ""

    async def on_click(self, event: events.Click) -> None:
        """Go to the place clicked on."""
        items = self._items(self._shown[0])
        end = len(self._program(items))
        for item in items:
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
        if self.size and self._fitting() != self._shown:
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

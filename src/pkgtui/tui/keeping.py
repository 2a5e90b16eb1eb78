"""Keeps what the person makes: at once in memory, and soon after in their file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from functools import reduce
from typing import ClassVar

from textual import on, work
from textual.timer import Timer

from pkgtui.models.personal import Change, Personal
from pkgtui.paths import data_dir
from pkgtui.personal import PersonalError, PersonalFile
from pkgtui.tui import messages
from pkgtui.tui.saving import SavingApp
from pkgtui.tui.state import State

KEPT_AFTER = 0.4
"""Seconds after which changes are written: what is typed into a filter is written once."""


class KeepingApp(SavingApp):
    """An app that keeps what the person makes with it, and tells once when it cannot.

    Attributes:
        state: What every screen reads; the app alone changes it.
        reopen: The package or grid that was in view at the end of the last session.
    """

    PLACES: ClassVar[tuple[str, ...]] = ()

    def __init__(self, state: State, *, sample: bool) -> None:
        """Begin where the person was last; with a `sample` nothing is kept but the theme."""
        self._file = PersonalFile(data_dir(os.environ))
        self._unwritten: list[Change] = []
        self._writing = asyncio.Lock()
        self._writing_soon: Timer | None = None
        self._trouble = ""
        self._keeps = True
        self.state = state
        state.personal = self._read()
        if sample:
            self.keep_nothing()
        if state.personal.place in self.PLACES:
            self.DEFAULT_MODE = state.personal.place  # type: ignore[misc]  # as each app may choose
        self.reopen = state.personal.screen
        if state.project is not None:
            # Whoever names a project wants to see it.
            self.DEFAULT_MODE, self.reopen = "project", ""  # type: ignore[misc]  # likewise
        super().__init__()

    def _read(self) -> Personal:
        try:
            return self._file.read()
        except PersonalError as error:
            self._trouble = str(error)
            return Personal()

    def on_mount(self) -> None:
        """Tell what could not be read at the start."""
        if self._trouble:
            self.warn(f"{self._trouble}.")

    def keep_nothing(self) -> None:
        """Begin afresh for a sample: what is done with it is forgotten with it."""
        self._keeps = False
        self.state.personal = Personal(theme=self.state.personal.theme)

    def keep(self, change: Change) -> None:
        """Make `change` to what the person has made, and have the screen in view show it."""
        changed = change(self.state.personal)
        if changed == self.state.personal:
            return
        self.state.personal = changed
        if self._keeps:
            self.write_soon(change)
        self.state_changed()

    def state_changed(self) -> None:
        """Have the screen in view show the new state."""
        raise NotImplementedError

    @on(messages.Keep)
    def _keep_wanted(self, event: messages.Keep) -> None:
        self.keep(event.change)

    def write_soon(self, change: Change) -> None:
        """Have `change` made to the file, together with others that come at the same time."""
        self._unwritten.append(change)
        if self._writing_soon is not None:
            self._writing_soon.stop()
        self._writing_soon = self.set_timer(KEPT_AFTER, self._write)

    @work(group="personal", exclusive=False, exit_on_error=True)
    async def _write(self) -> None:
        # Whoever leaves cancels this, and then waits for the lock: what has begun is written.
        before, trouble = self._trouble, await asyncio.shield(self._write_all())
        # Said once: who goes on with a full disk has read it.
        if trouble and trouble != before:
            self.warn(f"{trouble}.")

    async def _write_all(self) -> str:
        async with self._writing:
            changes, self._unwritten = self._unwritten, []
            if not changes:
                return ""
            try:
                notice = await asyncio.to_thread(self._file.edit, _all(changes))
                self._trouble = notice or ""
            except PersonalError as error:
                self._trouble = str(error)
            return self._trouble

    async def on_unmount(self) -> None:
        """Write what was made just before the end."""
        await self._write_all()


def _all(changes: Sequence[Change]) -> Change:
    return lambda personal: reduce(lambda so_far, change: change(so_far), changes, personal)

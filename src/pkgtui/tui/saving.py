"""Texts that a person saves in a file of theirs: told where, and nothing is lost unasked."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path

from textual import on, work

from pkgtui.text import clean
from pkgtui.tui import messages
from pkgtui.tui.dialogs import choice
from pkgtui.tui.links import LinkApp


class SavingApp(LinkApp):
    """An app that saves what its screens ask for, or says why not."""

    @on(messages.SaveText)
    def _save_wanted(self, event: messages.SaveText) -> None:
        self._save(event)

    @work(group="save", exclusive=False, exit_on_error=True)
    async def _save(self, wanted: messages.SaveText) -> None:
        shown = clean(wanted.name)
        write = partial(write_file, wanted.name, wanted.text, replace=wanted.replace)
        try:
            path = await asyncio.to_thread(write)
        except FileExistsError:
            self._ask(wanted)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or error
            self.warn(f"{shown} cannot be written: {reason}.")
        else:
            self.notify(f"Saved as {clean(str(path))}.", markup=False)

    def _ask(self, wanted: messages.SaveText) -> None:
        def answered(answer: str | None) -> None:
            if answer == "replace":
                self._save(messages.SaveText(wanted.name, wanted.text, replace=True))

        name = clean(wanted.name)
        answers = [("leave", f"Leave {name} as it is"), ("replace", f"Replace {name}")]
        self.push_screen(choice("That file exists", answers), answered)


def write_file(name: str, text: str, *, replace: bool) -> Path:
    """Write `text` in UTF-8; a file that is replaced is there, old or new, at any moment.

    Returns:
        Where it lies: in the working directory, if `name` leads nowhere else.

    Raises:
        FileExistsError: It is there, and is not to be replaced.
        OSError: It cannot be written; nothing is left behind.
        ValueError: It is no name of a file.
        RuntimeError: It begins with the home of somebody who has none.
    """
    path = Path(name).expanduser().absolute()
    if replace and path.is_dir():
        raise IsADirectoryError(0, "It is a folder")
    target = path.with_name(f"{path.name}.new") if replace else path
    with target.open("w" if replace else "x", encoding="utf-8", newline="") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            with suppress(OSError):
                target.unlink()
            raise
    if replace:
        target.replace(path)
    return path

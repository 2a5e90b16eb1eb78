"""What a person asks for, told upward: screens and widgets post these, the app acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pkgtui.models.personal import Change


class OpenPackage(Message):
    """Show the package with this id or slug."""

    def __init__(self, key: int | str) -> None:
        super().__init__()
        self.key = key


class OpenGrid(Message):
    """Show the grid with this id or slug."""

    def __init__(self, key: int | str) -> None:
        super().__init__()
        self.key = key


class OpenView(Message):
    """Show all packages as the view of this name does."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class OpenComparison(Message):
    """Show the packages that are marked side by side."""


class OpenAlternatives(Message):
    """Show what could stand in for the package with this id."""

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key


class AskNotice(Message):
    """Ask for what the site's page of the package with this id warns of."""

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key


class OpenPerson(Message):
    """Show what this participant contributes to."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class OpenLink(Message):
    """Show this address in the browser, or where there is none, the address itself."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url


class CopyText(Message):
    """Put this text on the clipboard; what is `told` of it, where it is long itself."""

    def __init__(self, text: str, told: str = "") -> None:
        super().__init__()
        self.text = text
        self.told = told or text


class SaveText(Message):
    """Write this text into a file; one that is there only if it is to `replace` it."""

    def __init__(self, name: str, text: str, *, replace: bool = False) -> None:
        super().__init__()
        self.name = name
        self.text = text
        self.replace = replace


class Explain(Message):
    """Show the evidence for the verdict on the package with this id."""

    def __init__(self, key: int) -> None:
        super().__init__()
        self.key = key


class RefreshPackage(Message):
    """Ask the site for this package again; `forced` also when it is fresh."""

    def __init__(self, key: int | str, *, forced: bool) -> None:
        super().__init__()
        self.key = key
        self.forced = forced


class SyncWanted(Message):
    """Walk the whole directory now."""


class AskSite(Message):
    """Ask the site's own search for these words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class ShowSample(Message):
    """Show the built-in sample, as there is nothing else."""


class Keep(Message):
    """Make a change to what is kept for the person."""

    def __init__(self, change: Change) -> None:
        super().__init__()
        self.change = change

"""What the person made with the program: a readable file, at any moment whole."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from pkgtui.models.personal import Change, Personal
from pkgtui.paths import make_folder
from pkgtui.replacing import replace_file
from pkgtui.text import clean, clean_all

_NAME = "personal.json"
_DEADLINE = 1.0


class PersonalError(Exception):
    """What the person made cannot be read or kept; a sentence without a full stop."""


class _DamagedError(PersonalError):
    """The file is there, and is not what was written."""


class PersonalFile:
    """The file in one folder; several programs may change it at once.

    Every method blocks: call it outside the event loop.
    """

    def __init__(self, folder: Path) -> None:
        """Neither the file nor `folder` need exist."""
        self._folder = folder
        self._file = folder / _NAME

    def read(self) -> Personal:
        """Return what is kept, or the defaults where there is no file.

        Raises:
            PersonalError: The file cannot be read; it is left alone.
        """
        return _typed(self._table(), self._file)

    def edit(self, change: Change) -> str | None:
        """Keep what `change` makes of what is there, be it another program that kept it.

        What else is in the file stays, known here or not.

        Returns:
            A sentence without a full stop when a damaged file was moved aside.

        Raises:
            PersonalError: It cannot be kept; the file is as it was.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only a change needs it

        notice = None
        try:
            make_folder(self._folder)
            with FileLock(self._folder / "personal.lock", timeout=_DEADLINE, mode=0o600):
                table: dict[str, Any] = {}
                before = Personal()
                try:
                    table = self._table()
                    before = _typed(table, self._file)
                except _DamagedError as error:
                    table, notice = {}, f"{error}; it was moved aside to {self._move_aside()}"
                if parts := _parts(before, change(before)):
                    self._replace(_readable(table | parts))
        except Timeout as error:
            raise PersonalError(f"Another program is writing {clean(str(self._file))}") from error
        except (OSError, NotImplementedError) as error:
            raise _unkept(self._file, error) from error
        return notice

    def _table(self) -> dict[str, Any]:
        try:
            text = self._file.read_bytes()
        except FileNotFoundError:
            return {}
        except OSError as error:
            place = clean(str(self._file))
            raise PersonalError(f"{place} cannot be read: {error.strerror}") from error
        try:
            return msgspec.json.decode(text, type=dict[str, Any])
        except (ValueError, RecursionError) as error:
            raise _damaged(self._file) from error

    def _replace(self, text: bytes) -> None:
        # A file kept elsewhere and linked to stays where it is.
        target = Path(os.path.realpath(self._file))
        replace_file(target, text, target.with_name(f"{_NAME}.new"), _private)

    def _move_aside(self) -> str:
        kept = self._file.with_name(f"{_NAME}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")
        self._file.rename(kept)
        return clean(str(kept))


def _parts(before: Personal, after: Personal) -> dict[str, Any]:
    """What of `after` is not as it was."""
    return {
        name: msgspec.to_builtins(value)
        for name, value in msgspec.structs.asdict(after).items()
        if value != getattr(before, name)
    }


def _typed(table: dict[str, Any], file: Path) -> Personal:
    try:
        return msgspec.convert(clean_all(table), Personal)
    except msgspec.ValidationError as error:
        raise _damaged(file) from error


def _readable(table: dict[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(table), indent=2) + b"\n"


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _damaged(file: Path) -> _DamagedError:
    return _DamagedError(f"{clean(str(file))} is damaged")


def _unkept(file: Path, error: Exception) -> PersonalError:
    reason = getattr(error, "strerror", None) or error
    return PersonalError(f"{clean(str(file))} cannot be written: {reason}")

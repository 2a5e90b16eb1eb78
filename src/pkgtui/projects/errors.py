"""Why a project's files cannot be read."""

from __future__ import annotations


class ProjectError(Exception):
    """A file cannot be read; the text is a sentence that names it."""


class UnreadableError(ProjectError):
    """A file is missing, may not be read, or is of no kind that is known."""


class BrokenError(ProjectError):
    """A file is not what its name says; the text names the line where it is known."""

    def __init__(self, file: str, line: int | None, reason: str) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {reason}")

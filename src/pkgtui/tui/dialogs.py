"""Dialogs, imported when they are first wanted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkgtui.tui.widgets.choice import Choice


def choice(question: str, answers: Sequence[tuple[str, str]]) -> Choice:
    """A question whose `answers` are ids with what is shown for them."""
    from pkgtui.tui.widgets.choice import Choice  # noqa: PLC0415 - no list needs it

    return Choice(question, answers)

"""Dialogs, imported when they are first wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.content import Content

    from pkgtui.models.order import Order, Sortable
    from pkgtui.tui.present import Glyphs
    from pkgtui.tui.widgets.choice import Choice
    from pkgtui.tui.widgets.order_choice import OrderChoice
    from pkgtui.tui.widgets.question import Question
    from pkgtui.tui.widgets.reader import Reader


def choice(question: str, answers: Sequence[tuple[str, str]]) -> Choice:
    """A question whose `answers` are ids with what is shown for them."""
    from pkgtui.tui.widgets.choice import Choice  # noqa: PLC0415 - no list needs it

    return Choice(question, answers)


def order_choice(
    question: str,
    sorts: Mapping[str, Sortable],
    order: Order,
    take: Callable[[Order], None],
    glyphs: Glyphs,
) -> OrderChoice:
    """The columns that a list in `order` can stand by; it takes each that is chosen."""
    from pkgtui.tui.widgets.order_choice import OrderChoice  # noqa: PLC0415 - no list needs it

    return OrderChoice(question, sorts, order, take, glyphs)


def question(title: str, hint: str, words: str = "") -> Question:
    """A question that is answered in a line, which begins with `words`."""
    from pkgtui.tui.widgets.question import Question  # noqa: PLC0415 - no list needs it

    return Question(title, hint, words)


def reader(title: str, text: Content, *, bare: bool = False) -> Reader:
    """A text to read; a `bare` one has no frame, so that it can be copied from the screen."""
    from pkgtui.tui.widgets.reader import Reader  # noqa: PLC0415 - no list needs it

    return Reader(title, text, bare=bare)

"""A line in which a filter is typed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on

from pkgtui.models.query import Completion, Keys, Query, QueryError, complete, parse
from pkgtui.tui.state import State
from pkgtui.tui.widgets.line_input import LineInput
from pkgtui.tui.widgets.offers import Offers

_LEAST_TYPED = 2
"""Letters from which keys are offered: one begins too many of them."""
_WRONG = "bold underline"


class _Underline(Highlighter):
    """Underlines the word that is wrong."""

    def __init__(self) -> None:
        self.error: QueryError | None = None

    def highlight(self, text: Text) -> None:
        """Mark what the error points at."""
        if self.error is not None:
            text.stylize(_WRONG, self.error.start, self.error.end)


class QueryInput(LineInput):
    """Offers what may be typed next, completes with Tab, and points at what is wrong."""

    def __init__(
        self, state: State, keys: Keys, offers: Offers, hint: str, words: str = ""
    ) -> None:
        """Begin with `words`; show `hint` while empty."""
        super().__init__(hint, words)
        self.highlighter = self._underline = _Underline()
        self._state, self._keys, self._offers = state, keys, offers
        self._completions: Sequence[Completion] = ()
        self._taken: int | None = None
        self._before = self._after = ""

    def on_mount(self) -> None:
        """Have what is offered go along when the layout moves the line."""
        moved = self.screen.screen_layout_refresh_signal
        moved.subscribe(self, lambda _: self._offers.follow(self.region))

    @property
    def is_offering(self) -> bool:
        """Whether something is shown that Tab takes."""
        return bool(self._completions)

    @property
    def wrong(self) -> str:
        """Why what is typed cannot be read as a whole; empty when it can."""
        return str(self._underline.error or "")

    def read(self) -> tuple[str, Query] | None:
        """Read what is typed and show what may follow.

        Returns the words that could be read, without the one that is wrong, and what they ask
        for; None when that is not to be told.
        """
        text = self.value
        read, self._underline.error = self._parse(text)
        if text != self._after:
            self._completions, self._taken = self._complete(_LEAST_TYPED), None
        self._show_offers()
        if (error := self._underline.error) is not None:
            text = f"{text[: error.start]}{text[error.end :]}"
            read, _ = self._parse(text)
        return None if read is None else (text.strip(), read)

    def action_complete(self) -> None:
        """Take the first of what is offered, or the next one when one was taken."""
        if self._taken is None or self.value != self._after:
            self._completions, self._before, self._taken = self._complete(0), self.value, None
        if not self._completions:
            return
        self._taken = 0 if self._taken is None else (self._taken + 1) % len(self._completions)
        it = self._completions[self._taken]
        text = self._before[: it.start] + it.text + self._before[it.end :]
        # Of a choice the next one may be wanted; what stands alone is gone on from.
        self._after = text if len(self._completions) > 1 else ""
        self.value = text
        self.cursor_position = it.start + len(it.text)

    def _parse(self, text: str) -> tuple[Query | None, QueryError | None]:
        try:
            return parse(text, self._keys), None
        except QueryError as error:
            return None, error

    def _complete(self, least: int) -> Sequence[Completion]:
        catalog = self._state.catalog
        if catalog is None:
            return ()
        found = complete(catalog, self.value, self.cursor_position, self._keys)
        return [
            it
            for it in found
            if it.end - it.start >= least and self.value[it.start : it.end] != it.text
        ]

    def _show_offers(self) -> None:
        if not self.has_focus:
            self._offers.hide()
        elif self._completions:
            self._offers.offer(self._completions, self._taken, self.region)
        else:
            self.tell_wrong()

    def tell_wrong(self) -> None:
        """Say what is wrong, whatever else is offered."""
        if self.wrong:
            self._offers.tell(self.wrong, self.region)
        else:
            self._offers.hide()

    @on(events.Blur)
    def _hide_offers(self) -> None:
        """Offer nothing while the keys are elsewhere."""
        self._offers.hide()

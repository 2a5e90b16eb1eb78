"""The choice of an order by one column or by several, laid over the list it orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from pkgtui.models.order import Order, Sortable, sorted_by, with_further
from pkgtui.paths import sheet
from pkgtui.tui import bindings
from pkgtui.tui.present import Glyphs
from pkgtui.tui.widgets.words import Words


class OrderChoice(ModalScreen[None]):
    """Orders the list at each choice, so that one sees what it does."""

    CSS_PATH = sheet("choice")
    BINDINGS = bindings.ORDER

    def __init__(
        self,
        question: str,
        sorts: Mapping[str, Sortable],
        order: Order,
        take: Callable[[Order], None],
        glyphs: Glyphs,
    ) -> None:
        """Offer `sorts` to a list that stands in `order`, and have it `take` every other."""
        super().__init__()
        self._question, self._sorts = question, sorts
        self._order, self._take = order, take
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Show the columns, and what can be done with one."""
        with Vertical() as box:
            box.border_title = Content(self._question)
            yield OptionList(*self._options())
            yield Words(
                "enter by this alone\nspace behind what is chosen: again turns it,\n"
                "once more takes it out"
            )

    def on_mount(self) -> None:
        """Begin at the column that leads, if one does."""
        leading = list(self._sorts).index(self._order[0].id) if self._order else 0
        self.query_one(OptionList).highlighted = leading

    def _options(self) -> Iterable[Option]:
        places = {key.id: (at, key) for at, key in enumerate(self._order, start=1)}
        for sort in self._sorts.values():
            mark = " " * 3
            if sort.id in places:
                at, key = places[sort.id]
                falls = sort.descending != key.reversed
                mark = f"{at} {self._glyphs.down if falls else self._glyphs.up}"
            yield Option(Content(f"{mark} {sort.label}"), id=sort.id)

    def action_further(self) -> None:
        """Order by the column under the cursor where those chosen so far are equal."""
        options = self.query_one(OptionList)
        if options.highlighted is None:
            return
        sort = options.get_option_at_index(options.highlighted).id or ""
        order = with_further(self._order, sort)
        if not order:
            return
        self._order = order
        self._take(order)
        for at, option in enumerate(self._options()):
            options.replace_option_prompt_at_index(at, option.prompt)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self._take(sorted_by(self._order, event.option_id or ""))
        self.dismiss()

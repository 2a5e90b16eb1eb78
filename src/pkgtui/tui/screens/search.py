"""One input over everything; answers at every key from memory, the site's own joined in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from textual import on
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.entries import Grid, Package
from pkgtui.models.found import Hit, Results, merge
from pkgtui.models.hits import SearchHit
from pkgtui.models.query import EVERYTHING, PACKAGE_KEYS, Query
from pkgtui.models.query.finding import asks_for_facts, find
from pkgtui.paths import sheet
from pkgtui.text import emojize, one_line
from pkgtui.tui import bindings
from pkgtui.tui.columns import (
    FORTNIGHTS,
    health,
    is_faded,
    last_commit,
    mark_sign,
    package_name,
)
from pkgtui.tui.fitting import Column
from pkgtui.tui.flowing import before, in_lines, room_in, short
from pkgtui.tui.messages import AskSite, OpenGrid, OpenPackage
from pkgtui.tui.present import sparkline
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.offers import Offers
from pkgtui.tui.widgets.query_input import QueryInput
from pkgtui.tui.widgets.table import Table
from pkgtui.tui.widgets.words import Words

ASK_AFTER = 0.4
"""Seconds without a key before the site is asked."""
ASK_FROM = 2
"""Characters below which the site is not asked."""
VERSION_CELLS = 20
PREVIEW_LINES = 2
"""Lines of a description."""
NO_RESULTS = Results((), 0)


class SearchInput(QueryInput):
    """Takes what is asked for; the keys that move and open go to the hits."""

    BINDINGS = bindings.SEARCH

    def action_complete(self) -> None:
        """Take what is offered; where nothing is, the keys go to the hits."""
        if self.is_offering or not self.value:
            super().action_complete()
        else:
            self.screen.focus_next()


class SearchScreen(CatalogScreen):
    """The input above, hits below, the hit under the cursor described at the bottom.

    The input keeps the keys that it takes; tab gives them to the hits, where letters are keys.
    """

    CSS_PATH = sheet("search")
    PLACE = "search"
    _asking: Timer | None = None

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._asked: Query = EVERYTHING
        self._results = NO_RESULTS
        self._site_said = ""

    def body(self) -> Iterable[Widget]:
        """Lay out input, hits and preview."""
        offers = Offers(self.state.glyphs)
        hint = "name, words, a person, stars:>10 ... tab shows what can be asked for"
        yield SearchInput(self.state, PACKAGE_KEYS, offers, hint)
        table = Table[Hit](
            key=lambda hit: (hit.type, hit.slug),
            glyphs=self.state.glyphs,
            mark=self._sign,
            faded=self._is_faded,
            id="hits",
        )
        yield table
        yield Words(id="preview")
        yield offers

    def show_catalog(self, catalog: Catalog) -> None:
        """Search in `catalog`, which is the state's."""
        del catalog
        self.query_one(Table).show_columns(self._columns())
        self._search()

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        words = self.query_one(Input).value.strip()
        mark = ["--"] if words.startswith("-") else []
        return ("pkgtui", "search", *mark, *[words] * bool(words))

    def subject(self) -> Package | Grid | None:
        """The hit under the cursor."""
        hit, catalog = self.query_one(Table).current, self.state.catalog
        if hit is None or catalog is None:
            return None
        return catalog.package(hit.slug) if hit.type == "package" else catalog.grid(hit.slug)

    def site_answered(self, words: str, hits: Sequence[SearchHit], failure: str | None) -> None:
        """Join in what the site's own search found for `words`, unless they changed since."""
        if words != self._words or self.state.catalog is None:
            return
        if failure is not None:
            self._site_said = f"the site's own search failed: {failure}"
        else:
            self._site_said = "with the site's own search"
            self._results = merge(self._results, hits, self.state.catalog)
        self._show_results(keep_cursor=True)

    def _package(self, hit: Hit) -> Package | None:
        catalog = self.state.catalog
        return catalog.package(hit.slug) if catalog and hit.type == "package" else None

    def _sign(self, hit: Hit) -> str:
        found = self._package(hit)
        return mark_sign(found, self.state) if found else ""

    def _is_faded(self, hit: Hit) -> bool:
        found = self._package(hit)
        return found is not None and is_faded(found, self.state)

    @property
    def _words(self) -> str:
        return self.query_one(SearchInput).value.strip()

    def tell_left_out(self, table: Table[Any]) -> None:
        """Say so with the keys that show them: those of the hits come behind a tab."""
        words = table.left_out_words
        note_below(table, f"{words} behind tab" if words else "")

    def _columns(self) -> Sequence[Column[Hit]]:
        glyphs = self.state.glyphs

        def name(hit: Hit) -> str:
            found = self._package(hit)
            return package_name(found, self.state) if found else one_line(hit.title) or hit.slug

        def stars(hit: Hit) -> str:
            found = self._package(hit)
            return phrases.short_count(found.stars) if found else ""

        def weeks(hit: Hit, cells: int = FORTNIGHTS) -> str:
            found = self._package(hit)
            return sparkline(found.commits_over_52 if found else (), cells, glyphs) or " " * cells

        def commit(hit: Hit) -> str:
            found = self._package(hit)
            return last_commit(found, self.state) if found else ""

        def verdict(hit: Hit) -> str:
            found = self._package(hit)
            return health(found, self.state) if found else ""

        return (
            Column("name", "name", 20, name, most=60),
            Column("type", "kind", 7, lambda hit: hit.type, muted=True),
            Column("stars", glyphs.star, 5, stars, right=True, drop=1),
            Column("weeks", "last 52 weeks", 13, weeks, most=FORTNIGHTS, in_width=weeks, drop=3),
            Column("commit", "commit", 12, commit, drop=2),
            Column("health", "health", 12, verdict, drop=2),
            Column("site", "found by", 9, _found_by, drop=4, muted=True),
        )

    def _search(self) -> None:
        """Find what is typed, without a word that is wrong."""
        read = self.query_one(SearchInput).read()
        if read is None:
            return
        _, self._asked = read
        self._results = NO_RESULTS
        index = self.state.make_index()
        if index is not None:
            self._results = find(index, self._asked, self.state.now(), self.state.personal)
        self._show_results(keep_cursor=False)

    def _show_results(self, *, keep_cursor: bool) -> None:
        table = self.query_one(Table)
        table.empty = self._why_empty()
        table.show(self._results.hits, keep_cursor=keep_cursor)
        dot = f" {self.state.glyphs.dot} "
        shown = len(self._results.hits)
        amount = phrases.count(self._results.total, "hit")
        if shown < self._results.total:
            amount = f"the best {shown:,} of {amount}"
        parts = [amount, self._site_said] if self._words else ["Search"]
        table.border_title = Content(dot.join(part for part in parts if part))
        self._show_preview()

    def _why_empty(self) -> str:
        catalog = self.state.catalog
        if catalog is None:
            return "There is nothing to search in yet."
        if not self._words:
            packages = phrases.count(len(catalog.packages), "package")
            return f"Type to search {packages} and {phrases.count(len(catalog.grids), 'grid')}."
        return "Nothing matches."

    def _show_preview(self) -> None:
        self.query_one("#preview", Words).update(self._describe(), layout=False)

    def _describe(self) -> Content:
        subject = self.subject()
        if subject is None:
            hit = self.query_one(Table).current
            return Content("" if hit is None else "Known to the site only; enter asks for it.")
        glyphs = self.state.glyphs
        dot = f" {glyphs.dot} "
        title = one_line(subject.title)
        if isinstance(subject, Package):
            facts = [
                short(subject.version or "no release", VERSION_CELLS, glyphs.ellipsis),
                f"last commit {phrases.day(subject.last_commit)}",
            ]
            words = subject.description
        else:
            facts = [phrases.count(len(subject.packages), "package")]
            words = subject.description
        room, rest = room_in(self.app.size.width), dot + dot.join(facts)
        words = emojize(one_line(words), plain=not glyphs.emoji) or "No description."
        return Content.assemble(
            (before(title, rest, room, glyphs.ellipsis), "bold"),
            rest,
            f"\n{in_lines(words, room, PREVIEW_LINES, glyphs.ellipsis)}",
        )

    def on_resize(self) -> None:
        """Let the description of the hit flow into the new width."""
        self._show_preview()

    # -- what a person does ----------------------------------------------------------------

    @on(Input.Changed)
    def _changed(self) -> None:
        self._site_said = ""
        if self._asking is not None:
            self._asking.stop()
        self._search()
        # What the site does not tell of its hits, nobody can ask of them.
        is_site_search = not (self.query_one(SearchInput).wrong or asks_for_facts(self._asked))
        if is_site_search and len(self._words) >= ASK_FROM:
            self._asking = self.set_timer(ASK_AFTER, self._ask_site)

    def _ask_site(self) -> None:
        self.post_message(AskSite(self._words))

    def action_open_hit(self) -> None:
        """Open the hit under the cursor."""
        self._open(self.query_one(Table).current)

    @on(Table.Highlighted)
    def _highlighted(self) -> None:
        self._show_preview()

    @on(Table.Selected)
    def _selected(self, event: Table.Selected[Hit]) -> None:
        self._open(event.row)

    def _open(self, hit: Hit | None) -> None:
        if hit is None:
            return
        key = hit.slug if hit.id is None else hit.id
        self.post_message(OpenPackage(key) if hit.type == "package" else OpenGrid(key))

    def action_hit(self, by: int) -> None:
        """Move over the hits while the input keeps the keys."""
        self.query_one(Table).action_move(by)

    def action_hit_page(self, pages: float) -> None:
        """Move over the hits by pages."""
        self.query_one(Table).action_page(pages)


def _found_by(hit: Hit) -> str:
    if not hit.local:
        return "the site"
    return "both" if hit.site else "here"

"""What has changed since the person last looked: what they watch first, then the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from textual import on
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.changes import Change, History, changes_since
from pkgtui.models.entries import Grid, Package
from pkgtui.models.news import WORDS, asked_for, detail, name, slug_of
from pkgtui.models.personal import with_visited
from pkgtui.paths import sheet
from pkgtui.tui import bindings
from pkgtui.tui.fitting import Column
from pkgtui.tui.messages import Keep, OpenGrid, OpenPackage
from pkgtui.tui.screens.base import CatalogScreen
from pkgtui.tui.state import State
from pkgtui.tui.widgets.filter_bar import FilterBar
from pkgtui.tui.widgets.notes import note_below
from pkgtui.tui.widgets.table import Table


class ChangesPane(Vertical):
    """Lies between the list and the screen, so that its keys are named before the screen's."""

    BINDINGS = bindings.CHANGES


class ChangesScreen(CatalogScreen):
    """One list, as wide as the terminal.

    What was new when the program started stays in it until the program ends; that it has been
    seen is kept as soon as it is shown, so that what comes later, and it alone, is new.
    """

    CSS_PATH = sheet("changes")
    PLACE = "changes"

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self._since = state.personal.visited
        self._all = False
        self._found = self._older = 0
        self._told: History | None = None

    def body(self) -> Iterable[Widget]:
        """The list, and the filter under it."""
        with ChangesPane(id="changes"):
            yield Table[Change](columns(self.state), key=lambda it: it, glyphs=self.state.glyphs)
            yield FilterBar(self.state)

    def update(self) -> None:
        """Show what has changed too, which may be known later than the catalog."""
        super().update()
        if self._shown is not None and self.state.history is not self._told:
            self._told = self.state.history
            self._arrange(keep_cursor=True)
            self._keep_seen()

    def show_catalog(self, catalog: Catalog) -> None:
        """Show what led to `catalog`."""
        del catalog
        self._arrange(keep_cursor=True)

    def on_screen_resume(self) -> None:
        """Put in front what has been watched meanwhile."""
        if self._shown is not None:
            self._arrange(keep_cursor=True)

    def show_personal(self) -> None:
        """Show what is watched now; nothing moves away under the cursor."""
        super().show_personal()
        if self.state.history is not None:
            self._tell(self.state.history)

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        words = self.query_one(FilterBar).words
        # That they have been seen is kept at once: without a moment nothing would be new.
        is_all = self._all or self._since is None
        since = ["--all"] if is_all else ["--since", f"{self._since:%Y-%m-%dT%H:%M:%S.%f%z}"]
        mark = ["--"] if words.startswith("-") else []
        return ("pkgtui", "changes", *since, *mark, *[words] * bool(words))

    def subject(self) -> Package | Grid | None:
        """What the change under the cursor concerns, if the directory still has it."""
        change, catalog = self._table.current, self.state.catalog
        if change is None or catalog is None:
            return None
        if change.package is not None:
            return catalog.package(change.package.id)
        return None if change.grid is None else catalog.grid(change.grid.id)

    @property
    def _table(self) -> Table[Change]:
        return self.query_one("#changes Table", Table)

    def _keep_seen(self) -> None:
        """Keep that all there is has been seen: nobody is told of it once more."""
        if unseen := self.state.unseen():
            seen = max(change.seen_at for change in unseen)
            self.post_message(Keep(partial(with_visited, seen=seen)))

    def _arrange(self, *, keep_cursor: bool) -> None:
        history, catalog = self.state.history, self.state.catalog
        if history is None or catalog is None:
            self._table.empty = "What has changed is not known yet."
            self._table.show(())
            return
        new = changes_since(history, self._since)
        found = history.changes if self._all else new
        self._found, self._older = len(found), len(history.changes) - len(new)
        words = self.query_one(FilterBar).words
        matching: Sequence[Change] = found
        if words:
            personal, now = self.state.personal, self.state.now()
            matching = asked_for(found, catalog, personal, words, now)
        # Those that are watched come first, otherwise they stay in their order: the newest first.
        shown = sorted(matching, key=lambda change: not self._watches(change))
        self._table.empty = self._why_empty(history, words)
        self._table.show(shown, keep_cursor=keep_cursor)
        self._tell(history)
        self.tell_left_out(self._table)
        self.refresh_bindings()

    def _watches(self, change: Change) -> bool:
        return _is_watched(change, self.state)

    def _tell(self, history: History) -> None:
        """Say how much is shown, since when, and how much of it is of what is watched."""
        shown = self._table.rows
        amount = phrases.count(self._found, "change")
        if len(shown) != self._found:
            amount = f"{len(shown):,} of {amount}"
        watched = sum(map(self._watches, shown))
        since = history.since if self._all else self._since or history.since
        parts = [f"{amount} since {phrases.day(since)}"]
        parts += [f"{watched:,} of what is watched"] * bool(watched)
        heading = f" {self.state.glyphs.dot} ".join(parts)
        self.query_one("#changes").border_title = Content(heading)

    def _why_empty(self, history: History, words: str) -> str:
        if words:
            return f"No change here matches {words!r}. esc in the filter shows all again."
        catalog = self.state.catalog
        if older := len(history.changes):
            told = f"Nothing new since the sync of {phrases.day(self._since)}."
            return f"{told} {phrases.count(older, 'older change')}: press a."
        if catalog is not None and catalog.generation.synced_at == history.since:
            return "The first sync is there; what the next one finds changed is told here."
        return f"Nothing has changed since {phrases.day(history.since)}."

    def tell_left_out(self, table: Table[Change]) -> None:
        """Say so where the list has its border, behind what else is not shown."""
        history, words = self.state.history, self.query_one(FilterBar).words
        parts = [f"filter: {words}" if words else ""]
        if self._older and not self._all:
            parts.append(f"{self._older:,} older: a")
        if history is not None and history.dropped:
            parts.append(f"{history.dropped:,} more are no longer kept")
        parts.append(table.left_out_words)
        note_below(
            self.query_one("#changes"), f" {self.state.glyphs.dot} ".join(filter(None, parts))
        )

    # -- what a person does ----------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what is older where there is such."""
        if action == "toggle_all":
            return bool(self._older)
        return super().check_action(action, parameters)

    async def action_filter(self) -> None:
        """Open the filter."""
        await self.query_one(FilterBar).open()

    def action_toggle_all(self) -> None:
        """Show all changes that are kept, or only those since the last visit."""
        self._all = not self._all
        self._arrange(keep_cursor=True)

    @on(FilterBar.Changed)
    def _filter_changed(self) -> None:
        self._arrange(keep_cursor=False)

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        self._table.focus()

    @on(Table.Selected)
    def _open(self, event: Table.Selected[Change]) -> None:
        match self.subject():
            case Package(id=key):
                self.post_message(OpenPackage(key))
            case Grid(id=key):
                self.post_message(OpenGrid(key))
            case _:
                words = f"{name(event.row)} is no longer in the directory."
                self.notify(words, markup=False)


def _is_watched(change: Change, state: State) -> bool:
    slug = slug_of(change)
    return slug is not None and state.watches(slug)


def columns(state: State) -> Sequence[Column[Change]]:
    """What has changed, how, and when that was found."""
    glyphs = state.glyphs

    def named(change: Change) -> str:
        is_watched = _is_watched(change, state)
        return f"{glyphs.watched} {name(change)}" if is_watched else name(change)

    return (
        Column("name", "name", 20, named, most=44),
        Column("kind", "change", 13, lambda change: WORDS[change.kind]),
        Column("detail", "", 24, lambda change: detail(change, glyphs.to), most=60, drop=1),
        Column("seen", "found", 11, lambda it: phrases.day(it.seen_at), drop=2, muted=True),
    )

"""Every key of the dashboard, in one table: footer, help, palette and keymap are made from it.

An id names a binding for the ``[keys]`` table of the configuration; its first part is the
heading under which help lists it.
"""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding, BindingType


def _bind(  # noqa: PLR0913 - a row of the table has that many columns
    name: str,
    keys: str,
    action: str,
    label: str,
    *,
    display: str | None = None,
    show: bool = False,
    priority: bool = False,
) -> Binding:
    return Binding(keys, action, label, show=show, key_display=display, id=name, priority=priority)


GLOBAL: list[BindingType] = [
    _bind("go.categories", "1", "go('categories')", "Categories"),
    _bind("go.grids", "2", "go('grids')", "Grids"),
    _bind("go.packages", "3", "go('packages')", "Packages"),
    _bind("go.watchlist", "4", "go('watchlist')", "Watchlist"),
    _bind("go.changes", "5", "go('changes')", "Changes"),
    _bind("go.project", "6", "go('project')", "Project"),
    _bind("go.back", "escape", "back", "Back", display="esc", show=True),
    # First in line, so that the keys typed behind it wait for the input.
    _bind("go.search", "slash", "search", "Search", display="/", show=True, priority=True),
    _bind("go.back_or_quit", "q", "back_or_quit", "Back, or quit"),
    _bind("program.sync", "R", "sync", "Refresh everything"),
    _bind("program.cancel", "x", "cancel_sync", "Stop the refresh under way"),
    _bind("program.newer", "u", "show_newer", "Newer catalog", show=True),
    _bind("program.accept", "A", "accept_smaller", "Take the catalog that was refused"),
    _bind("program.theme", "T", "change_theme", "Change the theme"),
    _bind("program.redraw", "ctrl+l", "redraw", "Draw the screen anew"),
    _bind("program.help", "question_mark", "help", "Help", display="?", show=True),
    _bind("program.palette", "colon,ctrl+p", "command_palette", "Command palette", display=":"),
    _bind("program.pause", "ctrl+z", "suspend_process", "Pause; fg in the shell goes on"),
    _bind("program.quit", "ctrl+c,ctrl+q", "quit", "Quit", priority=True),
]

PALETTE: list[Binding] = [
    binding
    for binding in GLOBAL
    if isinstance(binding, Binding) and binding.action != "command_palette"
]

SCREEN: list[BindingType] = [
    _bind("program.refresh", "r", "refresh_this", "Refresh what is shown"),
    _bind("move.next_pane", "l,tab", "app.focus_next", "Next pane", display="tab", show=True),
    _bind("move.previous_pane", "h,shift+tab", "app.focus_previous", "Previous pane"),
]

TABLE: list[BindingType] = [
    _bind("move.down", "down,j", "move(1)", "Down"),
    _bind("move.up", "up,k", "move(-1)", "Up"),
    _bind("move.page_down", "pagedown", "page(1.0)", "Page down"),
    _bind("move.page_up", "pageup", "page(-1.0)", "Page up"),
    _bind("move.half_down", "ctrl+d", "page(0.5)", "Half a page down"),
    _bind("move.half_up", "ctrl+u", "page(-0.5)", "Half a page up"),
    _bind("move.first", "g,home", "first", "First row"),
    _bind("move.last", "G,end", "last", "Last row"),
    _bind("move.columns_right", "right", "shift(1)", "Further columns"),
    _bind("move.columns_left", "left", "shift(-1)", "Earlier columns"),
    _bind("list.open", "enter", "select", "Open", display="enter", show=True),
]

LIST: list[BindingType] = [
    _bind("list.filter", "f", "filter", "Filter", show=True),
    _bind("list.sort", "s", "sort", "Sort", show=True),
    _bind("list.reverse", "S", "reverse", "Reverse", show=True),
]

PACKAGES: list[BindingType] = [
    *LIST,
    _bind("list.hidden", "a", "toggle_hidden", "Hidden", show=True),
    _bind("list.keep_view", "v", "keep_view", "Keep this view under a name"),
]

PACKAGES_BESIDE: list[BindingType] = [
    replace(binding, show=False) for binding in PACKAGES if isinstance(binding, Binding)
]
"""The same for a pane beside the list, whose own keys come first in the key bar."""

ITEM: list[BindingType] = [
    _bind("item.mark", "space", "mark", "Mark", show=True),
    _bind("item.compare", "c", "compare", "Compare", show=True),
    _bind("item.browse", "o", "browse", "Open in the browser"),
    _bind("item.choose_link", "O", "choose_link", "Choose a link"),
    _bind("item.why", "e", "explain", "Why", show=True),
    _bind("item.watch", "w", "watch", "Watch", show=True),
    _bind("item.note", "n", "note", "Note"),
    _bind("item.copy_name", "y", "copy_name", "Copy the name", show=True),
    _bind("item.copy_link", "ctrl+y", "copy_link", "Copy the link"),
    _bind("item.copy_command", "Y", "copy_command", "Copy the command that prints this"),
]

FOR_PACKAGES = frozenset({"mark", "explain", "watch", "note"})
"""Actions of `ITEM` that a grid knows nothing of."""

PACKAGE: list[BindingType] = [
    _bind("item.alternatives", "i", "alternatives", "Instead of it", show=True),
]

CHANGES: list[BindingType] = [
    _bind("changes.filter", "f", "screen.filter", "Filter", show=True),
    _bind("changes.all", "a", "screen.toggle_all", "Older", show=True),
]

GRID: list[BindingType] = [
    _bind("list.turn", "t", "turn", "Turn", show=True),
    _bind("grid.mark_all", "M", "mark_all", "Mark all that are shown"),
    _bind("grid.rename", "E", "rename_grid", "Rename", show=True),
    _bind("grid.remove", "D,delete", "remove_grid", "Remove", show=True),
]

COMPARE: list[BindingType] = [
    _bind("compare.differences", "d", "differences", "Differences", show=True),
    _bind("compare.turn", "t", "turn", "Turn", show=True),
    _bind("compare.remove", "space,backspace", "mark", "Take out", show=True),
    _bind("compare.export", "E", "export", "Export", show=True),
    _bind("compare.keep", "s", "keep_grid", "Save grid", show=True),
    _bind("compare.clear", "C", "clear", "Take all marks away"),
]

SEARCH: list[BindingType] = [
    _bind("search.mark", "ctrl+@,ctrl+space", "screen.mark", "Mark", display="ctrl+space"),
    _bind("search.open", "enter", "screen.open_hit", "Open", display="enter", show=True),
    _bind("search.down", "down,ctrl+n", "screen.hit(1)", "Next", show=True),
    _bind("search.up", "up,ctrl+p", "screen.hit(-1)", "Previous", show=True),
    _bind("search.complete", "tab", "complete", "Complete, or to the hits", show=True),
    _bind("search.page_down", "pagedown", "screen.hit_page(1.0)", "Page down"),
    _bind("search.page_up", "pageup", "screen.hit_page(-1.0)", "Page up"),
]

FILTER: list[BindingType] = [
    _bind("filter.drop", "escape", "drop", "Drop the filter", display="esc", show=True),
    _bind("filter.keep", "enter,down", "keep", "Keep", display="enter", show=True),
    _bind("filter.complete", "tab", "complete", "Complete", show=True),
]

CHOICE: list[BindingType] = [
    _bind("choice.close", "escape,q", "dismiss(None)", "Close", display="esc", show=True),
    _bind("choice.down", "j", "app.simulate_key('down')", "Down"),
    _bind("choice.up", "k", "app.simulate_key('up')", "Up"),
]

ORDER: list[BindingType] = [
    *CHOICE,
    _bind("order.further", "space", "further", "As a further column", show=True),
]

QUESTION: list[BindingType] = [
    _bind("question.leave", "escape", "dismiss(None)", "Leave", display="esc", show=True),
]

READER: list[BindingType] = [
    _bind("reader.close", "escape,q,enter,question_mark", "dismiss", "Close", display="esc"),
    _bind("reader.down", "j", "scroll(1)", "Down"),
    _bind("reader.up", "k", "scroll(-1)", "Up"),
]

WELCOME: list[BindingType] = [
    _bind("welcome.retry", "r", "retry", "Try again", show=True),
    _bind("welcome.sample", "d", "sample", "Look at the sample", show=True),
    _bind("welcome.quit", "q,escape", "app.quit", "Quit", show=True),
]

HEADINGS: dict[str, str] = {
    "go": "Going places",
    "move": "Moving",
    "list": "Lists",
    "item": "This package or grid",
    "grid": "Grids",
    "compare": "Comparing",
    "search": "Search",
    "changes": "Changes",
    "filter": "Filter",
    "order": "Order",
    "welcome": "Getting started",
    "program": "Program",
}

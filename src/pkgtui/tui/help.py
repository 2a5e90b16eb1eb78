"""Help for the screen in view, made from the keys that work there."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App
from textual.binding import Binding
from textual.content import Content

from pkgtui.tui.bindings import HEADINGS

_KEY_CELLS = 22
_FILTERS = (
    ("task queue -celery", "Words that occur, and one that does not"),
    ('"task queue" or rq', "A phrase, or else a word"),
    ("stars:>200 commit:<1y", "Figures and ages; by:NAME, grid:SLUG, is:stale, ..."),
    ("tab", "In an empty filter: everything that can be asked for"),
)
"""The filter language in short; docs/filters.md has the whole of it."""


def help_text(app: App[None], bindings: Iterable[Binding]) -> Content:
    """List the keys in `bindings` under the headings of the table they come from."""
    keys: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for binding in bindings:
        if binding.id is None:
            continue
        labels[binding.id] = binding.description
        # Each key is named for itself: the display of the footer stands for the first alone.
        name = app.get_key_display(binding.with_key(binding.key))
        keys.setdefault(binding.id, [])
        if name not in keys[binding.id]:
            keys[binding.id].append(name)
    lines: list[Content] = []
    for group, heading in HEADINGS.items():
        rows = [name for name in labels if name.split(".")[0] == group]
        if rows:
            lines += [Content(""), Content.styled(heading, "bold $accent")]
        for name in rows:
            shown = " ".join(keys[name])
            lines.append(_line(shown, labels[name]))
        if group == "list" and rows:
            lines += [Content(""), Content.styled("In a filter, and in the search", "bold $accent")]
            lines += [_line(shown, words) for shown, words in _FILTERS]
    return Content("\n").join(lines[1:])


def _line(shown: str, words: str) -> Content:
    return Content.assemble((f"  {shown:<{_KEY_CELLS}}", "bold"), " ", words)

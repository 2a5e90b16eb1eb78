"""Help for the screen in view, made from the keys that work there."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import App
from textual.binding import Binding
from textual.content import Content

from pkgtui.tui.bindings import HEADINGS

_KEY_CELLS = 22


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
            lines.append(Content.assemble((f"  {shown:<{_KEY_CELLS}}", "bold"), " ", labels[name]))
    return Content("\n").join(lines[1:])

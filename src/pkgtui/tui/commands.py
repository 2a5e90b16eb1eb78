"""What the command palette finds: screens, packages and grids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.actions import parse
from textual.binding import Binding
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.types import IgnoreReturnCallbackType

from pkgtui.models.personal import Personal, with_view
from pkgtui.models.search import SearchIndex
from pkgtui.text import fit, one_line
from pkgtui.tui.bindings import HEADINGS, PALETTE
from pkgtui.tui.messages import Keep, OpenGrid, OpenPackage, OpenView

_AT_MOST = 30
_FRAME = 6
"""Cells that the palette itself needs beside a name."""


class ActionProvider(Provider):
    """The keys that work everywhere, by what they do."""

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for binding in self._offered():
            yield DiscoveryHit(
                binding.description,
                partial(self.app.run_action, binding.action),
                help=self._help(binding.id or "", binding.key),
            )

    async def search(self, query: str) -> Hits:
        """Offer those whose label matches."""
        matcher = self.matcher(query)
        for binding in self._offered():
            score = matcher.match(binding.description)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(binding.description),
                    partial(self.app.run_action, binding.action),
                    help=self._help(binding.id or "", binding.key),
                )

    def _offered(self) -> Iterator[Binding]:
        for binding in PALETTE:
            _, name, parameters = parse(binding.action)
            # What only makes no sense just now stays, with its key.
            if name != "go" or self.app.check_action(name, parameters):
                yield binding

    def _help(self, name: str, keys: str) -> str:
        return f"{HEADINGS.get(name.partition('.')[0], '')}, key {keys.partition(',')[0]}"


class ViewProvider(Provider):
    """The views that the person gave a name."""

    async def discover(self) -> Hits:
        """Offer all of them before anything is typed."""
        for name, text, run in self._entries():
            yield DiscoveryHit(Content(name), run, text=name, help=text)

    async def search(self, query: str) -> Hits:
        """Offer those whose name matches."""
        matcher = self.matcher(query)
        for name, text, run in self._entries():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, Content(name), run, text=name, help=text)

    def _entries(self) -> Iterator[tuple[str, str, IgnoreReturnCallbackType]]:
        personal: Personal = self.app.state.personal  # type: ignore[attr-defined]  # the app is pkgtui's own
        for key, view in personal.views.items():
            name, told = one_line(key), one_line(view.filter) or "all packages"
            yield f"View {name}", told, partial(self.app.post_message, OpenView(key))
            forget = Keep(partial(with_view, name=key, view=None))
            yield f"Forget the view {name}", told, partial(self.app.post_message, forget)


class CatalogProvider(Provider):
    """Packages and grids by name."""

    async def search(self, query: str) -> Hits:
        """Offer the best hits of the search over the catalog."""
        index: SearchIndex | None = self.app.state.make_index()  # type: ignore[attr-defined]  # the app is pkgtui's own
        if index is None:
            return
        room = max(self.app.size.width - _FRAME, 1)
        ellipsis = self.app.state.glyphs.ellipsis  # type: ignore[attr-defined]  # likewise
        for hit in index.search(query, limit=_AT_MOST).hits:
            key = hit.slug if hit.id is None else hit.id
            message = OpenPackage(key) if hit.type == "package" else OpenGrid(key)
            yield Hit(
                hit.score / 100,
                Content(fit(one_line(hit.title) or hit.slug, room, ellipsis).rstrip()),
                partial(self.app.post_message, message),
                text=hit.title,
                help=f"Open this {hit.type}",
            )

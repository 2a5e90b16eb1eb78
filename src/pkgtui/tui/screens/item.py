"""A screen that has a package or a grid in view, and what can be done with it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text
from textual import events, on
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from pkgtui.models.entries import Grid, Package
from pkgtui.models.personal import (
    MOST_KEPT,
    MOST_MARKED,
    with_mark_turned,
    with_note,
    with_watch_turned,
)
from pkgtui.text import one_line
from pkgtui.tui.dialogs import choice, question
from pkgtui.tui.messages import CopyText, Explain, Keep, OpenComparison, OpenLink
from pkgtui.tui.state import State
from pkgtui.tui.terminal import CRAMPED, LEAST_HEIGHT, LEAST_WIDTH

if TYPE_CHECKING:
    from pkgtui.models.links import Link


class StateScreen(Screen[None]):
    """A screen that shows something of the state and is told when it changes."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state
        # A new screen takes its styles from the stylesheet as it is; without this, the first
        # screen of a mode has every stylesheet parsed again for it.
        self._css_update_count = 0
        self._styled_for: Hashable = None

    def on_mount(self) -> None:
        """Remember what the styles were taken for."""
        self._styled_for = self._looks()

    @on(events.ScreenResume)
    def _keep_styles(self, event: events.ScreenResume) -> None:
        """Have the styles taken anew only where something they depend on has changed meanwhile."""
        before, self._styled_for = self._styled_for, self._looks()
        event.refresh_styles = before != self._styled_for

    @on(events.ScreenSuspend)
    def _let_drawn_lines_go(self) -> None:
        """Keep no lines of what nobody sees: some 0.7 MB, drawn anew in 4 ms."""
        if any(screen.is_modal for screen in self.app.screen_stack[-1:]):
            return  # A dialog stands on them.
        for widget in self._compositor.visible_widgets:
            widget._styles_cache.clear()  # noqa: SLF001 - a refresh would lay them out as well

    def _looks(self) -> Hashable:
        return self.app.theme, frozenset(self.app.classes), frozenset(self.app.pseudo_classes)

    def render(self) -> RenderableType:
        """Draw what lies behind the widgets: in a window that has no room for them, why."""
        if not self.app.has_class(CRAMPED):
            return super().render()
        needed, given = f"{LEAST_WIDTH} x {LEAST_HEIGHT}", "{} x {}".format(*self.app.size)
        return Text(f"Too small: pkgtui needs {needed} cells, here are {given}.")

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw nothing with care: all of it is behind the widgets, where there is room for them."""
        if self.app.has_class(CRAMPED):
            return super().render_lines(crop)
        return [Strip.blank(crop.width, self.visual_style.rich_style)] * crop.height

    def _compositor_refresh(self) -> None:
        # What is drawn while the app holds back, as it does while it starts, is thrown away.
        if not self.app._batch_count:  # noqa: SLF001 - Textual looks too late itself
            super()._compositor_refresh()

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left for it to show."""
        return False

    def update(self) -> None:
        """Show the state as it is now."""
        raise NotImplementedError


class ItemScreen(StateScreen):
    """What a person wants done with the package or grid is posted upward."""

    def subject(self) -> Package | Grid | None:
        """The package or grid in view or under the cursor; None when there is none."""
        return None

    def _links(self) -> list[Link]:
        from pkgtui.models.links import grid_links, package_links  # noqa: PLC0415 - no start needs it

        subject = self.subject()
        site = self.state.settings.site_url
        if isinstance(subject, Package):
            return package_links(subject, site)
        return grid_links(subject, site) if subject else []

    def action_mark(self) -> None:
        """Mark the package for comparing, or take its mark away."""
        subject = self.subject()
        basket = self.state.personal.basket
        if not isinstance(subject, Package):
            return
        if subject.slug not in basket and len(basket) >= MOST_MARKED:
            words = f"{MOST_MARKED} packages are marked, and more cannot be compared."
            self.notify(words, severity="warning", markup=False)
        self.post_message(Keep(partial(with_mark_turned, slug=subject.slug)))

    def action_compare(self) -> None:
        """Show what is marked side by side."""
        self.post_message(OpenComparison())

    def action_browse(self) -> None:
        """Open the first link of what is shown."""
        if links := self._links():
            self.post_message(OpenLink(links[0].url))

    def action_choose_link(self) -> None:
        """Let the person choose among the links of what is shown."""
        if links := self._links():
            answers = [(link.url, f"{link.label}: {link.shown}") for link in links]
            self.app.push_screen(choice("Open a link", answers), self._open_chosen)

    def _open_chosen(self, url: str | None) -> None:
        if url:
            self.post_message(OpenLink(url))

    def action_explain(self) -> None:
        """Lay open what the verdict on the package is made of."""
        if isinstance(subject := self.subject(), Package):
            self.post_message(Explain(subject.id))

    def action_watch(self) -> None:
        """Watch the package, or no longer; a note on it is not lost for one wrong key."""
        if not isinstance(subject := self.subject(), Package):
            return
        watched = self.state.personal.watches(subject.slug)
        if watched is None or not watched.note:
            self._turn_watch(subject)
            return
        answers = [("keep", "Go on watching it"), ("stop", "Watch it no longer: the note goes too")]

        def answered(answer: str | None) -> None:
            if answer == "stop":
                self._turn_watch(subject)

        title = one_line(subject.title) or subject.slug
        self.app.push_screen(choice(f"There is a note on {title}", answers), answered)

    def _turn_watch(self, package: Package) -> None:
        title, kept = one_line(package.title) or package.slug, self.state.personal
        if kept.watches(package.slug):
            words = f"{title} is watched no longer."
        elif len(kept.watched) < MOST_KEPT:
            words = f"{title} is watched."
            if not kept.watched:
                words += " 4 lists what is, 5 tells what changes."
        else:
            words = f"{MOST_KEPT:,} packages are watched, and more cannot be."
        self.notify(words, markup=False)
        self.post_message(Keep(partial(with_watch_turned, slug=package.slug)))

    def action_note(self) -> None:
        """Write a note on the package, which is watched from then on."""
        if not isinstance(subject := self.subject(), Package):
            return
        watched = self.state.personal.watches(subject.slug)
        before = watched.note if watched else ""

        def typed(note: str | None) -> None:
            # Of a longer note, which only an editor can have written, not all is in the line.
            if note is not None and note != one_line(before):
                self.post_message(Keep(partial(with_note, slug=subject.slug, note=note)))

        title = one_line(subject.title) or subject.slug
        hint = "why it is watched, what to look for"
        self.app.push_screen(question(f"Note on {title}", hint, before), typed)

    def action_copy_name(self) -> None:
        """Copy the name to install the package by, or the title of the grid."""
        from pkgtui.models.links import install_name  # noqa: PLC0415 - no start needs it

        subject = self.subject()
        if isinstance(subject, Package):
            self.post_message(CopyText(install_name(subject)))
        elif subject:
            self.post_message(CopyText(one_line(subject.title)))

    def action_copy_link(self) -> None:
        """Copy the address that `o` opens."""
        if links := self._links():
            self.post_message(CopyText(links[0].url))

    def command(self) -> Sequence[str]:
        """The words of the command that prints what is shown."""
        raise NotImplementedError

    def action_copy_command(self) -> None:
        """Copy the command that prints what is shown."""
        from shlex import join  # noqa: PLC0415 - no start needs it

        program, *words = self.command()
        catalog = self.state.catalog
        sample = ["--demo"] if catalog is not None and catalog.generation.sample else []
        self.post_message(CopyText(join([program, *sample, *words])))

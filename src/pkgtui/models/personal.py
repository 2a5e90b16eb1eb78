"""What a person makes with the program, and how each thing they do changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import msgspec

from pkgtui.models.entries import Name, Text

MOST_MARKED = 50
"""More columns than anyone compares; a key that is held down must not mark a directory."""
MOST_KEPT = 2_000

Slug = Name
Slugs = Annotated[tuple[Slug, ...], msgspec.Meta(max_length=MOST_KEPT)]


class Watched(msgspec.Struct, frozen=True):
    """A package a person keeps an eye on.

    Attributes:
        note: What they wrote about it; may hold newlines.
    """

    slug: Slug
    note: Text = ""


class ListView(msgspec.Struct, frozen=True):
    """How a list is looked at.

    Attributes:
        filter: As typed, in the filter language.
        order: As `pkgtui.models.order.order_of` reads it; empty for the list's own.
        hidden: Whether what is hidden at first is shown.
    """

    filter: Text = ""
    order: Name = ""
    hidden: bool = False


class Personal(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept for the person, apart from the cache.

    Attributes:
        theme: The theme chosen in the dashboard; empty for none.
        place: The main place they were at last; empty for none.
        screen: The package or grid that lay over it, as ``package/id``; empty for none.
        visited: Up to which sync they have seen what changed; None when they never looked.
        basket: Slugs of the packages marked for comparing, in the order of marking.
        watched: What they watch, the latest last.
        grids: Their own grids by name: slugs of packages.
        views: Looks at all packages by the name they gave them.
        lists: How they look at each list, by the list's id.
    """

    theme: str = ""
    place: Name = ""
    screen: Name = ""
    visited: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    basket: Slugs = ()
    watched: Annotated[tuple[Watched, ...], msgspec.Meta(max_length=MOST_KEPT)] = ()
    grids: Annotated[dict[Name, Slugs], msgspec.Meta(max_length=MOST_KEPT)] = {}
    views: Annotated[dict[Name, ListView], msgspec.Meta(max_length=MOST_KEPT)] = {}
    lists: Annotated[dict[Name, ListView], msgspec.Meta(max_length=MOST_KEPT)] = {}

    @property
    def made(self) -> tuple[object, ...]:
        """What lists and screens show of it; the rest says what is shown, and how."""
        return self.basket, self.watched, self.grids, self.views

    def watches(self, slug: str) -> Watched | None:
        """What is kept of a watched package; None for one that is not watched."""
        return next((one for one in self.watched if one.slug == slug), None)


Change = Callable[[Personal], Personal]
"""One thing a person did; made to whatever is kept when it is written."""


def with_theme(personal: Personal, theme: str) -> Personal:
    """Choose a theme."""
    return msgspec.structs.replace(personal, theme=theme)


def with_place(personal: Personal, place: str) -> Personal:
    """Be at another of the main places."""
    return msgspec.structs.replace(personal, place=place)


def with_screen(personal: Personal, screen: str) -> Personal:
    """Have another package or grid in view, or none."""
    return msgspec.structs.replace(personal, screen=screen)


def with_list(personal: Personal, name: str, view: ListView) -> Personal:
    """Look at the list `name` as `view` says."""
    if view == ListView():
        return msgspec.structs.replace(
            personal, lists={key: it for key, it in personal.lists.items() if key != name}
        )
    return msgspec.structs.replace(personal, lists={**personal.lists, name: view})


def with_mark_turned(personal: Personal, slug: str) -> Personal:
    """Mark the package for comparing, or take its mark away; a full basket stays as it is."""
    if slug in personal.basket:
        left = tuple(other for other in personal.basket if other != slug)
        return msgspec.structs.replace(personal, basket=left)
    if len(personal.basket) >= MOST_MARKED:
        return personal
    return msgspec.structs.replace(personal, basket=(*personal.basket, slug))


def with_all_marked(personal: Personal, slugs: tuple[str, ...]) -> Personal:
    """Mark these packages for comparing, as many as there is room for."""
    basket = tuple(dict.fromkeys((*personal.basket, *slugs)))
    return msgspec.structs.replace(personal, basket=basket[:MOST_MARKED])


def with_basket_emptied(personal: Personal) -> Personal:
    """Take all marks away."""
    return msgspec.structs.replace(personal, basket=())


def with_grid(personal: Personal, name: str, slugs: tuple[str, ...] | None) -> Personal:
    """Keep a grid of these packages under `name`; None takes that grid away."""
    grids = {key: it for key, it in personal.grids.items() if key != name}
    if slugs is not None and len(grids) < MOST_KEPT:
        grids[name] = slugs[:MOST_KEPT]
    return msgspec.structs.replace(personal, grids=grids)


def with_grid_renamed(personal: Personal, name: str, other: str) -> Personal:
    """Call the person's grid `name` otherwise; a name that another has is not taken."""
    if name not in personal.grids or other in personal.grids:
        return personal
    grids = {other if key == name else key: it for key, it in personal.grids.items()}
    return msgspec.structs.replace(personal, grids=grids)


def with_view(personal: Personal, name: str, view: ListView | None) -> Personal:
    """Give `view` a name, in place of what had it; None takes the name away."""
    views = {key: it for key, it in personal.views.items() if key != name}
    if view is not None and len(views) < MOST_KEPT:
        views[name] = view
    return msgspec.structs.replace(personal, views=views)


def with_watch_turned(personal: Personal, slug: str) -> Personal:
    """Watch the package, or no longer, and forget the note on it; a full list stays as it is."""
    if personal.watches(slug) is None:
        return with_watched(personal, slug)
    return without_watched(personal, slug)


def with_watched(personal: Personal, slug: str) -> Personal:
    """Watch the package, as before where it is watched; a full list stays as it is."""
    if personal.watches(slug) is not None or len(personal.watched) >= MOST_KEPT:
        return personal
    return msgspec.structs.replace(personal, watched=(*personal.watched, Watched(slug)))


def without_watched(personal: Personal, slug: str) -> Personal:
    """Watch the package no longer, and forget the note on it."""
    left = tuple(one for one in personal.watched if one.slug != slug)
    return msgspec.structs.replace(personal, watched=left)


def with_note(personal: Personal, slug: str, note: str) -> Personal:
    """Have `note` on the package, which is watched from then on."""
    personal = with_watched(personal, slug)
    noted = tuple(Watched(slug, note) if one.slug == slug else one for one in personal.watched)
    return msgspec.structs.replace(personal, watched=noted)


def with_visited(personal: Personal, seen: datetime) -> Personal:
    """Have seen what changed up to the sync that ended at `seen`, or a later one before."""
    return msgspec.structs.replace(personal, visited=max(seen, personal.visited or seen))

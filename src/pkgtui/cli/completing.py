"""What can stand on the command line where an argument is begun, from the cached catalog.

Each function is a ``shell_complete`` of click. Without a catalog there is nothing to offer, and
whatever is wrong is told by the command, not while it is typed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from pkgtui.cli.common import Chosen
from pkgtui.text import one_line

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from pkgtui.models.catalog import Catalog
    from pkgtui.models.query import Keys

MOST = 200
"""Offers of one word; shells ask before they show so many, and take long to."""

_Offer = tuple[str, str]
"""A word and what it means; empty where the word says it all."""


def package_slugs(
    context: click.Context, argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer packages by their slugs, those with the most stars first."""

    def offers(catalog: Catalog) -> list[_Offer]:
        found = [it for it in catalog.packages if it.slug.startswith(begun)]
        found.sort(key=lambda it: it.stars or 0, reverse=True)
        return [(it.slug, it.title) for it in found]

    return _offered(context, argument, offers)


def grid_slugs(
    context: click.Context, argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer grids by their slugs, those with the most members first."""

    def offers(catalog: Catalog) -> list[_Offer]:
        found = [it for it in catalog.grids if it.slug.startswith(begun)]
        found.sort(key=lambda it: len(it.packages), reverse=True)
        return [(it.slug, it.title) for it in found]

    return _offered(context, argument, offers)


def watched_slugs(
    context: click.Context, argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer the packages that the person watches, with the notes on them."""
    from pkgtui.paths import data_dir  # noqa: PLC0415 - only a completion needs it
    from pkgtui.personal import PersonalError, PersonalFile  # noqa: PLC0415 - likewise

    try:
        watched = PersonalFile(data_dir(os.environ)).read().watched
    except PersonalError:
        return []
    found = [(it.slug, it.note) for it in watched if it.slug.startswith(begun)]
    return _items(context, argument, found)


def participants(
    context: click.Context, argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer people by the names under which they contribute, bots too."""

    def offers(catalog: Catalog) -> list[_Offer]:
        wanted = begun.casefold()
        every = {name for it in catalog.packages for name in it.participants}
        return [(name, "") for name in sorted(every) if name.casefold().startswith(wanted)]

    return _offered(context, argument, offers)


def filter_words(
    context: click.Context, argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer what can be asked of packages: keys and their values."""
    from pkgtui.models.query import PACKAGE_KEYS  # noqa: PLC0415 - only a completion needs it

    return _offered(context, argument, lambda catalog: _facts(catalog, begun, PACKAGE_KEYS))


def grid_filter_words(
    context: click.Context, argument: click.Parameter, begun: str
) -> list[CompletionItem]:
    """Offer what can be asked of grids, likewise."""
    from pkgtui.models.query import GRID_KEYS  # noqa: PLC0415 - only a completion needs it

    return _offered(context, argument, lambda catalog: _facts(catalog, begun, GRID_KEYS))


def _facts(catalog: Catalog, begun: str, keys: Keys) -> list[_Offer]:
    from pkgtui.models.query.completing import complete  # noqa: PLC0415 - only a completion needs it

    found = complete(catalog, begun, len(begun), keys)
    if len(found) == 1 and found[0].text.endswith(":"):
        # A lone key would be taken for the whole word; its values say that more is to come.
        key = begun[: found[0].start] + found[0].text
        found = complete(catalog, key, len(key), keys) or found
        begun = key
    return [(begun[: one.start] + one.text + begun[one.end :], one.about) for one in found]


def _offered(
    context: click.Context,
    argument: click.Parameter,
    offers: Callable[[Catalog], list[_Offer]],
) -> list[CompletionItem]:
    catalog = _catalog(context)
    return [] if catalog is None else _items(context, argument, offers(catalog))


def _items(
    context: click.Context, argument: click.Parameter, offers: Sequence[_Offer]
) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only a completion needs it

    given = context.params.get(argument.name or "")
    taken = frozenset(given if isinstance(given, tuple) else ())
    found = [offer for offer in offers if offer[0] not in taken]
    bounded = _bounded(found)
    return [CompletionItem(one_line(word), help=one_line(told) or None) for word, told in bounded]


def _bounded(offers: Sequence[_Offer]) -> Iterable[_Offer]:
    """Leave out the last of too many, but for those that tell what all of them begin with."""
    if len(offers) <= MOST:
        return offers
    return dict.fromkeys((*offers[: MOST - 2], min(offers), max(offers)))


def _catalog(context: click.Context) -> Catalog | None:
    from pkgtui.paths import sample_file  # noqa: PLC0415 - only a completion needs it
    from pkgtui.settings import SettingsError, load_settings  # noqa: PLC0415 - likewise
    from pkgtui.store.codec import decode  # noqa: PLC0415 - likewise
    from pkgtui.store.peeking import peek  # noqa: PLC0415 - likewise

    if context.find_root().params.get("demo"):
        return decode(sample_file().read_bytes())
    chosen = context.find_object(Chosen) or Chosen()
    try:
        settings = load_settings(chosen.flags, os.environ)
    except SettingsError:
        return None
    shared, now = settings.system_catalog, datetime.now(UTC)
    return peek(settings.site_cache, shared, settings.site_url, now)

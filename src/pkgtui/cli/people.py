"""``pkgtui people``: what a participant contributes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from pkgtui.cli.columns import PACKAGE_COLUMNS, Listed, package_as_json
from pkgtui.cli.common import Chosen, pass_chosen
from pkgtui.cli.completing import participants
from pkgtui.cli.filtering import FilterCommand
from pkgtui.cli.looking import Look, look_options
from pkgtui.cli.output import ListColumn, print_list
from pkgtui.cli.reading import need_catalog, reading_options, unknown
from pkgtui.models.bots import is_bot
from pkgtui.models.catalog import Catalog
from pkgtui.models.people import Contribution, contributions
from pkgtui.text import fold


class Contributed(Listed, frozen=True, gc=False):
    """A package, and where the participant stands in it."""

    contribution: Contribution

    @property
    def place(self) -> int | None:
        """Among the package's people, from 1; None for a bot."""
        return self.contribution.place or None

    @property
    def place_in_words(self) -> str:
        """The place, and among how many."""
        return f"{self.place:,} of {self.contribution.people:,}" if self.place else "a bot"


_SLUG, *_OTHERS = PACKAGE_COLUMNS
COLUMNS: Sequence[ListColumn] = (
    _SLUG,
    ListColumn("place", "place", lambda it: it.place_in_words, lambda it: it.place),
    *_OTHERS,
)


@click.command(cls=FilterCommand)
@click.argument("name", shell_complete=participants)
@look_options(COLUMNS)
@reading_options
@pass_chosen
def people(chosen: Chosen, name: str, look: Look) -> None:
    """List what a participant contributes to.

    What they lead stands first. FILTER leaves the packages that it asks for.
    """
    catalog, now = need_catalog(chosen), datetime.now(UTC)
    name = _known(catalog, name)
    found = {one.row: one for one in contributions(catalog, name)}
    rows = look.rows(chosen, catalog, list(found), now, otherwise=())
    print_list(
        look.output,
        [Contributed(catalog, catalog.packages[row], now, found[row]) for row in rows],
        total=len(found),
        as_json=_as_json,
        of="package",
        more={"name": name, "bot": is_bot(name)},
    )


def _known(catalog: Catalog, name: str) -> str:
    """Return the name as the site writes it; upper and lower case need not be told apart.

    Raises:
        WrongUsage: Nobody is called so, or several are.
    """
    names = catalog.rows_by_participant
    if name in names:
        return name
    alike = [other for other in names if fold(other) == fold(name)]
    if len(alike) != 1:
        raise unknown("participant", name, names)
    return alike[0]


def _as_json(one: Contributed) -> dict[str, Any]:
    return {**package_as_json(one), "place": one.place}

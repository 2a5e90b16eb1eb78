"""What the directory lists: packages, grids and categories, one immutable record each.

Field names are the API's own, so that what is kept, printed and exported is what the site said.
Properties give the meaning: a figure the site does not know is None, never 0 or -1.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Annotated

import msgspec

from pkgtui.models.activity import Activity
from pkgtui.models.bots import count_bots, is_bot
from pkgtui.text import one_line

LONGEST_NAME, LONGEST_TEXT, LONGEST_LINK = 300, 5_000, 2_000
MOST_PARTICIPANTS, MOST_WEEKS, MOST_COMMITS = 2_000, 120, 10**6

# Nothing longer is shown, wherever it comes from: no text makes a key wait.
Name = Annotated[str, msgspec.Meta(max_length=LONGEST_NAME)]
Text = Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)]
Address = Annotated[str, msgspec.Meta(max_length=LONGEST_LINK)]
Weeks = Annotated[str, msgspec.Meta(max_length=MOST_WEEKS * len(f"{MOST_COMMITS},"))]
Names = Annotated[str, msgspec.Meta(max_length=MOST_PARTICIPANTS * (LONGEST_NAME + 1))]
# Reads four times as fast as splitting and counting apart, and a directory has 280,000 weeks.
_WEEKS = msgspec.json.Decoder(tuple[Annotated[int, msgspec.Meta(ge=0, le=MOST_COMMITS)], ...])


class Category(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A kind of package: app, framework, project, other."""

    id: int
    title: Name
    slug: Name
    description: Text
    title_plural: Text
    show_pypi: bool
    created: datetime | None
    modified: datetime | None


class Grid(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A comparison of packages for one purpose, made by the site's users.

    Attributes:
        packages: The members' ids, ordered by title as the site sends them.
    """

    id: int
    title: Name
    slug: Name
    description: Text
    is_locked: bool
    packages: tuple[int, ...]
    header: bool
    created: datetime | None
    modified: datetime | None


class Package(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """One package as the directory describes it.

    Attributes:
        category: The category's id; None when the site names none.
        grids: Ids of the grids it stands in, in the site's order.
        last_updated: When the last commit was made.
        last_fetched: When the site last looked at the repository.
        modified: When the record was edited by hand; says nothing about the package.
        repo_watchers: Stars; -1 when the site could not find out.
        weeks: Commits a week with commas between them, oldest first, ending in the week of
            `last_fetched`. As `names` they are read apart when somebody asks: to do so with all
            of a directory would make every start wait longer than for the rest.
        names: The participants with commas between them, as the site itself keeps them.
        unnamed: How many more participants the site named than are kept here.
    """

    category: int | None
    grids: tuple[int, ...]
    id: int
    title: Name
    slug: Name
    last_updated: datetime | None
    last_fetched: datetime | None
    repo_url: Address | None
    pypi_version: Name | None
    created: datetime | None
    modified: datetime | None
    repo_forks: int | None
    repo_description: Text | None
    pypi_url: Address | None
    documentation_url: Address | None
    repo_watchers: int | None
    weeks: Weeks
    names: Names
    unnamed: int = 0

    @property
    def stars(self) -> int | None:
        """Stars of the repository, None when unknown."""
        return _known(self.repo_watchers)

    @property
    def forks(self) -> int | None:
        """Forks of the repository, None when unknown."""
        return _known(self.repo_forks)

    @property
    def version(self) -> str | None:
        """The newest released version, None when there is none or the site does not know."""
        return one_line(self.pypi_version or "") or None

    @property
    def description(self) -> str:
        """The repository's own description, raw: shortcodes and newlines as they came."""
        return self.repo_description or ""

    @property
    def last_commit(self) -> datetime | None:
        """When the last commit was made, None when unknown."""
        return self.last_updated

    @property
    def commits_over_52(self) -> tuple[int, ...]:
        """Commits in each week, oldest first; empty when they are not known."""
        return _read_weeks(self.weeks)

    @property
    def activity(self) -> Activity:
        """The weeks of commits, ending on the day the site last looked."""
        ends = self.last_fetched.date() if self.last_fetched else None
        return Activity(self.commits_over_52, ends)

    @property
    def participants(self) -> tuple[str, ...]:
        """Logins or display names in the site's order, bots included."""
        return tuple(self.names.split(",")) if self.names else ()

    @property
    def team(self) -> int | None:
        """How many people contribute, bots left out; None when nobody looked.

        Every repository has an author: that is the case where there is no participant at all.
        """
        if not self.names:
            return None
        return self.names.count(",") + 1 - count_bots(self.names) + self.unnamed

    @property
    def people(self) -> tuple[str, ...]:
        """The participants that are no bots, in the site's order."""
        return tuple(name for name in self.participants if not is_bot(name))

    @property
    def bots(self) -> tuple[str, ...]:
        """The participants that are bots, in the site's order."""
        return tuple(name for name in self.participants if is_bot(name))


@lru_cache(maxsize=256)
def _read_weeks(weeks: str) -> tuple[int, ...]:
    """Read `weeks` apart; who looks at a package does so several times."""
    try:
        return _WEEKS.decode(f"[{weeks}]")
    except msgspec.DecodeError:
        return ()


def _known(figure: int | None) -> int | None:
    return None if figure is None or figure < 0 else figure

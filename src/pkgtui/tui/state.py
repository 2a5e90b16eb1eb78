"""What every screen may read: the current catalog, the settings and how the sync stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from pkgtui import phrases
from pkgtui.models.catalog import Catalog
from pkgtui.models.personal import Personal
from pkgtui.settings import Settings
from pkgtui.tui.present import UNICODE, Glyphs

if TYPE_CHECKING:
    from pkgtui.models.audit import Use
    from pkgtui.models.changes import Change, History
    from pkgtui.models.hits import SearchHit
    from pkgtui.models.notice import Notice
    from pkgtui.models.search import SearchIndex
    from pkgtui.projects.reading import Project
    from pkgtui.sync import Progress


class SyncStatus(msgspec.Struct, frozen=True):
    """How the refreshing of the catalog stands.

    Attributes:
        running: Whether a walk is under way.
        progress: The latest report of the walk under way.
        failure: Why the last walk failed, a sentence; None when it did not.
        advice: What the person can do about it, a sentence; may be empty.
        acceptable: Whether what the site answered can be taken all the same.
    """

    running: bool = False
    progress: Progress | None = None
    failure: str | None = None
    advice: str = ""
    acceptable: bool = False

    def told(self, kept: str = "") -> str:
        """Say what failed, what is `kept` all the same, and what to do, in whole sentences."""
        sentences = (self.failure, kept, self.advice)
        return " ".join(f"{sentence}." for sentence in sentences if sentence)


class State(msgspec.Struct):
    """Owned and changed by the app alone; screens and widgets only read it."""

    settings: Settings
    glyphs: Glyphs = UNICODE
    catalog: Catalog | None = None
    sync: SyncStatus = SyncStatus()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    personal: Personal = Personal()
    history: History | None = None
    """What the syncs so far have found changed; None until it is read."""
    project: Project | None = None
    """What the files of the person's project ask for; None when none was named."""
    shared: bool = False
    """Whether the catalog shown is the one that all users of the machine share."""
    newer: bool = False
    """Whether another program has brought a newer catalog than the one shown."""
    package_notes: dict[int, str] = {}
    """How refreshing a single package stands, by its id; a few words."""
    site_hits: dict[str, SearchHit] = {}
    """What the site's own search said of packages in this session, by their slugs."""
    notices: dict[int, Notice | None] = {}
    """What the site's pages warned of in this session, by package; None where that failed."""
    _index: SearchIndex | None = None
    _used: tuple[Catalog, Mapping[int, Use]] | None = None
    _watched: tuple[Personal | None, frozenset[str]] = (None, frozenset())

    def make_index(self) -> SearchIndex | None:
        """The search index over the current catalog, made when it is first needed."""
        from pkgtui.models.search import SearchIndex  # noqa: PLC0415 - no start needs it

        if self.catalog is None:
            return None
        # To ask for a package again leaves the catalog as it was, mostly.
        if self._index is None or self._index.catalog.packages is not self.catalog.packages:
            self._index = SearchIndex(self.catalog)
        return self._index

    def watches(self, slug: str) -> bool:
        """Whether the person watches the package of this slug; asked for every row drawn."""
        if self._watched[0] is not self.personal:
            self._watched = (self.personal, frozenset(one.slug for one in self.personal.watched))
        return slug in self._watched[1]

    def uses(self) -> Mapping[int, Use]:
        """How the person's project uses packages, by their ids; asked for every row drawn."""
        if self.project is None or self.catalog is None:
            return {}
        if self._used is None or self._used[0] is not self.catalog:
            from pkgtui.models.audit import used_packages  # noqa: PLC0415 - only with a project

            self._used = (self.catalog, used_packages(self.project.requirements, self.catalog))
        return self._used[1]

    def unseen(self) -> Sequence[Change]:
        """What has changed since the person last looked at the changes."""
        if self.history is None:
            return ()
        from pkgtui.models.changes import changes_since  # noqa: PLC0415 - no start needs it

        return changes_since(self.history, self.personal.visited)

    def work_ahead(self) -> None:
        """Work out, in a thread, what the first search, filter and package would wait for."""
        from pkgtui.models import alternatives  # noqa: PLC0415 - no start needs it
        from pkgtui.models.query import match_rows, parse, prepare  # noqa: PLC0415 - likewise

        catalog = self.catalog
        if catalog is None:
            return
        prepare(catalog)
        if index := self.make_index():
            index.prepare()
        alternatives.prepare(catalog)
        catalog.rows_by_participant  # noqa: B018 - a cached property that a package asks for
        # What such facts need is worked out once for a catalog, whoever asks first.
        slow = parse("-health:good -people:>0 -active:>0 -trend:up -version:>0 -is:orphaned -queue")
        match_rows(catalog, catalog.all_rows, slow, self.now(), self.personal)

    def headlines(self) -> list[str]:
        """Say what is shown, how old it is and whether it is being refreshed, longest first."""
        dot = f" {self.glyphs.dot} "
        amount, news = self._amount(), self._news()
        wordings = [(amount, *news), (amount, news[-1]) if news else (amount,), news[-1:]]
        if self.settings.sync_from:
            # Where the data come from is worth more than how many there are.
            wordings.insert(1, news)
        wordings.append((self._gist(),))
        return [dot.join(filter(None, wording)) for wording in wordings]

    def _gist(self) -> str:
        """The one word that is worth more than none."""
        if self.catalog is not None and self.catalog.generation.sample:
            return "SAMPLE DATA"
        return "syncing" if self.sync.running else ""

    def _amount(self) -> str:
        if self.catalog is None:
            return ""
        generation = self.catalog.generation
        amount = phrases.count(len(self.catalog.packages), "package")
        if generation.sample:
            return f"SAMPLE DATA {self.glyphs.dot} {amount}"
        if generation.refused:
            amount += f", {generation.refused:,} unreadable"
        return amount if generation.complete else f"incomplete: {amount} so far"

    def _news(self) -> tuple[str, ...]:
        """What is new about the data, the part that can stand alone last."""
        if self.sync.running:
            return (progress_words(self.sync.progress),)
        if self.catalog is None or self.catalog.generation.sample:
            return ()
        if self.newer:
            return ("a newer catalog is there",)
        synced = f"synced {phrases.ago(self.catalog.generation.synced_at, self.now())}"
        if self.shared:
            synced = f"shared, {synced}"
        if self.settings.offline:
            return (f"{self.glyphs.offline} offline", synced)
        if self.sync.failure:
            how = "refused: A takes it" if self.sync.acceptable else "failed"
            return (synced, f"{self.glyphs.offline} last sync {how}")
        source = f"from {self.settings.source}" if self.settings.sync_from else "online"
        return (f"{self.glyphs.online} {source}", synced)


def progress_words(progress: Progress | None) -> str:
    """Say what a walk is doing: ``syncing packages 1,000 of 5,400``."""
    if progress is None:
        return "sync starting"
    if progress.stage == "waiting":
        return "waiting for another pkgtui's refresh"
    if progress.stage == "saving":
        return "saving the catalog"
    if progress.stage == "snapshot":
        return "fetching the snapshot"
    if progress.total is None:
        return f"syncing {progress.stage}"
    return f"syncing {progress.stage} {progress.done:,} of {progress.total:,}"

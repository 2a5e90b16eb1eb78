"""What is shown while there is no catalog: the cache is opened, the first walk runs, or failed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Center, Middle
from textual.content import Content
from textual.widgets import ProgressBar

from pkgtui.paths import sheet
from pkgtui.tui import bindings
from pkgtui.tui.messages import ShowSample, SyncWanted
from pkgtui.tui.screens.item import StateScreen
from pkgtui.tui.state import progress_words
from pkgtui.tui.widgets.bars import KeyBar
from pkgtui.tui.widgets.words import Words


class WelcomeScreen(StateScreen):
    """Says what happens, and offers to try again or to look at the sample."""

    CSS_PATH = sheet("welcome")
    BINDINGS = bindings.WELCOME

    @property
    def is_over(self) -> bool:
        """A catalog makes it needless."""
        return self.state.catalog is not None

    def compose(self) -> ComposeResult:
        """Put a few lines in the middle."""
        with Middle(), Center():
            yield Words(id="words")
            yield ProgressBar(show_eta=False)
        yield KeyBar(self.state)

    def on_mount(self) -> None:
        """Say how it stands."""
        self.update()

    def update(self) -> None:
        """Say how it stands now."""
        sync = self.state.sync
        bar = self.query_one(ProgressBar)
        bar.display = sync.running and sync.progress is not None
        if sync.running and sync.progress is not None:
            bar.update(total=sync.progress.total, progress=sync.progress.done)
        self.query_one("#words", Words).update(Content(self._words()))
        self.refresh_bindings()

    def _words(self) -> str:
        sync, settings = self.state.sync, self.state.settings
        if sync.running:
            snapshot = f"the snapshot of {settings.source}"
            source = snapshot if settings.sync_from else settings.site_url
            return (
                f"Fetching the directory from {source} for the first time.\n"
                f"{progress_words(sync.progress)}"
            )
        if sync.failure:
            return (
                "There is no catalog on this machine yet, and fetching one failed.\n"
                f"{sync.told()}\n\n"
                "Press r to try again, d to look at the built-in sample, q to quit."
            )
        if settings.offline:
            return (
                "There is no catalog on this machine yet, and pkgtui was told to stay offline.\n\n"
                "Press d to look at the built-in sample, q to quit.\n"
                "Run pkgtui once without --offline to fetch the directory."
            )
        return "Opening the cache."

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what makes sense now."""
        del parameters
        sync = self.state.sync
        if action == "retry":
            return not sync.running and sync.failure is not None
        if action == "sample":
            return not sync.running and (sync.failure is not None or self.state.settings.offline)
        return True

    def action_retry(self) -> None:
        """Ask the directory again."""
        self.post_message(SyncWanted())

    def action_sample(self) -> None:
        """Show the sample."""
        self.post_message(ShowSample())

"""The 52 weeks of commits, large enough to be read off."""

from __future__ import annotations

from math import ceil

from textual.content import Content
from textual.widget import Widget

from pkgtui import phrases
from pkgtui.models.activity import Activity, buckets
from pkgtui.tui.present import Glyphs, bar_rows, month_labels

_FOOT = 2
"""Lines under the bars: the months and the figures."""


class CommitChart(Widget):
    """Bars from 0 to the peak over an axis that ends where the site last looked."""

    ALLOW_SELECT = False

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._activity = Activity((), None)

    def show(self, activity: Activity) -> None:
        """Draw `activity`, with its period as the title."""
        self._activity = activity
        self.border_title = Content(chart_title(activity, self._glyphs))
        self.refresh()

    def render(self) -> Content:
        """Draw the bars, or say why there are none."""
        activity = self._activity
        if not activity.known:
            return Content("The site has not reported any weeks of commits.")
        if activity.total == 0:
            return Content(f"No commits in the {period(activity)}.")
        height = max(self.size.height - _FOOT, 1)
        room = max(self.size.width - len(str(activity.peak)) - 1, 1)
        weeks_in_bar = ceil(len(activity.weeks) / room)
        sums = buckets(activity.weeks, weeks_in_bar)
        axis = len(str(max(sums)))
        lines = self._bars(sums, height, axis)
        months = month_labels(activity, weeks_in_bar)
        lines.append(Content.styled(" " * (axis + 1) + months, "$foreground-muted"))
        words = figures(activity, self._glyphs)
        if weeks_in_bar > 1:
            words = f"{weeks_in_bar} weeks a bar {self._glyphs.dot} {words}"
        lines.append(Content(words))
        return Content("\n").join(lines)

    def _bars(self, sums: tuple[int, ...], height: int, axis: int) -> list[Content]:
        lines = []
        rows = bar_rows(sums, height, self._glyphs)
        for at, row in enumerate(rows):
            label = str(max(sums)) if at == 0 else "0" if at == len(rows) - 1 else ""
            scale = f"{label:>{axis}}{self._glyphs.axis}"
            lines.append(Content.assemble((scale, "$foreground-muted"), (row, "$accent")))
        return lines


def period(activity: Activity) -> str:
    """Return ``52 weeks to 15 Feb 2026``, as far as it is known."""
    weeks = phrases.count(len(activity.weeks), "week")
    return f"{weeks} to {phrases.day(activity.ends)}" if activity.ends else weeks


def chart_title(activity: Activity, glyphs: Glyphs) -> str:
    """Return the chart's heading."""
    return f"Commits {glyphs.dot} {period(activity)}" if activity.known else "Commits"


def figures(activity: Activity, glyphs: Glyphs) -> str:
    """Return ``364 commits · peak 41 · 13 weeks 66 against 49 ▲ up``, as far as it is known."""
    parts = [phrases.count(activity.total, "commit"), f"peak {phrases.count(activity.peak)}"]
    if activity.trend is not None:
        parts.append(
            f"13 weeks {activity.recent:,} against {activity.before:,}"
            f" {glyphs.trend[activity.trend]} {activity.trend}"
        )
    return f" {glyphs.dot} ".join(parts)

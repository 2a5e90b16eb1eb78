"""How facts look: sparklines, bars, marks and short cells, for any terminal."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping, Sequence
from math import ceil

import msgspec

from pkgtui.models.activity import Activity, Trend, buckets
from pkgtui.models.health import Verdict
from pkgtui.models.standing import Mark

EIGHTHS = 8


class Glyphs(msgspec.Struct, frozen=True):
    """The signs a terminal can draw.

    Attributes:
        bars: From the lowest bar to the full cell, without the sign for nothing.
        none: Stands for a week without a commit.
        emoji: Whether emoji can be shown.
    """

    bars: str
    none: str
    cursor: str
    marked: str
    best: str
    own: str
    star: str
    marks: Mapping[Mark, str]
    health: Mapping[Verdict, str]
    watched: str
    used: str
    yes: str
    no: str
    trend: Mapping[Trend | None, str]
    axis: str
    baseline: str
    ellipsis: str
    dot: str
    into: str
    to: str
    online: str
    up: str
    down: str
    offline: str
    emoji: bool


UNICODE = Glyphs(
    bars="▁▂▃▄▅▆▇█",
    none="·",
    cursor="▸",
    marked="◆",
    best="◂",
    own="◇",
    star="★",
    marks={Mark.ARCHIVED: "✝", Mark.UNFOLLOWED: "⊘", Mark.DORMANT: "☾", Mark.QUIET: "~"},
    health={Verdict.GOOD: "●", Verdict.FAIR: "◐", Verdict.POOR: "○", Verdict.UNKNOWN: "·"},
    watched="◎",
    used="■",
    yes="✓",
    no="✗",
    trend={Trend.UP: "▲", Trend.LEVEL: "=", Trend.DOWN: "▼", None: "?"},
    axis="┤",
    baseline="─",
    ellipsis="…",
    dot="·",
    into="›",  # noqa: RUF001 - the sign between the steps of a path
    to="→",
    online="●",
    up="↑",
    down="↓",
    offline="○",
    emoji=True,
)
ASCII = Glyphs(
    bars="_.-=+*#@",
    none=" ",
    cursor=">",
    marked="+",
    best="<",
    own="%",
    star="*",
    marks={Mark.ARCHIVED: "x", Mark.UNFOLLOWED: "!", Mark.DORMANT: "Z", Mark.QUIET: "z"},
    health={Verdict.GOOD: "*", Verdict.FAIR: "+", Verdict.POOR: "-", Verdict.UNKNOWN: "."},
    watched="w",
    used="u",
    yes="y",
    no="n",
    trend={Trend.UP: "^", Trend.LEVEL: "=", Trend.DOWN: "v", None: "?"},
    axis="|",
    baseline="-",
    ellipsis="~",
    dot="-",
    into=">",
    to="->",
    online="*",
    up="^",
    down="v",
    offline="o",
    emoji=False,
)


def glyphs_for(environ: Mapping[str, str], encoding: str | None = None) -> Glyphs:
    """Choose the signs: ASCII where the encoding is not a Unicode one or on the Linux console."""
    name = encoding if encoding is not None else (sys.__stdout__ and sys.__stdout__.encoding)
    try:
        is_unicode = codecs.lookup(name or "ascii").name.startswith("utf")
    except LookupError:
        is_unicode = False
    return UNICODE if is_unicode and environ.get("TERM") != "linux" else ASCII


def sparkline(weeks: Sequence[int], cells: int, glyphs: Glyphs = UNICODE) -> str:
    """Draw `weeks` in at most `cells` cells, scaled from 0, the newest at the right end.

    A cell sums as many weeks as needed to fit. Weeks without a commit have a sign of their
    own, so that one commit and none never look the same; no known week at all draws nothing.
    """
    return sparklines((weeks,), cells, glyphs)[0]


def sparklines(
    many: Sequence[Sequence[int]], cells: int, glyphs: Glyphs = UNICODE
) -> Sequence[str]:
    """Draw each of `many` as `sparkline` does, on one scale: as high is as many commits."""
    longest = max(map(len, many), default=0)
    if not longest or cells <= 0:
        return [""] * len(many)
    sums = [buckets(weeks, ceil(longest / cells)) for weeks in many]
    peak = max(max(one, default=0) for one in sums) or 1
    signs, top = glyphs.none + glyphs.bars, len(glyphs.bars)
    # Rounded up, in whole numbers: a page of a list has 900 such cells.
    curves = ("".join([signs[-(-value * top // peak)] for value in one]) for one in sums)
    return [curve.rjust(cells) if curve else "" for curve in curves]


def bar_rows(values: Sequence[int], height: int, glyphs: Glyphs = UNICODE) -> list[str]:
    """Draw `values` as bars `height` cells high, scaled from 0 to the highest; top row first."""
    peak = max(values, default=0) or 1
    steps = [ceil(value * height * EIGHTHS / peak) for value in values]
    rows = []
    for floor in range((height - 1) * EIGHTHS, -1, -EIGHTHS):
        levels = (min(max(step - floor, 0), EIGHTHS) for step in steps)
        rows.append("".join(glyphs.bars[level - 1] if level else " " for level in levels))
    return rows


def month_labels(activity: Activity, size: int, gap: int = 11) -> str:
    """Name the months under bars of `size` weeks each, at least `gap` cells apart.

    Empty when the day on which the weeks end is not known.
    """
    from pkgtui.phrases import month_name  # noqa: PLC0415 - only charts name months

    cells = len(buckets(activity.weeks, size))
    labels = [" "] * (cells + 3)
    free_from, last_month = 0, None
    for cell in range(cells):
        newest_week = len(activity.weeks) - 1 - (cells - 1 - cell) * size
        day = activity.day_of_week(newest_week)
        if day is None:
            return ""
        if day.month != last_month and cell >= free_from:
            labels[cell : cell + 3] = month_name(day)
            free_from = cell + gap
        last_month = day.month
    return "".join(labels).rstrip()

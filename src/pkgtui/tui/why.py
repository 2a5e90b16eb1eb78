"""The verdict on a package in words, and the evidence as a text to read."""

from __future__ import annotations

from textual.content import Content

from pkgtui import phrases
from pkgtui.models.entries import Package
from pkgtui.models.health import FAIR_FROM, GOOD_FROM, Health, Signal, Verdict, assess
from pkgtui.models.hits import SearchHit
from pkgtui.models.standing import in_words, marks
from pkgtui.text import fit, one_line
from pkgtui.tui.present import Glyphs
from pkgtui.tui.state import State

_TONES = {Verdict.GOOD: "$text-success", Verdict.FAIR: "$text-warning", Verdict.POOR: "$text-error"}
_VALUE_CELLS = 34
"""What a reader's box has room for behind points, weight and name."""
_RULES = (
    f"The verdict is the mean of the points by weight: good from {GOOD_FROM}, fair from"
    f" {FAIR_FROM}. What is unknown takes no part; where that is more than half of the weight,"
    " so is the verdict."
)


def judged(package: Package, state: State) -> Health | None:
    """What the catalog says for and against `package`."""
    return assess(state.catalog, package) if state.catalog else None


def tone(verdict: Verdict) -> str:
    """The colour that goes with what the sign and the word say already."""
    return _TONES.get(verdict, "")


def verdict_words(health: Health, glyphs: Glyphs) -> str:
    """Return ``● good health, 91 of 100``."""
    sign = glyphs.health[health.verdict]
    if health.score is None:
        return f"{sign} health unknown"
    return f"{sign} {health.verdict} health, {health.score} of 100"


def standing_words(package: Package, state: State) -> str:
    """Tell the most serious mark with its sign: ``☾ dormant for 4 years``; empty without one."""
    if state.catalog is None:
        return ""
    found = marks(state.catalog, package)
    if not found:
        return ""
    told = in_words(state.catalog, package, found[0])
    return f"{state.glyphs.marks[found[0]]} {told}"


def why_words(health: Health, glyphs: Glyphs) -> str:
    """Say in a line what decides: ``last commit 29 h before the site looked · ...``."""
    dot = f" {glyphs.dot} "
    return dot.join(f"{signal.name} {one_line(signal.value)}" for signal in health.telling)


def site_words(hit: SearchHit | None) -> str:
    """What the site's own search said of the package; empty where it was not asked."""
    if hit is None or hit.weight is None:
        return ""
    score = "" if hit.score is None else f", its score {phrases.count(hit.score)}"
    return f"The site's own weight {hit.weight} of 100{score}"


def evidence(package: Package, state: State) -> Content:
    """Everything that the verdict on `package` is made of."""
    health = judged(package, state)
    if health is None:
        return Content("There is no catalog yet.")
    site = site_words(state.site_hits.get(package.slug))
    limits = [(f"{limit}.\n", "bold") for limit in health.limits]
    return Content.assemble(
        (verdict_words(health, state.glyphs), f"bold {tone(health.verdict)}".strip()),
        f"\n{site}\n\n" if site else "\n\n",
        ("points  weight\n", "$foreground-muted"),
        *(_row(it, state.glyphs) for it in health.signals),
        "\n" * bool(limits),
        *limits,
        f"\n{_RULES}\n",
        *(part for it in health.signals for part in _explained(it)),
    )


def _row(signal: Signal, glyphs: Glyphs) -> str:
    points = "?" if signal.points is None else str(signal.points)
    value = fit(one_line(signal.value), _VALUE_CELLS, glyphs.ellipsis).rstrip()
    return f"{points:>6}  {signal.weight:>6}  {signal.name:<20}  {value}\n"


def _explained(signal: Signal) -> list[str | tuple[str, str]]:
    seen = f"as of {phrases.day(signal.as_of)}"
    return [
        (f"\n{signal.name}", "bold $accent"),
        (f"  {signal.source}, {seen}\n", "$foreground-muted"),
        f"{signal.reason} {signal.scale[0].upper()}{signal.scale[1:]}.\n",
    ]

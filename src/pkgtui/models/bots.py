"""Telling people from programs among the participants of a package."""

from __future__ import annotations

from functools import lru_cache

# The forge marks apps with "[bot]"; older robots are accounts that end in "-bot" or "_bot".
_BOT_ENDINGS = ("[bot]", "-bot", "_bot", ".bot")
_BOT_NAME_ENDS = tuple(f"{ending}," for ending in _BOT_ENDINGS)

# Robots with the names of people, known by the repositories they touched.
_KNOWN_BOTS = frozenset(
    {
        "bot",
        "code-review-doctor",
        "codecov-io",
        "dependabot",
        "dependabot-preview",
        "github-actions",
        "gitter-badger",
        "greenkeeperio",
        "imgbot",
        "pre-commit-ci",
        "renovate",
        "requires-io",
        "the-gitter-badger",
        "web-flow",
    }
)


def is_bot(name: str) -> bool:
    """Whether a participant's name is that of a program: ``renovate-bot`` yes, ``CorBott`` no."""
    name = name.lower()
    return name.endswith(_BOT_ENDINGS) or name in _KNOWN_BOTS


@lru_cache(maxsize=256)
def count_bots(names: str) -> int:
    """How many of `names`, with commas between them, are bots; soon asked for again."""
    names = f"{names.lower()},"
    found = sum(map(names.count, _BOT_NAME_ENDS)) if "bot" in names else 0
    # No name that is known has such an ending as well.
    return found + sum(map(_KNOWN_BOTS.__contains__, names.split(",")))

"""Telling people from programs among the participants of a package."""

from __future__ import annotations

# The forge marks apps with "[bot]"; older robots are accounts that end in "-bot" or "_bot".
_BOT_ENDINGS = ("[bot]", "-bot", "_bot", ".bot")

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
        "pyup-bot",
        "renovate",
        "requires-io",
        "snyk-bot",
        "the-gitter-badger",
        "web-flow",
    }
)


def is_bot(name: str) -> bool:
    """Whether a participant's name is that of a program: ``renovate-bot`` yes, ``CorBott`` no."""
    name = name.lower()
    return name.endswith(_BOT_ENDINGS) or name in _KNOWN_BOTS

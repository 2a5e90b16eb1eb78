"""How the dashboard tells what a project uses of a package."""

from __future__ import annotations

from pkgtui.models.audit import Use
from pkgtui.models.entries import Package
from pkgtui.models.requirements import Behind
from pkgtui.text import one_line
from pkgtui.tui.present import Glyphs

ANY = "any"


def version_words(use: Use) -> str:
    """The version used, else the versions asked for: ``1.3.9``, ``>=3,<4``, ``any``."""
    return one_line(use.version or use.specifier) or ANY


def behind_words(use: Use, package: Package) -> str:
    """How far the version used lies behind the latest: ``major``; empty when it does not."""
    behind = use.behind(package.version)
    return "bounded" if behind is Behind.RANGE else behind or ""


def use_words(use: Use, package: Package, glyphs: Glyphs) -> str:
    """Say which version is used, where that is asked for, and how old it is, in one line."""
    behind = use.behind(package.version)
    parts = [f"{glyphs.used} your project uses {version_words(use)}"]
    if use.version is None and not use.specifier:
        parts = [f"{glyphs.used} your project uses any version"]
    if behind is Behind.RANGE:
        parts.append(f"that ends before {package.version}")
    elif behind is not None:
        parts.append(f"a {behind} version behind {package.version}")
    elif use.direct is False:
        parts.append("for another package")
    places = ", ".join(dict.fromkeys(one_line(one.where) for one in use.requirements))
    return ", ".join(parts) + f" ({places})"

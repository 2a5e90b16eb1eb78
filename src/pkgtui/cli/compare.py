"""``pkgtui compare``: packages side by side."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime

import click

from pkgtui.cli.common import Chosen, WrongUsage, pass_chosen, shared_options
from pkgtui.cli.reading import read_catalog, unknown_package
from pkgtui.models.catalog import Catalog
from pkgtui.models.compare import WEEKS
from pkgtui.models.compare import compare as compared
from pkgtui.models.entries import Package
from pkgtui.models.exports import Format, export
from pkgtui.models.personal import MOST_MARKED
from pkgtui.text import fit, one_line
from pkgtui.tui.present import Glyphs, glyphs_for, sparklines

_CELLS, _LABEL = 26, 16


@click.command
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True)
@click.option("--markdown", "form", flag_value="md", help="Print a Markdown table.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV, a line for each package.")
@click.option("--json", "form", flag_value="json", help="Print JSON, an object for each package.")
@shared_options
@pass_chosen
def compare(chosen: Chosen, slugs: tuple[str, ...], form: str | None) -> None:
    """Show packages side by side, from the cache."""
    cached = read_catalog(chosen)
    catalog = cached.catalog
    if catalog is None:
        raise cached.missing()
    packages = [_known(catalog, slug) for slug in dict.fromkeys(slugs)]
    if len(packages) > MOST_MARKED:
        raise WrongUsage(f"At most {MOST_MARKED} packages can be compared")
    now = datetime.now(UTC)
    if form:
        text = export(catalog, packages, now, Format(form))
        # In UTF-8 whatever the locale, as other programs expect it.
        click.echo(text.encode(), nl=False)
    else:
        click.echo("\n".join(_lines(catalog, packages, now, glyphs_for(os.environ))))


def _known(catalog: Catalog, slug: str) -> Package:
    package = catalog.package(slug)
    if package is None:
        raise unknown_package(slug, catalog)
    return package


def _lines(
    catalog: Catalog, packages: Sequence[Package], now: datetime, glyphs: Glyphs
) -> list[str]:
    """Lay the facts out in columns, a package in each, the best of a row with its sign."""
    lines = [_line("", [one_line(it.title) or it.slug for it in packages], glyphs)]
    for fact in compared(catalog, packages, now):
        texts = [
            cell.text + (f" {glyphs.best}" if at in fact.best else "")
            for at, cell in enumerate(fact.cells)
        ]
        if fact.id == WEEKS:
            drawn = sparklines([cell.value or () for cell in fact.cells], _CELLS, glyphs)
            texts = [line or text for line, text in zip(drawn, texts, strict=True)]
        lines.append(_line(fact.label, texts, glyphs))
    return lines


def _line(label: str, texts: Sequence[str], glyphs: Glyphs) -> str:
    cells = [fit(text, _CELLS, glyphs.ellipsis) for text in texts]
    return "  ".join([label.ljust(_LABEL), *cells]).rstrip()

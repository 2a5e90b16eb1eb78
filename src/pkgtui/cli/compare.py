"""``pkgtui compare``: packages side by side."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import click

from pkgtui.cli.common import Chosen, WrongUsage, pass_chosen
from pkgtui.cli.completing import package_slugs
from pkgtui.cli.output import (
    Form,
    form_options,
    is_terminal,
    print_json_list,
    print_rows,
    print_text,
)
from pkgtui.cli.reading import need_catalog, reading_options, unknown_package
from pkgtui.models.catalog import Catalog
from pkgtui.models.compare import WEEKS
from pkgtui.models.compare import compare as compared
from pkgtui.models.entries import Package
from pkgtui.models.exports import as_csv, as_markdown, as_records
from pkgtui.models.personal import MOST_MARKED
from pkgtui.text import fit, one_line
from pkgtui.tui.present import Glyphs, glyphs_for, sparklines

_CELLS, _LABEL = 26, 16


@click.command
@click.argument("slugs", metavar="SLUG...", nargs=-1, required=True, shell_complete=package_slugs)
@form_options(*Form)
@reading_options
@pass_chosen
def compare(chosen: Chosen, slugs: tuple[str, ...], form: Form | None) -> None:
    """Show packages side by side, from the cache.

    On a terminal, in lines with tabs and in Markdown each fact is a row; in CSV and JSON each
    package.
    """
    catalog = need_catalog(chosen)
    packages = [_known(catalog, slug) for slug in dict.fromkeys(slugs)]
    if len(packages) > MOST_MARKED:
        raise WrongUsage(f"At most {MOST_MARKED} packages can be compared")
    now = datetime.now(UTC)
    match form:
        case Form.JSON:
            records = as_records(catalog, packages, now)
            print_json_list(records, count=len(records), total=len(records))
        case Form.CSV:
            print_text(as_csv(catalog, packages, now))
        case Form.MARKDOWN:
            print_text(as_markdown(catalog, packages, now))
        case None if is_terminal():
            click.echo("\n".join(_lines(catalog, packages, now, glyphs_for(os.environ))))
        case _:
            print_rows(_rows(catalog, packages, now))


def _known(catalog: Catalog, slug: str) -> Package:
    package = catalog.package(slug)
    if package is None:
        raise unknown_package(slug, catalog)
    return package


def _rows(catalog: Catalog, packages: Sequence[Package], now: datetime) -> Iterator[Sequence[str]]:
    """The facts in the words of people, under a row of slugs."""
    yield ["slug", *(it.slug for it in packages)]
    for fact in compared(catalog, packages, now):
        yield [fact.label, *(cell.text for cell in fact.cells)]


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

"""Packages as text that others read: Markdown for people, CSV and JSON for programs.

Markdown has facts as rows and packages as columns, in words. CSV and JSON have an entry for each
package, under the API's own names and values, and behind them what was worked out from these.
What is not known is an empty field in CSV and null in JSON.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from pkgtui.models.catalog import Catalog
from pkgtui.models.compare import Fact, compare
from pkgtui.models.entries import Category, Grid, Package
from pkgtui.models.fields import csv_field, markdown_field
from pkgtui.models.health import assess
from pkgtui.models.standing import marks
from pkgtui.text import escape_unwanted, one_line

Entry = TypeVar("Entry", Category, Grid)

_WORKED_OUT = ("commits", "active_weeks", "trend", "people", "bots", "shared_people")


class Format(StrEnum):
    """How packages are written; the value is also how the name of a file ends."""

    MARKDOWN = "md"
    CSV = "csv"
    JSON = "json"


def export(catalog: Catalog, packages: Sequence[Package], now: datetime, form: Format) -> str:
    """Return the comparison of `packages` in this `form`, with a newline at its end."""
    return _WRITERS[form](catalog, packages, now)


def as_markdown(catalog: Catalog, packages: Sequence[Package], now: datetime) -> str:
    """Return a table: facts as rows, packages as columns, the best of each row in bold."""
    titles = [markdown_field(one_line(it.title) or one_line(it.slug)) or "-" for it in packages]
    rows = [["", *titles], ["---"] * (len(titles) + 1)]
    rows += [[fact.label, *_markdown_cells(fact)] for fact in compare(catalog, packages, now)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def as_csv(catalog: Catalog, packages: Sequence[Package], now: datetime) -> str:
    """Return a line for each package under a line of names."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for record in as_records(catalog, packages, now):
        writer.writerow({name: csv_field(value(record)) for name, value in _COLUMNS.items()})
    return out.getvalue()


def as_json(catalog: Catalog, packages: Sequence[Package], now: datetime) -> str:
    """Return a list with an object for each package."""
    packed = msgspec.json.encode(as_records(catalog, packages, now))
    return escape_unwanted(msgspec.json.format(packed, indent=2).decode()) + "\n"


def as_records(
    catalog: Catalog, packages: Sequence[Package], now: datetime
) -> list[dict[str, Any]]:
    """Return what is known of each package, as `as_api` has it, and what was worked out."""
    facts = {fact.id: fact for fact in compare(catalog, packages, now)}
    records = []
    for at, package in enumerate(packages):
        worked_out = {name: facts[name].cells[at].value for name in _WORKED_OUT}
        records.append(
            {
                **as_api(catalog, package),
                "archived": catalog.is_archived(package),
                "marks": list(marks(catalog, package)),
                "health": msgspec.to_builtins(assess(catalog, package)),
                **worked_out,
            }
        )
    return records


def as_api(catalog: Catalog, package: Package) -> dict[str, Any]:
    """Return `package` with the API's names and values, its links named in place of addresses."""
    category = package.category
    facts = msgspec.structs.asdict(package)
    del facts["names"], facts["weeks"]
    if not facts["unnamed"]:
        del facts["unnamed"]
    return {
        **msgspec.to_builtins(facts),
        "commits_over_52": list(package.commits_over_52),
        "participants": list(package.participants),
        "category": None if category is None else _named(category, catalog.category_by_id),
        "grids": [_named(key, catalog.grid_by_id) for key in package.grids],
    }


def _named(key: int, known: Mapping[int, Entry]) -> dict[str, Any]:
    entry = known.get(key)
    return {
        "id": key,
        "slug": entry.slug if entry else None,
        "title": entry.title if entry else None,
    }


def _markdown_cells(fact: Fact) -> Iterable[str]:
    for at, cell in enumerate(fact.cells):
        text = markdown_field(cell.text)
        yield f"**{text}**" if at in fact.best else text


def _field(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda record: record.get(name)


def _figure(name: str) -> Callable[[Mapping[str, Any]], Any]:
    """A figure of the API, where -1 says that it is not known."""
    return lambda record: None if (record[name] or 0) < 0 else record[name]


_COLUMNS: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "id": _field("id"),
    "slug": _field("slug"),
    "title": _field("title"),
    "category": lambda record: (record["category"] or {}).get("title"),
    "health": lambda record: record["health"]["verdict"],
    "health_score": lambda record: record["health"]["score"],
    "marks": _field("marks"),
    "repo_watchers": _figure("repo_watchers"),
    "repo_forks": _figure("repo_forks"),
    "commits": _field("commits"),
    "active_weeks": _field("active_weeks"),
    "trend": _field("trend"),
    "last_updated": _field("last_updated"),
    "pypi_version": _field("pypi_version"),
    "people": _field("people"),
    "bots": _field("bots"),
    "created": _field("created"),
    "last_fetched": _field("last_fetched"),
    "grids": lambda record: [grid["slug"] or grid["id"] for grid in record["grids"]],
    "shared_people": _field("shared_people"),
    "repo_url": _field("repo_url"),
    "documentation_url": _field("documentation_url"),
    "pypi_url": _field("pypi_url"),
    "repo_description": _field("repo_description"),
}

_WRITERS: Mapping[Format, Callable[[Catalog, Sequence[Package], datetime], str]] = {
    Format.MARKDOWN: as_markdown,
    Format.CSV: as_csv,
    Format.JSON: as_json,
}

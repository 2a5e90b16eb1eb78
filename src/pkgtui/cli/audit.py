"""``pkgtui audit``: what the directory says of the packages that a project uses."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from shutil import get_terminal_size
from textwrap import fill

import click

from pkgtui import phrases
from pkgtui.cli.annotations import github_lines
from pkgtui.cli.audited import COLUMNS, Audited, as_json
from pkgtui.cli.common import Chosen, WrongUsage, note, pass_chosen
from pkgtui.cli.output import Form, Output, is_terminal, list_options, print_list, print_text
from pkgtui.cli.reading import need_catalog, read_project, reading_options
from pkgtui.models.audit import TROUBLES, Audit, Finding
from pkgtui.models.audit import audit as audited
from pkgtui.models.catalog import Catalog
from pkgtui.projects.reading import Project

_FINDINGS = 1
_MOST_NAMED = 8


def _troubles(context: click.Context, option: click.Parameter, text: str | None) -> frozenset[str]:
    """Read what ``--fail-on`` says."""
    del context, option
    named = [] if text is None else [part.strip().lower() for part in text.split(",")]
    for wrong in named:
        if wrong not in TROUBLES:
            raise WrongUsage(f"--fail-on knows no {wrong!r}", f"It knows {', '.join(TROUBLES)}")
    return frozenset(named)


@click.command
@click.argument(
    "files", metavar="[FILE...|-]", nargs=-1, type=click.Path(readable=False, path_type=Path)
)
@click.option(
    "--fail-on",
    "failing",
    metavar="A,B,C",
    callback=_troubles,
    help=f"End with status 1 if a package is one of {', '.join(TROUBLES)}.",
)
@click.option("--all", "everything", is_flag=True, help="Also what the directory does not list.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["github"]),
    help="Print annotations for a GitHub workflow in place of the list.",
)
@list_options(COLUMNS)
@reading_options
@pass_chosen
@click.pass_context
def audit(  # noqa: PLR0913 - click passes one for each option
    context: click.Context,
    chosen: Chosen,
    files: tuple[Path, ...],
    *,
    failing: frozenset[str],
    everything: bool,
    format_: str | None,
    output: Output,
) -> None:
    """Tell what the directory says of the Django packages that a project uses.

    FILE is a requirements file, a pyproject.toml, Pipfile, uv.lock, poetry.lock, pdm.lock,
    Pipfile.lock or pylock.toml, or a folder of such; - reads requirements from standard input.
    Without any the current folder is looked through.
    """
    if format_ and output.form:
        raise WrongUsage(f"--format and --{output.form} cannot both be given")
    project = read_project(files or [Path()])
    catalog = need_catalog(chosen)
    found = audited(project.requirements, catalog)
    shown = _shown(found, catalog, everything=everything)
    if format_:
        print_text("".join(github_lines(shown[: output.limit], failing)))
    else:
        print_list(
            output,
            shown,
            total=len(found.findings) + len(found.unlisted),
            as_json=as_json,
            of="package of the directory",
            many="packages",
            empty=["It uses no package of the directory"],
            more={
                "files": project.files,
                "unread": project.unread,
                "unlisted": len(found.unlisted),
                "synced_at": catalog.generation.synced_at,
            },
        )
        if output.form is None and is_terminal():
            _tell(shown[: output.limit])
    if output.form is not Form.JSON:
        _summarise(project, found, catalog, everything=everything)
    if failed := _failures(found, failing):
        note(f"Failed on {_named(failed)}")
        context.exit(_FINDINGS)


def _shown(found: Audit, catalog: Catalog, *, everything: bool) -> Sequence[Audited]:
    """The listed packages, the worst first, then what may be one misspelt, then the others."""
    listed = sorted(found.findings, key=_rank)
    unlisted = sorted(found.unlisted, key=lambda one: not one.close)
    chosen = (one for one in unlisted if everything or one.close)
    return [
        *(Audited(catalog, one) for one in listed),
        *(Audited(catalog, one) for one in chosen),
    ]


def _rank(one: Finding) -> int:
    return next((at for at, name in enumerate(TROUBLES) if name in one.troubles), len(TROUBLES))


def _tell(shown: Sequence[Audited]) -> None:
    """Below the table: what is the matter with each, in sentences."""
    width = get_terminal_size().columns
    for one in shown:
        if one.told:
            places = _named([place.where for place in one.places])
            click.echo(f"\n{click.style(one.name, bold=True)}  {places}")
            for sentence in one.told:
                click.echo(
                    fill(
                        sentence,
                        width,
                        initial_indent="  ",
                        subsequent_indent="    ",
                        break_on_hyphens=False,
                    )
                )


def _summarise(project: Project, found: Audit, catalog: Catalog, *, everything: bool) -> None:
    """Say on stderr what was read, and what came of it."""
    used = [use for one in found.findings for use in one.troubles]
    counted = [f"{phrases.count(used.count(name))} {name}" for name in TROUBLES if name in used]
    listed = phrases.count(len(found.findings), "package")
    unlisted = len(found.unlisted)
    more = "" if everything or not unlisted else "; --all lists them"
    note(
        f"Read {_named(project.files)}",
        f"{listed} in the directory of {phrases.day(catalog.generation.synced_at)}"
        f"{': ' if counted else ''}{', '.join(counted)}",
        f"{phrases.count(unlisted, 'other')} not in it{more}" if unlisted else "",
        f"Without a name that can be looked up: {_named(project.unread)}" if project.unread else "",
    )


def _failures(found: Audit, failing: Collection[str]) -> Sequence[str]:
    """Name each package that is what ``--fail-on`` names, with what it is."""
    told = []
    for one in sorted(found.findings, key=_rank):
        wrong = [name for name in TROUBLES if name in failing and name in one.troubles]
        if wrong:
            told.append(f"{one.package.slug} ({', '.join(wrong)})")
    return told


def _named(names: Sequence[str]) -> str:
    """Join `names`, of many the first with the number of the others."""
    rest = len(names) - _MOST_NAMED
    return ", ".join([*names[:_MOST_NAMED], *[f"{phrases.count(rest)} more"] * (rest > 0)])

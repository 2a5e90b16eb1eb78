"""``pkgtui config``: where the settings come from, what they are, and what is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator

import click

from pkgtui.cli.choices import faults_of_choices
from pkgtui.cli.common import Chosen, WrongUsage, pass_chosen, shared_options
from pkgtui.config_file import ConfigFile
from pkgtui.phrases import count
from pkgtui.settings import SettingsError, chosen_path, faults_of, read_chosen_file, sources
from pkgtui.text import clean, one_line

_UNCHOSEN = {"theme": "as chosen with T", "sync_from": "the site", "system_catalog": "none"}
"""What is told where an empty value leaves the choice to something else."""


@click.group
def config() -> None:
    """Tell where the settings come from, what they are, and what is wrong with them."""


@config.command("path")
@shared_options
@pass_chosen
def print_path(chosen: Chosen) -> None:
    """Print where config.toml is looked for, whether it is there or not."""
    click.echo(_shown(chosen_path(chosen.flags, os.environ)[0].absolute()))


@config.command("show")
@shared_options
@pass_chosen
def print_settings(chosen: Chosen) -> None:
    """Print every setting, its value, and what decides it.

    An option goes before a variable PKGTUI_*, this before the file, this before the default.
    """
    settings = chosen.settings
    decided = sources(chosen.flags, os.environ)
    rows = []
    for name, source in decided.items():
        value = getattr(settings, name)
        if name == "sync_from":
            # Behind a question mark can stand a signature, which opens the store to who has it.
            value = settings.sync_from.partition("?")[0]
        if name != "keys":
            rows.append((name, _worded(value) or _UNCHOSEN[name], source))
    file = read_chosen_file(chosen.flags, os.environ)
    for name, keys in settings.keys.items():
        rows.append((f'keys."{name}"', keys, file.place("keys", name) if file else ""))
    names, values = (max(len(_shown(row[at])) for row in rows) for at in (0, 1))
    for row in rows:
        name, value, source = map(_shown, row)
        click.echo(f"{name:<{names}}  {value:<{values}}  {source}")


@config.command("check")
@shared_options
@pass_chosen
@click.pass_context
def print_faults(context: click.Context, chosen: Chosen) -> None:
    """Read config.toml strictly, and print each fault with its line.

    Ends with 2 where there are any, as every command does that would follow them.
    """
    path, _ = chosen_path(chosen.flags, os.environ)
    try:
        file = read_chosen_file(chosen.flags, os.environ)
    except SettingsError as error:
        click.echo(_shown(error))
        context.exit(WrongUsage.exit_code)
    if file is None:
        click.echo(f"{_shown(path)}: there is no such file, and the defaults hold")
        return
    faults = file_faults(file)
    for fault in faults:
        click.echo(_shown(fault))
    if faults:
        raise WrongUsage(count(len(faults), "fault"))
    click.echo(f"{_shown(path)}: nothing is wrong with it")


def file_faults(file: ConfigFile) -> list[str]:
    """Return all that is wrong in `file`, by its lines; imports Textual for a theme and keys."""
    places = {file.place(*keys): line for keys, line in file.lines.items()}

    def line(fault: str) -> int:
        return places.get(fault.partition(": ")[0], 0)

    return sorted([*faults_of(file), *_of_dashboard(file)], key=line)


def _of_dashboard(file: ConfigFile) -> Iterator[str]:
    theme, keys = file.table.get("theme"), file.table.get("keys")
    every = keys if isinstance(keys, dict) else {}
    texts = {name: text for name, text in every.items() if isinstance(text, str)}
    yield from faults_of_choices(theme if isinstance(theme, str) else "", texts, file.place)


def _worded(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case float():
            return f"{value:g}"
    return "" if value is None else str(value)


def _shown(value: object) -> str:
    return one_line(clean(str(value)))

"""What every command shares: the options, the exit codes, how to speak and how to print."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from typing import IO, Any, TypeVar

import click
import msgspec

from pkgtui.settings import Settings, SettingsError, load_settings
from pkgtui.text import clean, escape_unwanted, one_line

Command = TypeVar("Command", bound=Callable[..., Any])


class Failure(click.ClickException):
    """Ends the program with sentences on stderr and the exit code of its class."""

    def __init__(self, *sentences: object) -> None:
        super().__init__(_told(*sentences))

    def show(self, file: IO[Any] | None = None) -> None:
        """Print what failed."""
        click.echo(f"pkgtui: {self.format_message()}", file=file, err=True)


class WrongUsage(Failure):
    """What was asked for cannot be done, or not so."""

    exit_code = 2


class NoNetwork(Failure):
    """The site could not be asked, and nothing cached can stand in for it."""

    exit_code = 3


class BadData(Failure):
    """What is cached or what the site answers is of no use."""

    exit_code = 4


class Stopped(Failure):
    """The person pressed Ctrl+C."""

    exit_code = 130


class Chosen(msgspec.Struct, dict=True):
    """What the command line says before any command acts on it.

    Attributes:
        flags: The shared options that were given, by name.
        demo: Whether the built-in sample stands in for the site and its cache.
        refresh: Whether the site is to be read before anything is looked up.
    """

    flags: dict[str, object] = {}
    demo: bool = False
    refresh: bool = False

    @cached_property
    def settings(self) -> Settings:
        """The settings that follow from the options, the environment and the file."""
        try:
            return load_settings(self.flags, os.environ)
        except SettingsError as error:
            raise WrongUsage(error) from error


pass_chosen = click.make_pass_decorator(Chosen, ensure=True)


def note(*sentences: object) -> None:
    """Tell the person something beside the data."""
    click.echo(f"pkgtui: {_told(*sentences)}", err=True)


def print_json(value: object) -> None:
    """Print `value` as indented JSON, in UTF-8 whatever the locale."""
    printed = msgspec.json.format(msgspec.json.encode(value), indent=2)
    click.echo(escape_unwanted(printed.decode()).encode())


def _place(kind: str) -> Callable[..., list[Any]]:
    """Have the shell complete a path: ``file`` or ``dir``."""

    def offer(_context: click.Context, _option: click.Parameter, begun: str) -> list[Any]:
        from click.shell_completion import CompletionItem  # noqa: PLC0415 - no command needs it

        return [CompletionItem(begun, type=kind)]

    return offer


_PLACES = {"--config": _place("file"), "--cache-dir": _place("dir")}


def shared_options(command: Command) -> Command:
    """Let `command` take the options that stand before or after its name, the last one winning."""
    for name, words in (
        ("--config", "Read this file in place of config.toml. [PKGTUI_CONFIG]"),
        ("--offline", "Never touch the network. [PKGTUI_OFFLINE=1]"),
        ("--cache-dir", "Keep the catalog in this folder. [PKGTUI_CACHE_DIR]"),
        ("--site-url", "Mirror this directory site. [PKGTUI_SITE_URL]"),
    ):
        is_flag = name == "--offline"
        command = click.option(
            name,
            help=words,
            is_flag=is_flag,
            default=False if is_flag else None,
            metavar=None if is_flag else "URL" if name == "--site-url" else "PATH",
            expose_value=False,
            callback=_remember,
            shell_complete=_PLACES.get(name),
        )(command)
    return command


def _remember(context: click.Context, option: click.Parameter, value: object) -> None:
    if value is not None and value is not False and option.name:
        context.ensure_object(Chosen).flags[option.name] = value


def _told(*sentences: object) -> str:
    # Paths, options and what libraries say may hold anything.
    said = (one_line(clean(str(sentence))) for sentence in sentences if sentence)
    return " ".join(f"{sentence.removesuffix('.')}." for sentence in said)

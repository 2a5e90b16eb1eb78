"""Make the manual page, ``man/pkgtui.1``, from what ``--help`` is made from: ``make man``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from textwrap import wrap

import click

from pkgtui import __version__
from pkgtui.cli import common
from pkgtui.cli.group import cli

PAGE = Path(__file__).parents[1] / "man" / "pkgtui.1"

VARIABLES: Mapping[str, str] = {
    "PKGTUI_CONFIG": "The configuration file, in place of config.toml.",
    "PKGTUI_SITE_URL": "The directory site to mirror.",
    "PKGTUI_CACHE_DIR": "The folder for the catalog.",
    "PKGTUI_OFFLINE": "1: never touch the network.",
    "PKGTUI_SYNC_FROM": "The address of a snapshot that every sync takes, in place of the site.",
    "PKGTUI_SYSTEM_CATALOG": "The snapshot that all users of the machine share.",
    "PKGTUI_FRESH_HOURS": "Hours for which a catalog is shown without asking the site again; 24.",
    "PKGTUI_THEME": "The theme of the dashboard.",
    "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY": "The way to the site.",
    "SSL_CERT_FILE, SSL_CERT_DIR": "Authorities to trust.",
    "NO_COLOR": "Anything: no colours.",
    "TERM, COLORTERM": "What the terminal can do.",
    "TEXTUAL_FPS, TEXTUAL_ANIMATIONS, TEXTUAL_SMOOTH_SCROLL": (
        "How lively the dashboard is; over SSH 20, none and 0."
    ),
}
FILES: Mapping[str, str] = {
    "~/.config/pkgtui/config.toml": "The settings. `pkgtui config check` reads it strictly.",
    "/var/lib/pkgtui/catalog.pkgtui": "The snapshot that all users of the machine share.",
    "~/.cache/pkgtui": "The catalog of each site; `pkgtui cache path` tells the folder of one.",
    "~/.local/share/pkgtui/personal.json": "Watchlist, notes, views, marks and the last place.",
    "~/.local/state/pkgtui/crash.log": "The details of crashes.",
}
_MOVED = "XDG_CONFIG_HOME, XDG_CACHE_HOME, XDG_DATA_HOME and XDG_STATE_HOME put them elsewhere."
_SIGNS = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
_WIDTH = 78
_EXIT = {0: "Done, be it with an empty result.", 1: "Done, and something was found."}


def page() -> str:
    """Return the page in the man macros of roff."""
    context = click.Context(cli, info_name="pkgtui", **cli.context_settings)
    return "\n".join((*_head(context), *_commands(context), *_tail())) + "\n"


def exit_codes() -> Mapping[int, str]:
    """Return every status and what it means, by the classes that end the program with it."""
    every = dict(_EXIT)
    for kind in vars(common).values():
        if isinstance(kind, type) and issubclass(kind, common.Failure) and kind.exit_code > 1:
            every[kind.exit_code] = (kind.__doc__ or "").partition("\n")[0]
    return dict(sorted(every.items()))


def _head(context: click.Context) -> Iterator[str]:
    yield f'.TH PKGTUI 1 "" "pkgtui {__version__}" "User Commands"'
    first, _, rest = (cli.help or "").partition("\n\n")
    yield from (".SH NAME", f"pkgtui \\- {_escaped(_sentence(first))}")
    yield ".SH SYNOPSIS"
    yield from (".B pkgtui", r"[\fIoptions\fR]")
    yield from (".br", ".B pkgtui", r"[\fIoptions\fR] \fIcommand\fR [\fIarguments\fR]")
    yield ".SH DESCRIPTION"
    more = "Every command has --help. Data go to standard output, the rest to standard error."
    yield from _paragraphs(f"{rest}\n\n{more}")
    yield ".SH OPTIONS"
    yield from _text("They stand before or after a command, the last one counts.")
    yield from _options(cli.get_params(context), context)


def _commands(context: click.Context) -> Iterator[str]:
    yield ".SH COMMANDS"
    yield from _below(cli, context, _names(cli.get_params(context)))


def _below(group: click.Group, context: click.Context, shared: set[str]) -> Iterator[str]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is None or command.hidden:
            continue
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _below(command, inner, shared)
            continue
        words = " ".join(piece for piece in command.collect_usage_pieces(inner)[1:])
        yield f".SS {_escaped(inner.command_path)} {_escaped(words)}".rstrip()
        yield from _paragraphs(command.help or "")
        own = [it for it in command.get_params(inner) if not _names([it]) & shared]
        yield from _options(own, inner)


def _tail() -> Iterator[str]:
    yield ".SH ENVIRONMENT"
    yield from _text("Options go before variables, these before the file.")
    yield from _table(VARIABLES)
    yield ".SH FILES"
    yield from _table(FILES)
    yield ".PP"
    yield from _text(_MOVED)
    yield ".SH EXIT STATUS"
    yield from _table({str(code): words for code, words in exit_codes().items()})


def _names(params: Iterable[click.Parameter]) -> set[str]:
    return {name for one in params for name in one.opts if name.startswith("-")}


def _options(params: Iterable[click.Parameter], context: click.Context) -> Iterator[str]:
    records = (one.get_help_record(context) for one in params if isinstance(one, click.Option))
    yield from _table(dict(record for record in records if record))


def _table(rows: Mapping[str, str]) -> Iterator[str]:
    for name, words in rows.items():
        yield from (".TP", rf"\fB{_escaped(name)}\fR")
        yield from _text(words)


def _paragraphs(text: str) -> Iterator[str]:
    for at, paragraph in enumerate(text.strip().split("\n\n")):
        if at:
            yield ".PP"
        yield from _text(paragraph)


def _text(words: str) -> Iterator[str]:
    """A sentence a line, as roff sets the room behind sentences by the ends of lines."""
    line = " ".join(words.replace("\b", "").split())
    for sentence in re.split(r"(?<=[.?!]) (?=[A-Z])", line):
        yield from wrap(_escaped(sentence), _WIDTH, break_on_hyphens=False, break_long_words=False)


def _sentence(text: str) -> str:
    line = " ".join(text.split()).removesuffix(".")
    return line[:1].lower() + line[1:]


def _escaped(text: str) -> str:
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    # At the start of a line a full stop would begin a command of roff.
    return re.sub(r"(?m)(^|(?<= ))\.", r"\\&.", text)


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")

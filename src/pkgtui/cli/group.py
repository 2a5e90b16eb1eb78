"""The commands, imported when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import click

from pkgtui import __version__
from pkgtui.cli.common import Chosen, pass_chosen, shared_options

UNREAD = 141
"""As shells count the signal that ends other programs whose output nobody reads."""

_HOMES: Mapping[str, str] = {"import": "importing"}
"""The modules of commands whose names no module can have."""


class LateGroup(click.Group):
    """Commands that are imported when they are asked for: each is in the module of its name."""

    NAMES: ClassVar[Mapping[str, str]] = {
        "audit": "Tell what the directory says of the Django packages that a project uses.",
        "cache": "Tell where the mirror of a site lies and whether it is sound; clear it.",
        "categories": "List the categories, the fullest first.",
        "changes": "Tell what syncs have found changed.",
        "compare": "Show packages side by side, from the cache.",
        "completion": "Print the script with which SHELL completes commands and their words.",
        "config": "Tell where the settings come from, what they are, and what is wrong with them.",
        "doctor": "Look at all there is: a page to paste into a bug report.",
        "export": "Write the whole catalog to FILE, for `pkgtui import`; - is the output.",
        "grid": "List the members of a grid.",
        "grids": "List the grids that FILTER asks for.",
        "import": "Read a snapshot that `pkgtui export` wrote into the cache; - is the input.",
        "packages": "List the packages that FILTER asks for.",
        "people": "List what a participant contributes to.",
        "search": "Find packages and grids by WORDS, the best first.",
        "show": "Show one package, from the cache or else from the site.",
        "status": "Say what is cached and how old it is.",
        "sync": "Read the whole site into the cache, however fresh that is.",
        "watch": "Watch packages: what changes in them is told first.",
    }
    """The commands, and what each says of itself first: `--help` need not import them all."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        del ctx
        return list(self.NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self.NAMES:
            return None
        home = _HOMES.get(cmd_name, cmd_name)
        command: click.Command = getattr(import_module(f"pkgtui.cli.{home}"), home)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the commands are for."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self.NAMES.items()))

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; one whose output nobody reads ends as the system would end it."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            ctx.exit(UNREAD)


@click.group(
    cls=LateGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--project",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Mark what this project uses: its folder, or one of its files.",
)
@click.option("--demo", is_flag=True, help="Show the built-in sample: no network, no cache.")
@shared_options
@click.version_option(__version__, prog_name="pkgtui", message="%(prog)s %(version)s")
@pass_chosen
@click.pass_context
def cli(context: click.Context, chosen: Chosen, *, demo: bool, project: tuple[Path, ...]) -> None:
    """Choose and vet Django packages, online or not.

    Without a command the dashboard opens.
    """
    chosen.demo = demo
    if context.invoked_subcommand is None:
        from pkgtui.cli.dashboard import open_dashboard  # noqa: PLC0415 - threads with it

        context.exit(open_dashboard(chosen.settings, demo=demo, project=project))

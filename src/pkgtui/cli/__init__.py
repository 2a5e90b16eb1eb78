"""The command line: light enough that ``--help`` and ``--version`` answer at once."""

from __future__ import annotations

import io
import sys
from importlib import import_module
from typing import NoReturn

import click

from pkgtui import __version__
from pkgtui.cli.common import Chosen, Stopped, pass_chosen, shared_options
from pkgtui.cli.dashboard import open_dashboard
from pkgtui.text import clean


class LateGroup(click.Group):
    """Commands that are imported when they are asked for: each is in the module of its name."""

    NAMES = ("search", "show", "status", "sync")

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands."""
        del ctx
        return list(self.NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self.NAMES:
            return None
        command: click.Command = getattr(import_module(f"pkgtui.cli.{cmd_name}"), cmd_name)
        return command


@click.group(
    cls=LateGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--demo", is_flag=True, help="Show the built-in sample: no network, no cache.")
@shared_options
@click.version_option(__version__, prog_name="pkgtui", message="%(prog)s %(version)s")
@pass_chosen
@click.pass_context
def cli(context: click.Context, chosen: Chosen, *, demo: bool) -> None:
    """Choose and vet Django packages, online or not.

    Without a command the dashboard opens.
    """
    chosen.demo = demo
    if context.invoked_subcommand is None:
        context.exit(open_dashboard(chosen.settings, demo=demo))


def main() -> NoReturn:
    """Run the command line and end the program with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A sign that the terminal's encoding lacks is no reason to fail.
            stream.reconfigure(errors="replace")
    try:
        code = cli.main(prog_name="pkgtui", standalone_mode=False)
    except click.ClickException as error:
        told = io.StringIO()
        error.show(told)
        click.echo(clean(told.getvalue()), err=True, nl=False)  # It may quote the command line.
        code = error.exit_code
    except click.Abort:
        code = Stopped.exit_code
    sys.exit(code)

"""``pkgtui completion``: the script by which a shell completes what is typed behind pkgtui."""

from __future__ import annotations

import click


@click.command
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script with which SHELL completes commands and their words.

    Such as: eval "$(pkgtui completion bash)".
    """
    from pkgtui.cli.running import COMPLETE_VAR  # noqa: PLC0415 - it runs this command
    from pkgtui.cli.shells import SHELLS  # noqa: PLC0415 - only a script needs it

    program = context.find_root()
    script = SHELLS[shell](program.command, {}, "pkgtui", COMPLETE_VAR)
    click.echo(script.source(), nl=False)

# SPDX-License-Identifier: Apache-2.0
"""The shell's completion script."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion_command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of a shell.

    \b
      bash   zfleet completion bash > ~/.local/share/bash-completion/completions/zfleet
      zsh    zfleet completion zsh > ~/.zfunc/_zfleet
      fish   zfleet completion fish > ~/.config/fish/completions/zfleet.fish
    """
    script = get_completion_class(shell)
    if script is None:
        raise click.UsageError(f"{shell} is not known")
    click.echo(script(ctx.find_root().command, {}, "zfleet", "_ZFLEET_COMPLETE").source())

"""`factpress completion`: prints the script that makes a shell complete the command."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from factpress.cli.running import WrongUse

_VARIABLE = "_FACTPRESS_COMPLETE"


@click.command(
    epilog="""\b
To have it in every shell, add one line to the shell's start-up file:
  bash  eval "$(factpress completion bash)"      in ~/.bashrc
  zsh   eval "$(factpress completion zsh)"       in ~/.zshrc
  fish  factpress completion fish | source       in ~/.config/fish/config.fish"""
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print the script that makes a shell complete factpress."""
    kind = get_completion_class(shell)
    if kind is None:
        raise WrongUse(f"There is no completion for {shell}.")
    click.echo(kind(ctx.find_root().command, {}, "factpress", _VARIABLE).source())

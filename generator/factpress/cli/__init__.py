"""The command `factpress`."""

from __future__ import annotations

from pathlib import Path

import click

from factpress import __version__
from factpress.cli.running import EXAMPLES, Factpress

__all__ = ["factpress"]


@click.group(
    cls=Factpress,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXAMPLES,
)
@click.option(
    "-C",
    "--directory",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The publication's folder, with mkdocs.yml and content/.  [default: the current folder]",
)
@click.option("--debug", is_flag=True, envvar="FACTPRESS_DEBUG", help="Show where factpress itself failed.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def factpress(ctx: click.Context, directory: Path, debug: bool) -> None:  # noqa: ARG001 - Factpress reads it
    """Publish fact-checks from a git repository: claims as YAML files, a site for readers."""
    ctx.obj = directory

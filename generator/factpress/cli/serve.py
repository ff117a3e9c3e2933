"""`factpress serve`: shows the site while somebody writes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from factpress.adapters.reporters import report
from factpress.adapters.serving import serve_site
from factpress.adapters.terminal import wants_colour
from factpress.cli.running import WrongUse, seen_from_here
from factpress.problems import Problem


@click.command(short_help="Show the site while you write.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to serve it.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.pass_context
def serve(ctx: click.Context, address: str, open_browser: bool) -> None:
    """Show the site while you write, drafts included; it follows every change."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise WrongUse(f"--address must be a host and a port, like 127.0.0.1:8000; found {address}")

    def say(words: str) -> None:
        click.echo(words, err=True)

    def tell(problems: Sequence[Problem]) -> None:
        colour = wants_colour(sys.stderr, os.environ)
        report(seen_from_here(problems, ctx.obj), "text", sys.stderr, colour=colour)

    serve_site(ctx.obj, address=address, open_browser=open_browser, say=say, tell=tell)

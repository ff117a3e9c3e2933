"""`factpress serve`: shows the site while somebody writes."""

from __future__ import annotations

import click

from factpress.adapters.serving import serve_site
from factpress.cli.running import WrongUse


@click.command(short_help="Show the site while you write.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to serve it.")
@click.option("--open", "open_browser", is_flag=True, help="Open it in the browser.")
@click.pass_context
def serve(ctx: click.Context, address: str, open_browser: bool) -> None:
    """Show the site while you write, drafts included; it follows every change."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise WrongUse(f"--address must be a host and a port, like 127.0.0.1:8000; found {address}")
    serve_site(ctx.obj, address=address, open_browser=open_browser)

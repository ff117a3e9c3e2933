"""`factpress crawl`: follows every link inside the built site."""

from __future__ import annotations

from pathlib import Path

import click

from factpress.adapters.crawling import BrokenLink, crawl_site
from factpress.adapters.reporters import counted
from factpress.adapters.settings import read_settings
from factpress.adapters.terminal import inert
from factpress.cli.running import PROBLEMS, WrongUse, from_here, working


@click.command(short_help="Follow every link inside the built site.")
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site lies.  [default: what mkdocs.yml says]",
)
@click.pass_context
def crawl(ctx: click.Context, site_dir: Path | None) -> None:
    """Follow every link inside the built site, as a crawler would that knows nothing of how it was made.

    The site is served on this machine for a moment; nothing outside is asked for. A broken link makes it exit with 1.
    """
    settings = read_settings(ctx.obj)
    folder = site_dir or settings.site_dir
    if not (folder / "index.html").is_file():
        raise WrongUse(f"There is no site in {from_here(folder)}/. Run factpress build first.")
    with working("Following every link of the site"):
        crawled = crawl_site(folder, settings.site)
    for link in crawled.broken:
        click.echo(_sentence(link))
    pages = counted(crawled.pages, "page")
    if crawled.broken:
        click.echo(f"{counted(len(crawled.broken), 'broken link')} inside the site; {pages} read.")
        ctx.exit(PROBLEMS)
    click.echo(f"No broken links inside the site; {pages} read.")


def _sentence(link: BrokenLink) -> str:
    page, target = inert(link.page or "the home page", 300), inert(link.target or "the home page", 300)
    return f"{page}, line {link.line} of its HTML: leads to {target}, which can't be had ({inert(link.reason, 120)})."

"""`factpress build`: checks the content and builds the site."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

import click

from factpress.adapters.garbage import uncollected
from factpress.adapters.reporters import counted, report
from factpress.adapters.scanning import Scanned
from factpress.cli.running import PROBLEMS, colour_of_stdout, from_here, now, seen_from_here, working


@click.command()
@click.option(
    "--site-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the site goes.  [default: what mkdocs.yml says]",
)
@click.option("--strict", is_flag=True, help="Build nothing while there are warnings.")
@click.pass_context
def build(ctx: click.Context, site_dir: Path | None, strict: bool) -> None:
    """Check the content and build the site.

    While there are errors nothing is built, and the last site stays as it was.
    """
    begun = time.monotonic()
    # What is begun goes on while the next modules are imported, which take as long.
    with working("Building the site"), closing(Scanned(ctx.obj)) as scanned:
        from factpress.adapters.frames import Rendering

        with closing(Rendering(ctx.obj)) as frame, uncollected():
            from factpress.adapters.building import build_site

            built = build_site(ctx.obj, site_dir=site_dir, strict=strict, now=now(), scanned=scanned, frame=frame)
    claims = len(built.checked.corpus.claims)
    if built.problems:
        problems = seen_from_here(built.problems, ctx.obj)
        report(problems, "text", sys.stdout, claims=claims, colour=colour_of_stdout())
    if built.written is None:
        click.echo("Nothing was built, and the last site stays as it was. Mend what stands above first.")
        ctx.exit(PROBLEMS)
    site = from_here(built.site_dir)
    written = built.written
    click.echo(
        f"Built {counted(len(built.checked.corpus.for_readers.claims), 'claim')} into {site}/: "
        f"{counted(written.files, 'file')}, {written.changed:,} changed, {written.removed:,} removed "
        f"({time.monotonic() - begun:.1f} s)."
    )
    click.echo(f"Open {site}/index.html, or run factpress serve.")

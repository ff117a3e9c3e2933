"""`factpress check`: says what is wrong with the content."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from factpress.adapters.git import NoHistory, content_before
from factpress.adapters.reporters import FORMATS, report
from factpress.adapters.scanning import Scanned
from factpress.cli.running import PROBLEMS, WrongUse, colour_of_stdout, now, seen_from_here, within, working
from factpress.problems import Problem, blocks, in_order
from factpress.texts import Text

if TYPE_CHECKING:
    from factpress.adapters.checking import Checked


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="text for people, json for scripts, github for pull requests, sarif for code scanning.",
)
@click.option("--strict", is_flag=True, help="Let warnings count as problems too.")
@click.option(
    "--changed-since",
    "revision",
    metavar="REV",
    help="Say, too, what changes of the public record since a revision like origin/main, and isn't told.",
)
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], form: str, strict: bool, revision: str | None) -> None:
    """Say what is wrong with the content.

    Everything is read and checked; where PATHS are given, only the problems of these files and folders are
    shown. Errors make it exit with 1, warnings with --strict only, notices never.
    """
    with working("Checking the content"), closing(Scanned(ctx.obj)) as scanned:
        from factpress.adapters.checking import check_folder  # takes as long to import as to look at some files

        checked = check_folder(ctx.obj, now(), scanned=scanned)
        problems = [*checked.problems, *(_unseen(checked, revision) if revision else ())]
    problems = within(in_order(problems), ctx.obj, paths)
    report(
        seen_from_here(problems, ctx.obj),
        form,
        sys.stdout,
        claims=len(checked.corpus.claims),
        colour=colour_of_stdout(),
    )
    if blocks(problems, strict):
        ctx.exit(PROBLEMS)


def _unseen(checked: Checked, revision: str) -> list[Problem]:
    """Return the problems of what changed since a revision, and isn't told."""
    from factpress.loading import placed
    from factpress.rules import check_changes

    files = {path: text.read().raw for path, text in checked.texts.items()}
    try:
        before = content_before(checked.folder, revision, files)
    except NoHistory as error:
        raise WrongUse(str(error)) from None
    return placed(check_changes([Text(path, raw) for path, raw in before.items()], checked.corpus), checked.texts)

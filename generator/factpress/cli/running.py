"""How every command runs: exit codes, and sentences in place of tracebacks."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import click

from factpress.adapters.settings import BadSettings
from factpress.adapters.terminal import inert, wants_colour
from factpress.problems import Problem

PROBLEMS: Final = 1
"""The content has problems."""
WRONG_USE: Final = 2
"""The command was called in a way that can't work."""
OUR_FAULT: Final = 3
"""factpress failed, or the system did."""
INTERRUPTED: Final = 130
"""Somebody pressed Ctrl-C (128 and the signal's number, as shells have it)."""
EXAMPLES: Final = """\b
Examples:
  factpress init fact-checks        make a new publication
  factpress new                     begin a claim; asks for what it needs
  factpress check                   say what is wrong with the content
  factpress check content/claims/bridge-closed.yml
  factpress serve --open            show the site while you write
  factpress build --strict          build the site, as before publishing
  factpress links                   ask for every address, and say which are gone
  factpress archive                 find archived copies of the sources

\b
Exit codes: 0 fine, 1 problems, 2 wrong use, 3 our own failure.
Shell completion: factpress completion --help"""


COMMANDS: Final = (
    *("check", "build", "crawl", "serve", "new", "match", "links", "archive"),
    *("init", "rules", "schema", "completion"),
)


class WrongUse(click.ClickException):
    """A call that can't work, said in a sentence with a next step."""

    exit_code = WRONG_USE


class Factpress(click.Group):
    """The group of commands, which turns whatever goes wrong into a sentence and an exit code."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order in which a newsroom meets them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Return a command; its module, which is called like it, is imported only then."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"factpress.cli.{name}"), name)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run, printing what a stream's encoding lacks as an escape."""
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. Exits with 2 for wrong use, 3 for a failure that isn't the author's."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except BadSettings as error:
            raise WrongUse(inert(str(error), 1000)) from None
        except (KeyboardInterrupt, click.Abort):
            ctx.exit(INTERRUPTED)
        except Exception as error:
            if isinstance(error, OSError) and error.errno == errno.EPIPE:
                raise
            if ctx.params["debug"]:
                traceback.print_exc()
            click.echo(_sentence(error), err=True)
            ctx.exit(OUR_FAULT)


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        where = f": {inert(str(error.filename))}" if error.filename else ""
        return f"The system refused what factpress asked for. {error.strerror}{where}"
    reason = inert(f"{type(error).__name__}: {error}", 300)
    return (
        f"factpress failed, which is a mistake in factpress and not yours. {reason}\n"
        "Please report it, with the command you ran and what it says with `factpress --debug`."
    )


def now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def colour_of_stdout() -> bool:
    """Return whether what is printed may be coloured."""
    return wants_colour(sys.stdout, os.environ)


def seen_from_here(problems: Iterable[Problem], folder: Path) -> list[Problem]:
    """Return problems with paths that can be opened from the current folder, not from the publication's."""
    before = from_here(folder)
    if before == os.curdir:
        return list(problems)
    return [replace(p, location=replace(p.location, path=f"{before}/{p.location.path}")) for p in problems]


def from_here(path: Path) -> str:
    """Return a path as somebody in the current folder would type it."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith(os.pardir) else Path(relative).as_posix()


def within(problems: Iterable[Problem], folder: Path, paths: Sequence[Path]) -> list[Problem]:
    """Return the problems of some files and folders; of everything where none are named."""
    wanted = [Path(os.path.abspath(path)) for path in paths]
    return [
        problem
        for problem in problems
        if not wanted or any(_lies_in(Path(os.path.abspath(folder / problem.location.path)), w) for w in wanted)
    ]


def _lies_in(path: Path, folder: Path) -> bool:
    return path == folder or folder in path.parents


@contextmanager
def working(words: str) -> Iterator[None]:
    """Show on a terminal that something takes a moment."""
    if not wants_colour(sys.stderr, os.environ) or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(words):
        yield

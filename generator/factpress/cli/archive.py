"""`factpress archive`: finds archived copies for sources that lack one."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import click
import orjson

from factpress import __version__
from factpress.adapters.files import read_content
from factpress.adapters.keeping import keep, recall
from factpress.adapters.rewriting import Changed, rewrite
from factpress.adapters.settings import read_settings, require_content
from factpress.adapters.terminal import inert
from factpress.adapters.wayback import Keys, Manner, NoAnswer, Stop, Wayback, archive_address
from factpress.archiving import NEAR, Uncopied, copy_address, is_of, nearest, uncopied
from factpress.captures import Capture, Refused
from factpress.cli.running import PROBLEMS, WrongUse, now, seen_from_here, within, working
from factpress.editing import CannotEdit, with_value
from factpress.loading import Loaded, load_corpus
from factpress.models.claim import Claim
from factpress.models.text import ADDRESS_LENGTH, as_uri
from factpress.problems import Problem, Severity, quoted
from factpress.texts import is_claim

WAYBACK: Final = "https://web.archive.org"
KEY: Final = "FACTPRESS_ARCHIVE_KEY"
SECRET: Final = "FACTPRESS_ARCHIVE_SECRET"  # noqa: S105 - the name of a variable
LOOPBACK: Final = "FACTPRESS_LINKS_LOOPBACK"
"""Set to 1 by tests, whose archive is on this machine."""
REMEMBERED: Final = timedelta(days=7)
"""How long a source without a copy isn't asked for again."""
_MEMORY: Final = "archive"
_MEMORY_FORM: Final = b"1"
_FAILURES: Final = 5
"""After so many failures in a row nobody is asked any more."""


@click.command(
    short_help="Find archived copies for sources that lack one.",
    epilog=f"""\b
Examples:
  factpress archive                             look for copies of all published claims' sources
  factpress archive content/claims/bridge.yml   of one claim, be it a draft
  factpress archive --save --limit 100          have pages captured, a hundred at a time

\b
Captures are asked for in the name of an account at the archive if {KEY} and
{SECRET} are set; without, few a day are made.""",
)
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--save",
    is_flag=True,
    help="Ask for a capture where there is none. It is public, and tells the archive what is being checked.",
)
@click.option("--archive", "address", metavar="URL", default=WAYBACK, show_default=True, help="The archive to ask.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after so many sources.")
@click.option("--dry-run", is_flag=True, help="Ask nobody, write nothing; list the sources that lack a copy.")
@click.pass_context
def archive(
    ctx: click.Context, paths: tuple[Path, ...], save: bool, address: str, limit: int | None, dry_run: bool
) -> None:
    """Find archived copies for sources that lack one, and write them into the claims.

    A copy is taken if the archive holds one from within 90 days of the day on which the source was read, and
    if it shows that very address. It is written at once, as `archive_url`, and nothing else in the file is touched; a
    run that is interrupted goes on where it was when it is called again. A source for which there is no copy is
    asked for again after a week.

    Without PATHS, the claims that readers see are looked through; name a draft to have it looked through as well,
    since a question tells the archive what you work on.
    """
    folder: Path = ctx.obj
    require_content(folder)
    settings = read_settings(folder)
    try:
        base = archive_address(address, loopback=os.environ.get(LOOPBACK) == "1")
    except ValueError as error:
        raise WrongUse(f"{error} Found {inert(quoted(address))}.") from None
    today = now().date()
    with working("Reading the claims"):
        loaded = load_corpus(read_content(folder).texts)
        claims = _chosen(loaded, folder, paths)
        wanted = uncopied(claims, loaded.corpus, today)
    unread = list(_unread(loaded, folder, paths))
    for problem in unread:
        click.echo(f"{inert(problem.location.path)} can’t be read and is left out: {inert(problem.message)}", err=True)
    run = _Run(folder, loaded, base, today, save)
    open_ = [one for one in wanted if run.is_open(one)]
    if dry_run:
        _tell_open(open_, wanted)
    else:
        agent = f"factpress/{__version__} (+{as_uri(settings.site.address)})"
        run.ask(open_[:limit], Wayback(base, agent, _keys(), _manner()))
        click.echo(run.summary(len(open_) - run.asked, len(wanted) - len(open_)))
    if unread or run.failed:
        ctx.exit(PROBLEMS)


def _chosen(loaded: Loaded, folder: Path, paths: Sequence[Path]) -> list[Claim]:
    """Return the claims that readers see, or those that were named."""
    if not paths:
        return [claim for claim in loaded.corpus.claims if claim.is_listed]
    named = [Path(os.path.abspath(path)) for path in paths]
    return [
        claim
        for claim in loaded.corpus.claims
        if any(Path(os.path.abspath(folder / claim.path)).is_relative_to(one) for one in named)
    ]


def _unread(loaded: Loaded, folder: Path, paths: Sequence[Path]) -> Iterator[Problem]:
    """Yield, for each claim file that couldn't be read, the first problem that says why."""
    read = {claim.path for claim in loaded.corpus.claims}
    seen: set[str] = set()
    for problem in within(loaded.problems, folder, paths):
        path = problem.location.path
        if is_claim(path) and path not in read | seen and problem.severity is Severity.ERROR:
            seen.add(path)
            yield from seen_from_here([problem], folder)


def _keys() -> Keys | None:
    """Return the account that the environment names."""
    key, secret = os.environ.get(KEY, ""), os.environ.get(SECRET, "")
    if not key and not secret:
        return None
    if not (key.isascii() and secret.isascii() and key.isalnum() and secret.isalnum()):
        raise WrongUse(f"{KEY} and {SECRET} must both be set to the letters and digits of the account’s keys.")
    return Keys(key, secret)


def _manner() -> Manner:
    """Return how the archive is asked; tests don't wait for themselves."""
    if os.environ.get(LOOPBACK) == "1":
        return Manner(lookup=0, view=0, save=0, anonymous_save=0, poll=0.01, backoff=0.01, silence=2, answer=4)
    return Manner()


def _tell_open(wanted: Sequence[Uncopied], all_wanted: Sequence[Uncopied]) -> None:
    for one in wanted:
        click.echo(f"{inert(one.path)}  {one.field}  {inert(one.address, 200)}")
    resting = len(all_wanted) - len(wanted)
    later = f" {resting} more had none within the last week." if resting else ""
    click.echo(f"{_count(len(wanted), 'source')} would be asked for; nobody was asked.{later}")


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


@dataclass(slots=True)
class _Run:
    """One run through what lacks a copy."""

    folder: Path
    loaded: Loaded
    archive: str
    today: date
    save: bool
    asked: int = 0
    written: int = 0
    failed: int = 0
    without: Counter[str] = field(default_factory=Counter)
    stopped: str = ""
    memory: dict[str, str] = field(init=False)
    texts: dict[str, bytes] = field(init=False, default_factory=dict)
    """What we wrote ourselves, by path."""
    copies: dict[str, Capture] = field(default_factory=dict)
    """What was found, for sources that several claims have in common."""

    def __post_init__(self) -> None:
        oldest = (self.today - REMEMBERED).isoformat()
        known: dict[str, str] = orjson.loads(recall(self.folder, _MEMORY, _MEMORY_FORM) or b"{}")
        self.memory = {name: day for name, day in known.items() if oldest < day <= self.today.isoformat()}

    def is_open(self, wanted: Uncopied) -> bool:
        """Whether a source wasn't asked for in vain within the last days."""
        return self._name(wanted) not in self.memory

    def _name(self, wanted: Uncopied) -> str:
        """Return what an unsuccessful question is remembered by: all that makes the answer what it is."""
        return f"{'save' if self.save else 'find'} {wanted.since} {wanted.day} {self.archive} {wanted.address}"

    def ask(self, wanted: Sequence[Uncopied], archive: Wayback) -> None:
        """Ask for each in turn, write what is found, remember what isn't."""
        failures = 0
        for number, one in enumerate(wanted, 1):
            head = f"[{number}/{len(wanted)}] {inert(one.claim)} {one.field} {inert(one.address, 200)}:"
            try:
                found = self._found(one, archive)
                failures = 0
            except NoAnswer as error:
                self.failed += 1
                failures += 1
                click.echo(f"{head} no answer; {error}")
                if isinstance(error, Stop) or failures == _FAILURES:
                    self.stopped = f"{error}"
                    return
                continue
            self.asked += 1
            if isinstance(found, Capture):
                self.copies[self._name(one)] = found
                click.echo(f"{head} {self._write(one, found)}")
            else:
                self.without[found] += 1
                self.memory[self._name(one)] = self.today.isoformat()
                keep(self.folder, _MEMORY, _MEMORY_FORM, orjson.dumps(self.memory))
                click.echo(f"{head} {found}")

    def _found(self, wanted: Uncopied, archive: Wayback) -> Capture | str:
        """Return the copy to be written, or why there is none."""
        if known := self.copies.get(self._name(wanted)):
            return known
        captures = list(archive.captures(wanted.address, wanted.day - NEAR, wanted.day + NEAR))
        while (best := nearest(captures, wanted)) is not None:
            if archive.shows(best, wanted.address):
                return best
            captures.remove(best)
        if not self.save:
            return "no copy near the day it was read"
        made = archive.save(wanted.address)
        if isinstance(made, Refused):
            if made.passing:
                raise NoAnswer(made.reason)
            return f"not captured: {made.reason}"
        if not is_of(made.original, wanted.address):
            return "not captured: the address leads to another page"
        if not archive.shows(made, wanted.address):
            raise NoAnswer("the capture was made, but isn’t shown yet")
        return made

    def _write(self, wanted: Uncopied, capture: Capture) -> str:
        """Write a copy's address into the claim and return what came of it."""
        copy = copy_address(self.archive, capture.stamp, wanted.address)
        old = self.texts.get(wanted.path, self.loaded.texts[wanted.path].raw)
        try:
            if len(copy) > ADDRESS_LENGTH:
                raise CannotEdit("the copy’s address is too long")
            path = (*wanted.place, "archive_url")
            new = with_value(old.decode("utf-8"), path, copy, after=("accessed", "date", "url")).encode("utf-8")
            rewrite(self.folder / wanted.path, old, new)
        except (Changed, CannotEdit) as error:
            self.failed += 1
            return f"found, but the file stays as it is; {inert(str(error))}"
        self.texts[wanted.path] = new
        self.written += 1
        return f"copy of {capture.moment:%Y-%m-%d}"

    def summary(self, left: int, resting: int) -> str:
        """Return what came of the run, in sentences."""
        said = [f"{_count(self.written, 'copy' if self.written == 1 else 'copie')} written."]
        said += [f"{_count(count, 'source')}: {reason}." for reason, count in sorted(self.without.items())]
        if self.failed:
            said.append(f"{_count(self.failed, 'failure')}; run the command again.")
        if self.stopped:
            said.append(f"The archive isn’t asked any more: {self.stopped}.")
        if left:
            said.append(f"{_count(left, 'source')} left for the next run.")
        if resting:
            said.append(f"{_count(resting, 'source')} without a copy not asked for again this week.")
        return " ".join(said)

"""`factpress links`: asks for the addresses that the publication relies on, and says which are gone."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final

import click

from factpress import __version__
from factpress.adapters.files import read_content, read_regular
from factpress.adapters.git import NoHistory, changed_since
from factpress.adapters.link_cache import link_cache
from factpress.adapters.link_printing import markdown_text, summary, text_lines
from factpress.adapters.link_writing import CannotWrite, write_results
from factpress.adapters.reporters import report
from factpress.adapters.settings import read_settings
from factpress.adapters.terminal import inert
from factpress.cli.running import PROBLEMS, WrongUse, colour_of_stdout, now, seen_from_here, working
from factpress.corpus import Corpus
from factpress.link_reports import MAX_BYTES, MAX_SHARDS, BadReport, Part, merged, report_text
from factpress.link_results import (
    Result,
    exception_problems,
    problems_of,
    unasked,
)
from factpress.links import (
    MOST,
    MOST_OF_A_CHANGE,
    PAGES,
    drawn,
    is_fresh,
    links_of,
    links_touched,
    outcome_of,
    sharded,
    with_lines,
)
from factpress.loading import Loaded, load_corpus
from factpress.models.links import Answer, Failure, Link, Outcome
from factpress.models.site import Site
from factpress.models.text import as_uri
from factpress.problems import Problem, Severity, in_order
from factpress.texts import is_claim

DEADLINE: Final = 20
"""Minutes for a run, fewer than a job has that checks a change."""
LOOPBACK: Final = "FACTPRESS_LINKS_LOOPBACK"
"""With the value 1, 127.0.0.1 counts as the public web. For tests alone: no file can set it."""


@click.command(
    short_help="Check the addresses that the publication relies on.",
    epilog="""\b
Examples:
  factpress links                                   ask for all, and say which are gone
  factpress links --changed-since origin/main       only what a change adds or touches
  factpress links --shard 2/4 --format json --output part-2.json
  factpress links --merge part-*.json --write       join the parts, note what is gone""",
)
@click.option("--changed-since", metavar="REV", help="Only addresses that the change since a git revision touches.")
@click.option("--shard", metavar="I/N", help="Only the I-th of N parts, for several machines.")
@click.option(
    "--merge",
    multiple=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask nobody; join the JSON reports of all parts of a run.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    show_default=True,
    help="text for people, json for programs and --merge, github for pull requests, markdown for an issue.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write the report there."
)
@click.option(
    "--days",
    type=click.IntRange(0, 365),
    default=14,
    show_default=True,
    help="How long a good answer is remembered; 0 asks for everything.",
)
@click.option(
    "--deadline",
    type=click.IntRange(1, 24 * 60),
    default=DEADLINE,
    show_default=True,
    metavar="MINUTES",
    help="When to ask no more; the next run asks for the rest.",
)
@click.option("--write", is_flag=True, help="Note what is gone in content/links.yml; put in new addresses.")
@click.argument("more", nargs=-1, metavar="", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def links(
    ctx: click.Context,
    changed_since: str | None,
    shard: str | None,
    merge: tuple[Path, ...],
    form: str,
    output: Path | None,
    days: int,
    deadline: int,
    write: bool,
    more: tuple[Path, ...],
) -> None:
    """Check the addresses that the publication relies on, politely, each once.

    Only what is gone is a problem (exit code 1): an error, or a warning where an archived copy stands beside it. What
    is blocked or out of reach is told and isn't one.
    """
    if more and not merge:
        raise WrongUse("Only --merge takes files; without it, leave them out.")
    if merge and shard:
        raise WrongUse("--merge asks nobody, so that there is nothing to --shard. Leave one of them out.")
    number, count = _part(shard)
    folder: Path = ctx.obj
    with working("Reading the content"):
        held = _held(folder, changed_since)
    today = now().astimezone(held.corpus.publication.zone).date()
    if merge:
        results, part = _merged([*merge, *more], held.links)
    else:
        part = Part.of(held.links, number, count)
        most = (MOST if changed_since is None else MOST_OF_A_CHANGE) // count
        results = _results(folder, held, sharded(held.links, number, count), today, days, deadline, most)
    results = _with_lines(results, held.loaded, everything=form == "json")
    others = in_order(held.loaded.placed(_other_problems(held, today)))
    problems = in_order([*problems_of(results, held.corpus), *others])
    if write:
        _write(folder, held, results, today)
    _tell(folder, results, problems, others, part, today, form, output)
    if any(problem.severity is Severity.ERROR for problem in problems):
        ctx.exit(PROBLEMS)


def _part(shard: str | None) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9][0-9]{0,2})/([1-9][0-9]{0,2})", shard or "1/1", re.ASCII)
    number, count = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= count <= MAX_SHARDS:
        raise WrongUse(f"--shard must be a part and how many there are, like 2/4; found {inert(shard or '', 40)}")
    return number, count


@dataclass(frozen=True, slots=True)
class _Held:
    """A publication, as far as its links go."""

    site: Site
    loaded: Loaded
    files: Mapping[str, bytes]
    """Content files and hand-written pages by path."""
    links: tuple[Link, ...]
    """The links that the run is about."""
    changed: frozenset[str] | None
    """The files that the run is about; None where it is about all."""

    @property
    def corpus(self) -> Corpus:
        return self.loaded.corpus

    @property
    def all_links(self) -> tuple[Link, ...] | None:
        """Every link of the publication, where they were looked for."""
        return self.links if self.changed is None else None


def _held(folder: Path, revision: str | None) -> _Held:
    site = read_settings(folder).site
    content = read_content(folder)
    pages = {f"{PAGES}{name}": read_regular(folder / PAGES / name)[0] for name in content.pages}
    files = {text.path: text.raw for text in content.texts if not text.refused} | pages
    page_texts = {path: raw.decode("utf-8", "replace") for path, raw in pages.items()}
    if revision is None:
        loaded = load_corpus(content.texts, content.media, content.pages)
        return _Held(site, loaded, files, links_of(loaded.corpus, page_texts), None)
    try:
        before = changed_since(folder, revision, files)
    except NoHistory as error:
        raise WrongUse(str(error)) from None
    # Other claims aren't worth the time it takes to read them.
    texts = [text for text in content.texts if text.path in before or not is_claim(text.path)]
    loaded = load_corpus(texts, content.media, content.pages)
    return _Held(site, loaded, files, links_touched(loaded.corpus, page_texts, before), frozenset(before))


def _merged(files: Sequence[Path], chosen: Sequence[Link]) -> tuple[list[Result], Part]:
    raws = []
    for file in files:
        raw, refused = read_regular(file, MAX_BYTES)
        if refused:
            raise WrongUse(f"{inert(str(file))} can't be read: {refused}.")
        raws.append(raw)
    try:
        return merged(raws, chosen)
    except BadReport as error:
        raise WrongUse(f"The reports can't be joined: {inert(str(error))}.") from None


def _results(
    folder: Path, held: _Held, mine: Sequence[Link], today: date, days: int, minutes: int, most: int
) -> list[Result]:
    """Return what is known of links, asking for those of which nothing is, but for no more than `most`."""
    reasons = unasked(mine, held.corpus, held.site, today)
    by_address = {link.address: link for link in mine}
    results: dict[str, Result] = {
        address: Result(by_address[address], Outcome.SKIPPED, reason=reason) for address, reason in reasons.items()
    }

    def take(answer: Answer) -> None:
        results[answer.address] = Result(by_address[answer.address], outcome_of(answer), answer, today)

    def wait() -> None:
        click.echo("Another factpress links is at work here; waiting until it ends.", err=True)

    with link_cache(folder, wait) as cache:
        waiting = []
        for address, link in by_address.items():
            if address in results:
                continue
            kept = cache.get(address)
            if kept and is_fresh(address, kept.day, today, days):
                results[address] = Result(link, outcome_of(kept.answer), kept.answer, kept.day)
            else:
                take(Answer(address, Failure.NOT_ASKED))
                waiting.append(address)
        chosen = drawn(waiting, most, today)
        with _progress(len(chosen)) as advance:

            def told(answer: Answer) -> None:
                cache.take(answer, today)
                take(answer)
                advance()

            if chosen:
                _ask(chosen, held.site, minutes, told)
    return [results[address] for address in by_address]


def _ask(addresses: Sequence[str], site: Site, minutes: int, told: Callable[[Answer], None]) -> None:
    # Imported where it is needed: most commands never ask anybody.
    from factpress.adapters.linkchecker import Manner, ask

    agent = f"Mozilla/5.0 (compatible; factpress-links/{__version__}; +{as_uri(site.address)})"
    manner = Manner(user_agent=agent, total=minutes * 60, loopback=os.environ.get(LOOPBACK) == "1")
    ask(addresses, manner, told)


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], None]]:
    """Show on a terminal how far asking has come."""
    if not count or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Asking for addresses"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=count)
        yield lambda: progress.advance(task)


def _with_lines(results: Sequence[Result], loaded: Loaded, *, everything: bool) -> list[Result]:
    """Return results whose places have lines, as far as they are told."""
    told = [r for r in results if everything or r.outcome not in (Outcome.OK, Outcome.SKIPPED)]
    placed = {link.address: link for link in with_lines([result.link for result in told], loaded)}
    return [replace(result, link=placed.get(result.link.address, result.link)) for result in results]


def _other_problems(held: _Held, today: date) -> Iterator[Problem]:
    """Yield what keeps addresses from being found or asked for; of a change only what lies in its files."""
    found = [p for p in held.loaded.problems if p.severity is Severity.ERROR]
    found += exception_problems(held.corpus, held.all_links, today)
    yield from (p for p in found if held.changed is None or p.location.path in held.changed)


def _write(folder: Path, held: _Held, results: Sequence[Result], today: date) -> None:
    try:
        for line in write_results(folder, held.files, held.corpus, held.all_links, results, today):
            click.echo(inert(line), err=True)
    except CannotWrite as error:
        raise WrongUse(inert(str(error))) from None


def _tell(
    folder: Path,
    results: Sequence[Result],
    problems: Sequence[Problem],
    others: Sequence[Problem],
    part: Part,
    today: date,
    form: str,
    output: Path | None,
) -> None:
    if form == "json":
        text = report_text(results, problems, part, today)
    elif form == "markdown":
        text = markdown_text(results, others, today)
    elif form == "github":
        stream = StringIO()
        report(seen_from_here(problems, folder), "github", stream)
        text = stream.getvalue()
    else:
        lines = text_lines(results, others, colour=output is None and colour_of_stdout())
        text = "\n".join(lines) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8", newline="\n")
        click.echo(summary(results))

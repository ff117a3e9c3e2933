"""`factpress new`: begins a claim."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from factpress.adapters.files import read_content
from factpress.adapters.settings import require_content
from factpress.adapters.terminal import inert
from factpress.cli.running import WrongUse, from_here
from factpress.corpus import UNKNOWN, Corpus
from factpress.drafting import Draft, draft_text, proposed_id
from factpress.forms import did_you_mean
from factpress.loading import load_corpus
from factpress.texts import CLAIMS, ROOT, Text

_SHOWN = 12


@click.command(
    short_help="Begin a claim.",
    epilog="""\b
Examples:
  factpress new
  factpress new --claim "The bridge was closed for three days." --claimant mayor-lund
  factpress new bridge-closed --claim "…" --topic traffic --no-input""",
)
@click.argument("claim_id", metavar="[ID]", required=False)
@click.option("--claim", metavar="TEXT", help="The statement under check.")
@click.option("--claimant", "claimants", multiple=True, metavar="ID", help="Who said it; may be repeated.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic; may be repeated.")
@click.option("--verdict", metavar="ID", help="The verdict, if you know it already.")
@click.option("--author", "authors", multiple=True, metavar="ID", help="Who writes it; may be repeated.")
@click.option("--no-input", is_flag=True, help="Ask nothing; leave open what isn't given.")
@click.pass_context
def new(
    ctx: click.Context,
    claim_id: str | None,
    claim: str | None,
    claimants: tuple[str, ...],
    topics: tuple[str, ...],
    verdict: str | None,
    authors: tuple[str, ...],
    no_input: bool,
) -> None:
    """Begin a claim: write a draft that explains every field.

    Asks for what isn't given; an empty answer leaves a field open. The id is the name of the file and part of
    the claim's address, and never changes; without one, it is made of the claim's words.
    """
    folder: Path = ctx.obj
    require_content(folder)
    content = read_content(folder)
    corpus = load_corpus(content.texts, content.media, content.pages).corpus
    known: dict[str, Mapping[str, str]] = {
        "claimant": {**{key: one.name for key, one in corpus.claimants.items()}, UNKNOWN: "nobody knows"},
        "topic": {key: one.name for key, one in corpus.topics.items()},
        "verdict": {one.id: one.name for one in corpus.verdicts if one.retired is None},
        "author": {key: one.name for key, one in corpus.people.items()},
    }
    given = {
        "claimant": claimants,
        "topic": topics,
        "verdict": (verdict,) if verdict else (),
        "author": authors,
    }
    for what, ids in given.items():
        if _REGISTRIES[what] not in corpus.unread and (trouble := _unknown(what, ids, known[what])):
            raise WrongUse(trouble)
    taken = _taken(corpus)
    if claim_id is not None and claim_id in taken:
        raise WrongUse(_in_use(claim_id))
    if not claim:
        if no_input:
            raise WrongUse("A draft needs the statement under check; give it with --claim.")
        claim = click.prompt("The statement under check")
    if claim_id is None:
        claim_id = _chosen_id(claim, taken, no_input)
    if not no_input:
        given = {what: ids or _asked(what, known[what]) for what, ids in given.items()}
    draft = Draft(claim, given["claimant"], "".join(given["verdict"][:1]), given["topic"], given["author"])
    _write(folder, claim_id, draft)


def _taken(corpus: Corpus) -> frozenset[str]:
    aliases = (alias for claim in corpus.claims for alias in claim.aliases)
    return frozenset({*corpus.by_id, *corpus.unread, *aliases})


def _in_use(claim_id: str) -> str:
    return f"The id {inert(claim_id)} is in use, or was and leads to another claim. Choose another."


def _chosen_id(claim: str, taken: frozenset[str], no_input: bool) -> str:
    proposal = proposed_id(claim, taken)
    if no_input:
        if not proposal:
            raise WrongUse("No id can be made of these words; give one, like bridge-closed-for-three-days.")
        return proposal
    while True:
        answer: str = click.prompt("Its id, for the file and the address", default=proposal or None)
        if answer not in taken:
            return answer
        click.echo(_in_use(answer))


def _asked(what: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """Ask for ids until all are known; an empty answer gives none."""
    if not known:
        return ()
    shown = [f"{key} ({name})" for key, name in known.items()][:_SHOWN]
    more = f", and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    click.echo(f"Known: {inert(', '.join(shown), 2000)}{more}")
    while True:
        answer: str = click.prompt(_QUESTIONS[what], default="", show_default=False)
        ids = tuple(dict.fromkeys(answer.replace(",", " ").split()))
        if not (trouble := _unknown(what, ids, known)):
            return ids
        click.echo(trouble)


_QUESTIONS = {
    "claimant": "Who said it (ids, or Enter)",
    "topic": "Its topics (ids, or Enter)",
    "verdict": "The verdict (id, or Enter)",
    "author": "Who writes it (ids, or Enter)",
}
_REGISTRIES = {"claimant": "claimants", "topic": "topics", "verdict": "verdicts", "author": "people"}


def _unknown(what: str, ids: Iterable[str], known: Mapping[str, str]) -> str:
    """Return what to say of the first id that isn't known; empty where all are."""
    for one in ids:
        if one not in known:
            hint = did_you_mean(one, known, f"Add it to content/{_REGISTRIES[what]}.yml first.")
            return f"There is no {what} with the id {inert(one, 80)}. {hint}"
    return ""


def _write(folder: Path, claim_id: str, draft: Draft) -> None:
    claims = folder / ROOT / CLAIMS
    schema = os.path.relpath(folder / "schema" / "claim.json", claims)
    if "/" in claim_id:
        raise WrongUse(f"An id holds no slash; found {inert(claim_id)}")
    text = draft_text(draft, Path(schema).as_posix() if (claims / schema).is_file() else "")
    raw = text.encode("utf-8", "surrogateescape")
    path = f"{ROOT}/{CLAIMS}/{claim_id}.yml"
    own = [p for p in load_corpus([Text(path, raw)]).problems if p.location.path == path]
    if own:
        raise WrongUse(inert(f"{own[0].message}. {own[0].hint}"))
    if claims.is_symlink():
        raise WrongUse(f"{ROOT}/{CLAIMS} must be a folder, not a symbolic link.")
    claims.mkdir(exist_ok=True)
    place = claims / f"{claim_id}.yml"
    try:
        with place.open("xb") as file:
            file.write(raw)
    except FileExistsError:
        raise WrongUse(_in_use(claim_id)) from None
    click.echo(f"Wrote {from_here(place)}. Fill it in; factpress check says what is missing.")

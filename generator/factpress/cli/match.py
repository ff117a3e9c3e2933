"""`factpress match`: says whether something has been checked before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from factpress import __version__
from factpress.adapters.files import read_content
from factpress.adapters.keeping import kept
from factpress.adapters.settings import read_settings, require_content
from factpress.adapters.terminal import inert
from factpress.cli.running import now, working
from factpress.corpus import Corpus
from factpress.loading import load_corpus
from factpress.matching import Match, MatchIndex
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.texts import CLAIMS, ROOT, Text


@click.command(
    short_help="Say whether something has been checked before.",
    epilog="""\b
Examples:
  factpress match "the bridge was shut for 3 days"
  factpress match --format json "$(cat message.txt)" """,
)
@click.argument("text")
@click.option("--most", type=click.IntRange(1, 100), default=10, show_default=True, help="How many claims to list.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_context
def match(ctx: click.Context, text: str, most: int, form: str) -> None:
    """List the published claims that resemble TEXT, a sentence or a whole message, best first.

    The words may have other forms, another order or slips of the keyboard, the numbers may be written
    otherwise; variants, headlines and names of claimants count, too.
    """
    folder: Path = ctx.obj
    require_content(folder)
    site = read_settings(folder).site
    with working("Looking through the claims"):
        texts = read_content(folder).texts
        matches = _index(folder, texts).matches(text, most)
        corpus = _corpus_of(texts, [one.claim_id for one in matches])
    if form == "json":
        found = [_as_mapping(one, corpus.by_id[one.claim_id], site) for one in matches]
        click.echo(json.dumps({"text": text, "matches": found}, indent=2))
    elif matches:
        click.echo("\n\n".join("\n".join(_told(one, corpus, site)) for one in matches))
    else:
        click.echo("No published claim resembles this.")


def _index(folder: Path, texts: Sequence[Text]) -> MatchIndex:
    digest = hashlib.sha256(__version__.encode())
    for text in texts:
        digest.update(f"\0{text.path}\0{len(text.raw)}\0".encode("utf-8", "surrogatepass"))
        digest.update(text.raw)

    def make() -> tuple[MatchIndex, bytes]:
        # Imported where they are needed: mostly nothing changed since the last question.
        from factpress.adapters.checking import check_folder
        from factpress.adapters.suggestions import recall_found

        before = recall_found(folder)
        index = MatchIndex.build(check_folder(folder, now()).corpus, before.index if before else None)
        return index, index.to_bytes()

    return kept(folder, "matches", digest.digest(), MatchIndex.from_bytes, make)


def _corpus_of(texts: Iterable[Text], claim_ids: Sequence[str]) -> Corpus:
    """Return the corpus of the registries and a few claims, which alone are worth reading for a short list."""
    stems = frozenset(claim_ids)
    few = [t for t in texts if not t.path.startswith(f"{ROOT}/{CLAIMS}/") or Path(t.path).stem in stems]
    return load_corpus(few).corpus


def _told(one: Match, corpus: Corpus, site: Site) -> Iterator[str]:
    claim = corpus.by_id[one.claim_id]
    yield f"{one.score:4.0%}  {_verdict_name(claim, corpus)}: {inert(claim.claim)}"
    if claim.headline:
        yield f"      {inert(claim.headline)}"
    yield f"      {site.absolute(claim_path(claim.id))}"
    yield f"      in common: {inert(', '.join(one.why))}"


def _verdict_name(claim: Claim, corpus: Corpus) -> str:
    verdict = corpus.verdict_by_id.get(claim.verdict or "")
    return inert(verdict.name if verdict else claim.verdict or "no verdict", 80)


def _as_mapping(one: Match, claim: Claim, site: Site) -> dict[str, Any]:
    return {
        "id": claim.id,
        "score": one.score,
        "verdict": claim.verdict,
        "claim": claim.claim,
        "headline": claim.headline,
        "claimant": [*(claim.claimant or ())],
        "published": claim.published.text if claim.published else None,
        "url": site.absolute(claim_path(claim.id)),
        "why": [*one.why],
    }

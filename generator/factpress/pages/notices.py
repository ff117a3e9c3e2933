"""What a reader must know before anything else on a claim's page, and the claims it is related to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import Correction, CorrectionKind, RelationKind, Status
from factpress.models.site import claim_path
from factpress.pages.dates import as_time, shown
from factpress.pages.names import Name
from factpress.pages.verdicts import VerdictView, verdict_views
from factpress.relations import LABELS, Related

BANNERS = {
    LABELS[RelationKind.SUPERSEDES][1]: "There is a newer verdict on this claim.",
    LABELS[RelationKind.LATER_DEVELOPMENT_OF][1]: (
        "The facts have changed since. This verdict stands for its own day."
    ),
}
"""What the older claim of such a relation says at its top, by the label of the newer one."""


class Neighbour(NamedTuple):
    """Another claim, as a related one is printed."""

    relation: str
    """`Superseded by`; empty for a suggested one."""
    path: str
    title: str
    lang: Markup
    """Its `lang` attribute, where it isn't written in the publication's language."""
    note: str
    verdict: VerdictView | None
    """None where it has none or was retracted."""
    published: Markup
    is_retracted: bool


class Notice(NamedTuple):
    """One notice at the top of a page."""

    label: str
    text: str = ""
    date: Markup | None = None
    before: Name | None = None
    """Of a change of the verdict, the one before."""
    after: Name | None = None
    neighbour: Neighbour | None = None
    """The claim it points to."""


def notices(claim: Claim, corpus: Corpus, related: Iterable[Related]) -> Iterator[Notice]:
    """Yield the notices for the top: its status, newer claims that overtake it, changes of the verdict."""
    if claim.status is Status.DRAFT:
        yield Notice("Draft", "Not published.")
    if claim.status is Status.HOLD:
        yield Notice("On hold", claim.hold_reason or "Not published.")
    for one in related:
        if one.banner:
            newer = neighbour(one.claim, corpus, note=one.note or "")
            yield Notice(one.label.capitalize(), BANNERS.get(one.label, ""), neighbour=newer)
    for correction in claim.shown_corrections:
        if correction.kind is CorrectionKind.VERDICT_CHANGE:
            yield _verdict_change(correction, corpus)


def neighbour(claim: Claim, corpus: Corpus, relation: str = "", note: str = "") -> Neighbour:
    """Return another claim as it is printed beside this one."""
    when = shown(claim.published, corpus.publication.zone) if claim.published else None
    return Neighbour(
        relation=relation,
        path=claim_path(claim.id),
        title=claim.claim if claim.retraction else claim.title,
        lang=lang_attribute(claim, corpus),
        note=note,
        verdict=verdict_views(corpus).get(claim.verdict or "") if not claim.retraction else None,
        published=as_time(when) if when else Markup(),
        is_retracted=claim.retraction is not None,
    )


def verdict_name(verdict_id: str | None, corpus: Corpus) -> Name | None:
    """Return a verdict's name, leading to its meaning; None where there is none or it is unknown."""
    verdict = corpus.verdict_by_id.get(verdict_id or "")
    return Name(verdict.name, f"verdicts/{verdict.id}/") if verdict else None


def lang_attribute(claim: Claim, corpus: Corpus) -> Markup:
    """Return the `lang` attribute of a claim's texts; empty where they are in the publication's language."""
    if not claim.lang or claim.lang.casefold() == corpus.publication.lang.casefold():
        return Markup()
    return Markup(' lang="{}" dir="auto"').format(claim.lang)


def _verdict_change(change: Correction, corpus: Corpus) -> Notice:
    return Notice(
        label="Verdict changed",
        text=change.text,
        date=as_time(change.date),
        before=verdict_name(change.from_verdict, corpus),
        after=verdict_name(change.to_verdict, corpus),
    )

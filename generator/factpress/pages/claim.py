"""Every claim's page, the notice in its place once it is retracted, and redirects from former ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from markupsafe import Markup

from factpress import corrections, relations
from factpress.corpus import Corpus
from factpress.digests import digest
from factpress.models.claim import Claim, CorrectionKind, Kind
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri
from factpress.pages.byline import byline, claimants, people
from factpress.pages.claim_head import claim_head, description, page_title
from factpress.pages.colophon import colophon
from factpress.pages.dates import as_time
from factpress.pages.evidence import (
    Name,
    Reference,
    event_views,
    media_views,
    reference,
    sightings,
    source_views,
)
from factpress.pages.figures import quantities
from factpress.pages.notices import Neighbour, lang_attribute, neighbour, notices, verdict_name
from factpress.pages.page import Heading, Page, Plan
from factpress.pages.templates import Templates
from factpress.pages.verdicts import verdict_views
from factpress.prose import Prose
from factpress.relations import Related

CLAIM_LABELS = {
    Kind.STATEMENT: "The claim",
    Kind.REPORTED: "The claim, as it was reported",
    Kind.ATTRIBUTED_QUOTE: "The words attributed",
    Kind.IMAGE: "The claim, made with an image",
    Kind.VIDEO: "The claim, made with a video",
    Kind.AUDIO: "The claim, made with a recording",
    Kind.STATISTIC: "The figure claimed",
}
HEADINGS = {
    "in-short": "In short",
    "media": "Media",
    "what-we-found": "What we found",
    "what-we-know": "What we know",
    "analysis": "Analysis",
    "conclusion": "Conclusion",
    "response": "Right of reply",
    "figures": "Figures",
    "timeline": "Timeline",
    "appearances": "Where it appeared",
    "sources": "Sources",
    "related": "Related fact-checks",
    "corrections": "Corrections",
    "about": "About this fact-check",
}
"""The headings of a page by their anchors."""
REDIRECT = Markup(
    "<!doctype html>\n"
    '<html lang="en">\n'
    "<head>\n"
    '<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
    "<title>{title}</title>\n"
    '<meta name="robots" content="noindex">\n'
    '<meta http-equiv="refresh" content="0; url={path}">\n'
    '<link rel="canonical" href="{address}">\n'
    "</head>\n"
    '<body><p>This fact-check has moved: <a href="{path}">{title}</a></p></body>\n'
    "</html>\n"
)


def claim_plans(
    corpus: Corpus, site: Site, templates: Templates, suggested: Mapping[str, Sequence[Claim]]
) -> Iterator[Plan]:
    """Yield the page of every claim in the corpus, newest first; of a retracted one the notice.

    `suggested` are by claim id the claims that resemble it.
    """
    related = relations.relations_of(corpus)
    for claim in corpus.claims:
        stated, resembling = related.get(claim.id, ()), suggested.get(claim.id, ())
        make = partial(_page_of, claim, corpus, site, templates, stated, resembling)
        yield Plan(claim_path(claim.id), _made_of(claim, corpus, stated, resembling), make)


def _page_of(claim: Claim, *others: Any) -> Page:
    return claim_page(claim.whole, *others)


def _made_of(claim: Claim, corpus: Corpus, related: Sequence[Related], suggested: Iterable[Claim]) -> str:
    shown = [f"{one.claim.gist_key} {one.label} {one.banner} {one.note}" for one in related]
    shown += [other.gist_key for other in suggested]
    if claim.figures:
        keys = dict.fromkeys(figure.key for figure in claim.figures)
        shown += [other.gist_key for key in keys for other in corpus.by_figure.get(key, ())]
    shown += [other.gist_key for other in corpus.by_original.get(claim.id, ())]
    if claim.translation_of and claim.translation_of in corpus.by_id:
        shown.append(corpus.by_id[claim.translation_of].gist_key)
        shown += [other.gist_key for other in corpus.by_original.get(claim.translation_of, ())]
    return digest(claim.key, *shown) if shown else claim.key


def claim_page(
    claim: Claim,
    corpus: Corpus,
    site: Site,
    templates: Templates,
    related: Sequence[Related],
    suggested: Sequence[Claim],
) -> Page:
    """Return a claim's page; of a retracted claim the notice.

    `related` are the relations it states or is named in, `suggested` the claims that resemble it.
    """
    if claim.retraction:
        return _notice_page(claim, corpus, site, templates, related)
    address = claim_path(claim.id)
    root = _root(address)
    # The prose notes where a source is cited, so it comes in the order of the page and before the sources.
    prose = Prose(claim, corpus.media, root)
    numbers = prose.numbers
    reason = prose.line(claim.verdict_reason or "")
    summary = tuple(prose.line(line) for line in claim.summary or ())
    sections = {
        anchor: prose.markdown(text)
        for anchor, text in (
            ("what-we-found", claim.body),
            ("what-we-know", claim.what_we_know),
            ("analysis", claim.analysis),
            ("conclusion", claim.conclusion),
        )
        if text
    }
    figures = quantities(claim, corpus, numbers)
    parts = {
        "in-short": summary,
        "media": media_views(claim),
        **sections,
        "response": _response(claim, numbers),
        "figures": figures,
        "timeline": event_views(claim, numbers),
        "appearances": sightings(claim, corpus),
        "sources": source_views(claim, corpus, numbers, prose.uses),
        "related": _related(related, suggested, corpus),
        "corrections": _corrections(claim, corpus),
        "about": colophon(claim, corpus),
    }
    headings = {anchor: HEADINGS[anchor] for anchor, part in parts.items() if part}
    if any(quantity.is_compared for quantity in figures):
        headings["figures"] = "Figures compared"
    return Page(
        address=address,
        title=claim.title,
        description=description(claim, corpus),
        body=templates.render(
            "claim.html",
            root=root,
            lang=lang_attribute(claim, corpus),
            claim=claim,
            byline=byline(claim, corpus),
            notices=tuple(notices(claim, corpus, related)),
            label=CLAIM_LABELS[claim.kind],
            claimants=claimants(claim, corpus),
            claim_date=as_time(claim.claim_date) if claim.claim_date else "",
            verdict=verdict_views(corpus).get(claim.verdict or ""),
            reason=reason,
            as_of=as_time(claim.as_of) if claim.as_of else "",
            sections=tuple(sections.items()),
            parts=parts,
            headings=headings,
        ),
        head=claim_head(claim, corpus, site, templates),
        contents=tuple(Heading(anchor, title) for anchor, title in headings.items()),
        updated=corrections.updated_on(claim, corpus.publication.zone),
        indexed=claim.is_listed,
    )


def redirect_pages(corpus: Corpus, site: Site) -> Iterator[tuple[str, str]]:
    """Yield a path and a whole HTML document for every former id, which leads to the claim's page."""
    for claim in corpus.claims:
        for alias in claim.aliases:
            html = REDIRECT.format(
                title=page_title(claim),
                path=f"../{claim.id}/",
                address=as_uri(site.absolute(claim_path(claim.id))),
            )
            yield f"{claim_path(alias)}index.html", html


@dataclass(frozen=True, slots=True)
class ResponseView:
    """What the claimant answered."""

    text: str
    date: Markup
    reference: Reference | None


@dataclass(frozen=True, slots=True)
class RelatedView:
    """The related claims that are told at the foot of the page."""

    stated: tuple[Neighbour, ...]
    suggested: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction at the foot of the page."""

    date: Markup
    name: str
    text: str
    by: Name | None


def _notice_page(claim: Claim, corpus: Corpus, site: Site, templates: Templates, related: Iterable[Related]) -> Page:
    address = claim_path(claim.id)
    retraction = claim.retraction
    return Page(
        address=address,
        title=page_title(claim),
        description=description(claim, corpus),
        body=templates.render(
            "retracted.html",
            root=_root(address),
            lang=lang_attribute(claim, corpus),
            claim=claim,
            verdict=verdict_name(claim.verdict, corpus),
            date=as_time(retraction.date) if retraction else "",
            related=tuple(_stated(related, corpus)),
        ),
        head=claim_head(claim, corpus, site, templates),
        updated=corrections.updated_on(claim, corpus.publication.zone),
        indexed=False,
    )


def _response(claim: Claim, numbers: Mapping[str, int]) -> ResponseView | None:
    response = claim.claimant_response
    if not response:
        return None
    return ResponseView(
        text=response.text,
        date=as_time(response.date) if response.date else Markup(),
        reference=reference(response.source, numbers),
    )


def _related(related: Iterable[Related], suggested: Iterable[Claim], corpus: Corpus) -> RelatedView | None:
    view = RelatedView(
        stated=tuple(_stated((one for one in related if not one.banner), corpus)),
        suggested=tuple(neighbour(other, corpus) for other in suggested),
    )
    return view if view.stated or view.suggested else None


def _stated(related: Iterable[Related], corpus: Corpus) -> Iterator[Neighbour]:
    for one in related:
        yield neighbour(one.claim, corpus, one.label.capitalize(), one.note or "")


def _corrections(claim: Claim, corpus: Corpus) -> tuple[CorrectionView, ...]:
    return tuple(
        CorrectionView(
            date=as_time(made.date),
            name=made.kind.value.capitalize(),
            text=made.text,
            by=next(iter(people([made.by], corpus)), None) if made.by else None,
        )
        for made in claim.shown_corrections
        if made.kind is not CorrectionKind.VERDICT_CHANGE
    )


def _root(address: str) -> str:
    return "../" * address.count("/")

"""A claim's page as far as the claim itself and the registries go, set while the whole claim is at hand.

A galley is what printers call text that is set and waits to be made up into a page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson
from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import CorrectionKind, Kind
from factpress.models.site import Site, claim_path
from factpress.pages.byline import byline, claimants, people
from factpress.pages.claim_head import claim_head, description
from factpress.pages.colophon import colophon
from factpress.pages.dates import as_time
from factpress.pages.evidence import Reference, event_views, media_views, reference, sightings, source_views
from factpress.pages.names import Name
from factpress.pages.notices import lang_attribute
from factpress.pages.templates import Templates
from factpress.pages.verdicts import VerdictView, verdict_views
from factpress.prose import Prose

LABELS: Final = {
    Kind.STATEMENT: "The claim",
    Kind.REPORTED: "The claim, as it was reported",
    Kind.ATTRIBUTED_QUOTE: "The words attributed",
    Kind.IMAGE: "The claim, made with an image",
    Kind.VIDEO: "The claim, made with a video",
    Kind.AUDIO: "The claim, made with a recording",
    Kind.STATISTIC: "The figure claimed",
}
HEADINGS: Final = {
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
"""The headings of a page by their anchors, in its order."""


class Slots(NamedTuple):
    """Where a page says what follows from other claims, too: marks that no content may hold."""

    notices: Markup = Markup("\0notices\0")
    figures: Markup = Markup("\0figures\0")
    related: Markup = Markup("\0related\0")


SLOTS: Final = Slots()


class Galley(NamedTuple):
    """A claim's page, in which every slot still stands for what it will hold."""

    body: str
    """Safe HTML."""
    head: str
    """Safe HTML."""
    description: str
    """Plain text."""
    anchors: tuple[str, ...]
    """Of the headings in it."""
    numbers: Mapping[str, int]
    """Those of the sources that figures come from."""

    def to_bytes(self) -> bytes:
        """Return it as bytes to be kept."""
        # Only what is short is JSON, which here holds no line end; in the body it would escape every quotation mark.
        return orjson.dumps((self.head, self.description, self.anchors, self.numbers)) + b"\n" + self.body.encode()

    @classmethod
    def from_bytes(cls, raw: bytes) -> Galley:
        """Return one that was kept."""
        rest, _, body = raw.partition(b"\n")
        head, description, anchors, numbers = orjson.loads(rest)
        return cls(body.decode(), head, description, tuple(anchors), numbers)


def set_claim(claim: Claim, corpus: Corpus, site: Site, templates: Templates) -> Galley:
    """Return the galley of a claim that isn't retracted.

    Of the corpus it needs the registries alone, unless the claim is a translation or has one.
    """
    (galley,) = set_claims([claim], corpus, site, templates)
    return galley


def set_claims(claims: Sequence[Claim], corpus: Corpus, site: Site, templates: Templates) -> list[Galley]:
    """Return what `set_claim` does for each of some claims; all take a step before the first takes the next one."""
    views = [_view(claim, corpus, templates) for claim in claims]
    bodies = [templates.render("claim.html", **view) for view in views]
    heads = [claim_head(claim, corpus, site, templates) for claim in claims]
    made = zip(claims, views, bodies, heads, strict=True)
    return [_galley(claim, corpus, view, body, head) for claim, view, body, head in made]


def _galley(claim: Claim, corpus: Corpus, view: Mapping[str, Any], body: Markup, head: Markup) -> Galley:
    numbers = view["numbers"]
    return Galley(
        str(body),
        str(head),
        description(claim, corpus),
        tuple([anchor for anchor, part in view["parts"].items() if part]),
        {named: numbers[named] for figure in claim.figures if (named := figure.source or "") in numbers},
    )


def _view(claim: Claim, corpus: Corpus, templates: Templates) -> dict[str, Any]:
    """Return what `claim.html` prints, and the numbers of the sources."""
    root = "../" * claim_path(claim.id).count("/")
    # The prose notes where a source is cited, so it comes in the order of the page and before the sources.
    prose = Prose(claim, corpus.media, root)
    numbers = prose.numbers
    reason = prose.line(claim.verdict_reason or "")
    summary = tuple([prose.line(line) for line in claim.summary or ()])
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
    verdict = verdict_views(corpus).get(claim.verdict or "")
    return {
        "root": root,
        "lang": lang_attribute(claim, corpus),
        "claim": claim,
        "byline": byline(claim, corpus),
        "label": LABELS[claim.kind],
        "claimants": claimants(claim, corpus),
        "claim_date": as_time(claim.claim_date) if claim.claim_date else "",
        "verdict": verdict,
        "verdict_line": _verdict_line(verdict, root, templates) if verdict else "",
        "reason": reason,
        "as_of": as_time(claim.as_of) if claim.as_of else "",
        "numbers": numbers,
        "sections": tuple(sections.items()),
        "parts": {
            "in-short": summary,
            "media": media_views(claim),
            **sections,
            "response": _response(claim, numbers),
            "timeline": event_views(claim, numbers),
            "appearances": sightings(claim, corpus),
            "sources": source_views(claim, corpus, numbers, prose.uses),
            "corrections": _corrections(claim, corpus),
            "about": colophon(claim, corpus),
        },
        "headings": HEADINGS,
        "slots": SLOTS,
    }


class ResponseView(NamedTuple):
    """What the claimant answered."""

    text: str
    date: Markup
    reference: Reference | None


class CorrectionView(NamedTuple):
    """A correction at the foot of the page."""

    date: Markup
    name: str
    text: str
    by: Name | None


@lru_cache(maxsize=64)  # there are few verdicts, and every page shows one
def _verdict_line(verdict: VerdictView, root: str, templates: Templates) -> Markup:
    return templates.render("verdict_line.html", verdict=verdict, root=root)


def _response(claim: Claim, numbers: Mapping[str, int]) -> ResponseView | None:
    response = claim.claimant_response
    if not response:
        return None
    return ResponseView(
        text=response.text,
        date=as_time(response.date) if response.date else Markup(),
        reference=reference(response.source, numbers),
    )


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

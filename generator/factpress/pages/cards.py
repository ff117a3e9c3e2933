"""A claim as it stands in a list: verdict, headline, who said what, and when it was checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import orjson
from markupsafe import Markup

from factpress import corrections
from factpress.corpus import UNKNOWN, Corpus
from factpress.models.claim import Claim
from factpress.models.parts import Status
from factpress.models.site import claim_path
from factpress.pages.dates import as_time, shown
from factpress.pages.names import enumerated
from factpress.pages.templates import Templates
from factpress.pages.verdicts import VerdictView, verdict_views

ROOT = "\0"
"""The way to the site's root, as a card holds it: a character that content is refused for."""
MARKS = {Status.DRAFT: "Draft", Status.HOLD: "On hold"}


class CardView(NamedTuple):
    """A claim in a list, as `card.html` prints it."""

    path: str
    title: str
    claim: str
    """The claim, where the title says something else; or empty."""
    claimants: str
    """Their names in one line; empty for none or unknown."""
    verdict: VerdictView | None
    mark: str
    """`Draft` or `On hold`; empty for what readers see."""
    published: Markup
    updated: Markup
    """The date of the newest correction that counts; empty for none."""
    lang: str
    """Its language, where it isn't the publication's; or empty."""


class Card(NamedTuple):
    """A claim's card as safe HTML, which stands on pages of any depth: `rooted` says where one lies."""

    full: Markup
    brief: Markup
    """Without the claim and who made it."""

    def to_bytes(self) -> bytes:
        """Return it as bytes to be kept."""
        return orjson.dumps((str(self.full), str(self.brief)))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Card:
        """Return one that was kept."""
        return cls(*map(Markup, orjson.loads(raw)))


CardOf = Callable[[Claim], Card | None]
"""Gives the card of a claim that was set while the whole claim was at hand; None where there is none."""


def rooted(html: str, root: str) -> str:
    """Return HTML that holds cards for a page from which `root` leads to the site's root."""
    return html.replace(ROOT, root)


def set_cards(claims: Sequence[Claim], corpus: Corpus, templates: Templates) -> list[Card]:
    """Return the cards of some claims. Of the corpus they need the registries alone."""
    verdicts = verdict_views(corpus)
    views = [card_view(claim, corpus, verdicts.get(claim.verdict or "")) for claim in claims]
    return [Card(_card(view, templates), _card(view._replace(claim="", claimants=""), templates)) for view in views]


def _card(view: CardView, templates: Templates) -> Markup:
    return templates.render("card.html", card=view, root=ROOT)


class Cards:
    """The cards of a corpus, each of which is come by once, however many lists it stands in."""

    def __init__(self, corpus: Corpus, templates: Templates, card_of: CardOf = lambda _: None) -> None:
        self._corpus = corpus
        self._templates = templates
        self._card_of = card_of
        self._known: dict[str, Card] = {}

    def __getitem__(self, claim: Claim) -> Card:
        """Return a claim's card."""
        card = self._known.get(claim.id)
        if card is None:
            card = self._card_of(claim) or set_cards([claim], self._corpus, self._templates)[0]
            self._known[claim.id] = card
        return card


def card_view(claim: Claim, corpus: Corpus, verdict: VerdictView | None) -> CardView:
    """Return a claim as its card shows it."""
    zone = corpus.publication.zone
    published = shown(claim.published, zone) if claim.published else None
    first = claim.published.day(zone) if claim.published else None
    updated = corrections.updated_on(claim, zone)
    is_foreign = claim.lang and claim.lang.casefold() != corpus.publication.lang.casefold()
    return CardView(
        path=claim_path(claim.id),
        title=claim.title,
        claim=claim.claim if claim.headline and claim.headline != claim.claim else "",
        claimants=claimant_names(claim, corpus),
        verdict=verdict,
        mark=MARKS.get(claim.status, ""),
        published=as_time(published) if published else Markup(),
        updated=as_time(updated) if updated and first and updated > first else Markup(),
        lang=(claim.lang or "") if is_foreign else "",
    )


def claimant_names(claim: Claim, corpus: Corpus) -> str:
    """Return the names of a claim's claimants: `Ada Lund`, `Ada Lund and Harbour Union`; empty if unknown."""
    names = [
        corpus.claimants[key].name if key in corpus.claimants else key for key in claim.claimant or () if key != UNKNOWN
    ]
    return enumerated(names)

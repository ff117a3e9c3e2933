"""A claim as it stands in a list: verdict, headline, who said what, and when it was checked."""

from __future__ import annotations

from typing import NamedTuple

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
"""The way to the site's root, as a rendered card holds it: a character that content is refused for."""
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


class Cards:
    """The cards of a corpus. Each is rendered once, however many lists and depths it stands in."""

    def __init__(self, corpus: Corpus, templates: Templates) -> None:
        self._corpus = corpus
        self._templates = templates
        self._verdicts = verdict_views(corpus)
        self._badges = {
            key: templates.render("badge.html", verdict=view, root=ROOT) for key, view in self._verdicts.items()
        }
        self._rendered: dict[tuple[str, bool], str] = {}

    def card(self, claim: Claim, root: str, *, brief: bool = False) -> Markup:
        """Return a claim's card for a page from which `root` leads to the site's root.

        A `brief` one leaves out the claim and who made it.
        """
        html = self._rendered.get((claim.id, brief))
        if html is None:
            verdict = claim.verdict or ""
            view = card_view(claim, self._corpus, self._verdicts.get(verdict))
            if brief:
                view = view._replace(claim="", claimants="")
            badge = self._badges.get(verdict, Markup())
            html = str(self._templates.render("card.html", card=view, badge=badge, root=ROOT))
            self._rendered[claim.id, brief] = html
        return Markup(html.replace(ROOT, root))  # noqa: S704 - rendered by the engine that escapes


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

"""What the home page shows beneath its hand-written text: what is new, in numbers, and what was corrected."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from factpress.citations import without_citations
from factpress.corpus import Corpus
from factpress.corrections import public_corrections
from factpress.models.claim import Claim
from factpress.models.site import Site
from factpress.pages.cards import CardView, card_view, rooted, set_cards
from factpress.pages.paging import counted
from factpress.pages.registers import correction_views
from factpress.pages.subjects import topic_link, topics_by_parent
from factpress.pages.templates import Templates
from factpress.pages.verdicts import VerdictView, verdict_views

NEXT = 10
"""How many claims follow the newest."""
CORRECTIONS = 3
"""How many corrections are shown."""


class Newest(NamedTuple):
    """The newest verdict."""

    card: CardView
    reason: str
    """Plain text: why this verdict, or what is true."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often a verdict was given."""

    verdict: VerdictView
    count: int
    percent: str
    """Of all listed claims, for the length of a bar: `12.5`."""


def latest(corpus: Corpus, site: Site, templates: Templates, root: str = "") -> Markup:
    """Return the home page's block; `root` leads from the page it stands on to the site's root.

    A publication without claims gets a plain sentence.
    """
    verdicts = verdict_views(corpus)
    listed = corpus.listed
    block = templates.render(
        "home.html",
        newest=_newest(listed[0], corpus, verdicts.get(listed[0].verdict or "")) if listed else None,
        cards=[card.full for card in set_cards(listed[1 : NEXT + 1], corpus, templates)],
        more=f"All {counted(len(listed), 'fact-check')}" if len(listed) > NEXT + 1 else "",
        tally=f"{counted(len(listed), 'fact-check')} by {site.name}. We choose which claims to check,"
        " so these numbers say nothing about claims in general.",
        shares=[
            Share(verdict, count, f"{100 * count / len(listed):.1f}")
            for key, verdict in verdicts.items()
            if (count := len(corpus.by_verdict.get(key, ())))
        ],
        topics=[link for key in topics_by_parent(corpus).get("", ()) if (link := topic_link(corpus, key)).count],
        corrections=list(correction_views(islice(public_corrections(corpus), CORRECTIONS), corpus)),
        root=root,
    )
    return Markup(rooted(block, root))  # noqa: S704 - rendered by the engine that escapes


def _newest(claim: Claim, corpus: Corpus, verdict: VerdictView | None) -> Newest:
    reason = claim.verdict_reason or (claim.summary[0] if claim.summary else "")
    return Newest(card_view(claim, corpus, verdict), without_citations(reason))

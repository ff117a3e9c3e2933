"""What a claim's page says to search engines and to whoever shows a link to it."""

from __future__ import annotations

from markupsafe import Markup

from factpress import citations, claimreview, corrections
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri
from factpress.pages.byline import people
from factpress.pages.dates import stamp
from factpress.pages.templates import Templates

DESCRIPTION_LENGTH = 300


def page_title(claim: Claim) -> str:
    """Return what a claim's page is called; a retracted finding is not said again."""
    return f"Retracted: {claim.claim}" if claim.retraction else claim.title


def description(claim: Claim, corpus: Corpus) -> str:
    """Return what search engines and cards say of a claim: the verdict and why, in plain text."""
    if claim.retraction:
        return _shortened(f"Retracted. {claim.retraction.reason}")
    verdict = corpus.verdict_by_id.get(claim.verdict or "")
    reason = citations.without_citations(claim.verdict_reason or (claim.summary or ("",))[0]) or claim.claim
    return _shortened(f"{verdict.name}. {reason}" if verdict else reason)


def claim_head(claim: Claim, corpus: Corpus, site: Site, templates: Templates) -> Markup:
    """Return what goes into the document's head: a card (Open Graph, https://ogp.me) and the ClaimReview."""
    published = claim.published if claim.published and claim.published.is_exact else None
    corrected = corrections.corrected_on(claim)
    return templates.render(
        "claim_head.html",
        title=page_title(claim),
        description=description(claim, corpus),
        address=as_uri(site.absolute(claim_path(claim.id))),
        site_name=site.name,
        authors=", ".join(name.name for name in people(claim.authors, corpus)),
        published=stamp(published) if published else "",
        updated=stamp(corrected) if corrected else "",
        is_indexed=claim.is_listed,
        structured=(
            claimreview.as_script(claimreview.claim_review(claim, corpus, site))
            if claimreview.has_claim_review(claim)
            else ""
        ),
    )


def _shortened(text: str) -> str:
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    words = text[:DESCRIPTION_LENGTH].rpartition(" ")[0]
    # Where blanks are rare, as in scripts that have none, it is cut between characters.
    cut = words if len(words) > DESCRIPTION_LENGTH // 2 else text[: DESCRIPTION_LENGTH - 1]
    return cut.rstrip(" ,;:–—") + "…"

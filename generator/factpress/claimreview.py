"""One claim as schema.org's ClaimReview, which search engines and fact-check databases read.

Written to https://schema.org/ClaimReview and Google's "Fact check (ClaimReview) structured data". Every value
is one that the claim's page shows; what is not known is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from markupsafe import Markup

from factpress.citations import without_citations
from factpress.corpus import UNKNOWN, Corpus
from factpress.corrections import corrected_on
from factpress.models.claim import Claim
from factpress.models.parts import Appearance, Status
from factpress.models.publication import Publication
from factpress.models.site import Site, claim_path
from factpress.models.text import as_uri


def has_claim_review(claim: Claim) -> bool:
    """Whether a claim is announced as a fact-check: published, with a verdict, and not taken back."""
    return claim.status is Status.PUBLISHED and claim.verdict is not None


def claim_review(claim: Claim, corpus: Corpus, site: Site) -> dict[str, Any]:
    """Return a published claim as a JSON-LD object of type ClaimReview; all texts are plain.

    Raises KeyError where the claim names a verdict or claimant that the corpus lacks, which the rules refuse.
    """
    publication = corpus.publication
    corrected = corrected_on(claim)
    return {"@context": "https://schema.org"} | _known(
        {
            "@type": "ClaimReview",
            "url": as_uri(site.absolute(claim_path(claim.id))),
            "headline": claim.title,
            "claimReviewed": claim.claim,
            "reviewRating": _rating(claim, corpus),
            "itemReviewed": _claim(claim, corpus),
            "author": _organization(corpus, site),
            "datePublished": _date_published(claim, publication),
            "dateModified": corrected.isoformat() if corrected else None,
            "inLanguage": claim.lang or publication.lang,
            # schema.org wants an address or a work here, and a licence is given as a name.
            "license": publication.licence and {"@type": "CreativeWork", "name": publication.licence},
        }
    )


def as_script(value: dict[str, Any]) -> Markup:
    """Return JSON-LD as the element that carries it, which none of its texts can leave.

    HTML reads a script's text as it stands, so what could end it is written in JSON's escapes (RFC 8259, 7).
    """
    text = orjson.dumps(value).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')  # noqa: S704  # escaped just above


def _rating(claim: Claim, corpus: Corpus) -> dict[str, Any]:
    reason = claim.verdict_reason and without_citations(claim.verdict_reason)
    name, place = _verdicts(corpus)[claim.verdict or ""]
    return _known({"@type": "Rating", "alternateName": name, "ratingExplanation": reason}) | place


@lru_cache(maxsize=2)  # every claim asks, and a corpus never changes
def _verdicts(corpus: Corpus) -> Mapping[str, tuple[str, dict[str, int]]]:
    """Return of every verdict its name and where it stands between which ends, if it does."""
    values = [step.value for step in corpus.scale if step.value is not None]
    # Google requires `alternateName` alone, and of numbers that they lie between a worst and a greater best.
    # A verdict outside the scale lies nowhere between them: any number would be read as true or false.
    ends = {"bestRating": max(values), "worstRating": min(values)} if len(set(values)) > 1 else {}
    return {
        verdict.id: (verdict.name, {} if verdict.value is None or not ends else {"ratingValue": verdict.value} | ends)
        for verdict in corpus.verdicts
    }


def _claim(claim: Claim, corpus: Corpus) -> dict[str, Any]:
    sightings = tuple(sighting for sighting in claim.appearances if sighting.url or sighting.title)
    first = _first(sightings)
    others = [_work(sighting, corpus) for sighting in sightings if sighting is not first]
    return _known(
        {
            "@type": "Claim",
            "author": _one_or_many(_claimants(claim, corpus)),
            "datePublished": claim.claim_date and claim.claim_date.text,
            "firstAppearance": first and _work(first, corpus),
            "appearance": _one_or_many(others),
        }
    )


def _claimants(claim: Claim, corpus: Corpus) -> list[dict[str, Any]]:
    """Return who said it; nobody where that is unknown, since Google wants no author then."""
    ids = [claimant_id for claimant_id in claim.claimant or () if claimant_id != UNKNOWN]
    authors = []
    for claimant_id in ids:
        claimant = corpus.claimants[claimant_id]
        is_person = claimant.type == "person"
        role = (claim.claimant_role if len(ids) == 1 else None) or claimant.role
        addresses = dict.fromkeys(as_uri(url) for url in (claimant.url, *claimant.same_as) if url)
        authors.append(
            _known(
                {
                    # Google reads these two types alone. Nobody is called a person who may not be one.
                    "@type": "Person" if is_person else "Organization",
                    "name": claimant.name,
                    "jobTitle": role if is_person else None,
                    "sameAs": _one_or_many(list(addresses)),
                }
            )
        )
    return authors


def _first(sightings: tuple[Appearance, ...]) -> Appearance | None:
    """Return the sighting that surely came before all others; None where a date is missing or too vague."""
    dated = [(sighting.date, sighting) for sighting in sightings if sighting.date]
    if not dated or len(dated) < len(sightings):
        return None
    (date, first), *later = sorted(dated, key=lambda pair: pair[0].last)
    return first if all(date.last < other.first for other, _ in later) else None


def _work(sighting: Appearance, corpus: Corpus) -> dict[str, Any]:
    publisher = corpus.publishers.get(sighting.publisher or "")
    name = publisher.name if publisher else sighting.publisher
    return _known(
        {
            "@type": "CreativeWork",
            "url": sighting.url and as_uri(sighting.url),
            "name": sighting.title,
            "publisher": name and {"@type": "Organization", "name": name},
            "datePublished": sighting.date and sighting.date.text,
            "archivedAt": sighting.archive_url and as_uri(sighting.archive_url),
        }
    )


@lru_cache(maxsize=2)  # as above
def _organization(corpus: Corpus, site: Site) -> dict[str, Any]:
    publication = corpus.publication
    return _known(
        {
            "@type": publication.type,
            "name": publication.name,
            "url": as_uri(site.address),
            "logo": publication.logo and as_uri(site.absolute(f"media/{publication.logo}")),
        }
    )


def _date_published(claim: Claim, publication: Publication) -> str | None:
    """Return the first publication in ISO 8601, as exactly as it is known, in the publication's zone."""
    published = claim.published
    if published is None or not published.is_known:
        return None
    if published.moment:
        return published.moment.astimezone(publication.zone).isoformat()
    return published.text


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], "")}

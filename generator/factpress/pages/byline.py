"""Who said a claim, who stands for its page, and when it was published."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from factpress import corrections
from factpress.corpus import UNKNOWN, Corpus
from factpress.models.claim import Claim
from factpress.pages.dates import as_time, shown
from factpress.pages.names import Name
from factpress.pages.people import UNKNOWN_NAME


class Byline(NamedTuple):
    """Who stands for a claim's page, and when it was published."""

    authors: tuple[Name, ...]
    reviewers: tuple[Name, ...]
    published: Markup
    updated: Markup
    """Empty where nothing was corrected."""


def byline(claim: Claim, corpus: Corpus) -> Byline:
    """Return who wrote and reviewed a claim, when it was published and when last corrected."""
    zone = corpus.publication.zone
    published = shown(claim.published, zone) if claim.published else None
    corrected = corrections.corrected_on(claim)
    return Byline(
        authors=people(claim.authors, corpus),
        reviewers=people(claim.reviewed_by, corpus),
        published=as_time(published) if published else Markup(),
        updated=as_time(corrected) if corrected else Markup(),
    )


def people(ids: Iterable[str], corpus: Corpus) -> tuple[Name, ...]:
    """Return the names of people, leading to their pages."""
    return tuple(
        Name(corpus.people[person].name, f"people/{person}/") if person in corpus.people else Name(person)
        for person in ids
    )


def claimants(claim: Claim, corpus: Corpus) -> tuple[Name, ...]:
    """Return who made a claim, leading to their pages, each with what they were when they made it."""
    ids = claim.claimant or ()
    names = []
    for key in ids:
        claimant = corpus.claimants.get(key)
        if claimant:
            role = (claim.claimant_role if len(ids) == 1 else None) or claimant.role or ""
            names.append(Name(claimant.name, f"claimants/{key}/", role))
        elif key == UNKNOWN:
            names.append(Name(UNKNOWN_NAME, f"claimants/{UNKNOWN}/"))
        else:
            names.append(Name(key))
    return tuple(names)

"""The lists of claims: all of them, and those of a verdict, topic, year, claimant, person or publisher."""

from __future__ import annotations

from collections.abc import Iterator

from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages import landings, people, subjects
from factpress.pages.lists import ClaimList, Lister
from factpress.pages.page import Plan
from factpress.pages.templates import Templates


def claim_lists(lister: Lister) -> Iterator[ClaimList]:
    """Yield every list of claims."""
    for lists in (
        people.publisher_lists,
        people.claimant_lists,
        subjects.topic_lists,
        people.person_lists,
        subjects.verdict_lists,
        subjects.year_lists,
        subjects.all_claims,
    ):
        yield from lists(lister)


def listing_plans(corpus: Corpus, site: Site, templates: Templates) -> Iterator[Plan]:
    """Yield every page that lists claims, and the pages that list those lists."""
    lister = Lister(corpus, site, templates)
    for claims in claim_lists(lister):
        yield from lister.plans(claims)
    yield from landings.landing_plans(lister)

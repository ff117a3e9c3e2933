"""The lists of claims: all of them, and those of a verdict, topic, year, claimant, person or publisher."""

from __future__ import annotations

from collections.abc import Iterator

from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages import landings, people, subjects
from factpress.pages.cards import CardOf
from factpress.pages.lists import Lister
from factpress.pages.page import Plan
from factpress.pages.templates import Templates


def listing_plans(corpus: Corpus, site: Site, templates: Templates, card_of: CardOf = lambda _: None) -> Iterator[Plan]:
    """Yield every page that lists claims, and the pages that list those lists.

    Pages that are made in one process share the cards they have in common; one that `card_of` has need not be set.
    """
    lister = Lister(corpus, site, templates, card_of)
    for plans in (
        people.publisher_plans,
        people.claimant_plans,
        subjects.topic_plans,
        people.person_plans,
        subjects.verdict_plans,
        subjects.year_plans,
        subjects.all_claims,
        landings.landing_plans,
    ):
        yield from plans(lister)

"""The lists of claims: all of them, and those of a verdict, topic, year, claimant, person or publisher."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages import landings, people, subjects
from factpress.pages.lists import Lister
from factpress.pages.page import Page
from factpress.pages.templates import Templates


def listing_pages(corpus: Corpus, site: Site, templates: Templates) -> Iterator[Page]:
    """Yield every page that lists claims, and the pages that list those lists."""
    lister = Lister(corpus, site, templates)
    yield from chain(
        subjects.all_claims(lister),
        subjects.verdict_pages(lister),
        subjects.topic_pages(lister),
        subjects.year_pages(lister),
        people.claimant_pages(lister),
        people.person_pages(lister),
        people.publisher_pages(lister),
        landings.landing_pages(lister),
    )

"""The lists of claims: all of them, and those of a verdict, topic, year, claimant, person or publisher."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages import landings, people, subjects
from factpress.pages.lists import Lister
from factpress.pages.page import Page
from factpress.pages.templates import Templates


def listing_pages(corpus: Corpus, site: Site, templates: Templates) -> Iterator[Page]:
    """Yield every page that lists claims, and the pages that list those lists."""
    for part in listing_parts(corpus, site, templates):
        yield from part()


def listing_parts(corpus: Corpus, site: Site, templates: Templates) -> list[Callable[[], Iterator[Page]]]:
    """Return the listing pages in parts that can be made each on its own, the largest first.

    Parts that are made in one process share the cards they have in common.
    """
    lister = Lister(corpus, site, templates)
    kinds = (
        people.publisher_pages,
        people.claimant_pages,
        subjects.topic_pages,
        people.person_pages,
        subjects.verdict_pages,
        subjects.year_pages,
        subjects.all_claims,
        landings.landing_pages,
    )
    return [partial(kind, lister) for kind in kinds]

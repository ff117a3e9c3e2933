"""The page of the search: a form that a script works with Pagefind's index, and plain lists without it."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from markupsafe import Markup

from factpress.corpus import Corpus
from factpress.models.site import Site
from factpress.pages.page import Page, Plan
from factpress.pages.paging import Link
from factpress.pages.templates import Templates
from factpress.pages.verdicts import verdict_views
from factpress.search import FACETS

ADDRESS: Final = "browse/"
TITLE: Final = "Search and browse"
_LISTS: Final = (
    ("claims/", "All fact-checks, newest first"),
    ("ratings/", "By verdict"),
    ("topics/", "By topic"),
    ("claimants/", "By claimant"),
    ("years/", "By year"),
    ("publishers/", "By publisher cited"),
    ("people/", "By author or reviewer"),
    ("corrections/", "Corrections and retractions"),
)
_HEAD: Final = Markup(
    '<link rel="stylesheet" href="{root}assets/stylesheets/browse.css">'
    '<script type="module" src="{root}assets/javascripts/browse.js"></script>'
)


class Facet(NamedTuple):
    """Something that a search can be narrowed by."""

    key: str
    name: str


def browse_plan(corpus: Corpus, site: Site, templates: Templates) -> Plan:
    """Return the page of the search; what is found with it lies in files of its own."""
    return Plan(ADDRESS, corpus.gists_key, partial(browse_page, corpus, site, templates))


def browse_page(corpus: Corpus, site: Site, templates: Templates) -> Page:
    """Return the page of the search over the published claims of a corpus."""
    root = "../" * ADDRESS.count("/")
    languages = {claim.lang or corpus.publication.lang for claim in corpus.listed}
    listed = corpus.listed
    is_searched = any(claim.is_listed for claim in listed)
    used = {
        "verdict": any(claim.verdict for claim in listed),
        "topic": any(claim.topics for claim in listed),
        "claimant": any(claim.claimant for claim in listed),
        "year": any(claim.published and claim.published.is_known for claim in listed),
        "publisher": any(corpus.publisher_named(words) for claim in listed for words in claim.cited_publishers),
        "language": len(languages) > 1,
    }
    return Page(
        address=ADDRESS,
        title=TITLE,
        description=f"Search the fact-checks of {site.name} by words, verdict, topic, claimant and date.",
        body=templates.render(
            "browse.html",
            is_searched=is_searched,
            language=corpus.publication.lang,
            facets=[Facet(key, key.capitalize()) for key in FACETS if used[key]],
            verdicts=list(verdict_views(corpus).values()),
            lists=[Link(path, name) for path, name in _LISTS],
            root=root,
        ),
        head=_HEAD.format(root=root) if is_searched else "",
    )

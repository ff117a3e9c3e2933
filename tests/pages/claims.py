"""What the tests of the claim page share: a claim's page, parsed."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.pages.claim import claim_plans
from factpress.pages.page import Page
from factpress.pages.templates import Templates
from tests.making import SITE, make_corpus, suggestions_of

THEME = Path(__file__).parents[2] / "theme" / "factpress"
TEMPLATES = Templates({path.name: path.read_text("utf-8") for path in sorted(THEME.glob("*.html"))})


def page_of(claim: Claim, corpus: Corpus | None = None) -> Page:
    """Return a claim's page in a corpus; by default it stands there alone."""
    corpus = corpus or make_corpus(claim)
    plans = claim_plans(corpus, SITE, TEMPLATES, suggestions_of(corpus))
    return next(plan.make() for plan in plans if plan.address == f"claims/{claim.id}/")


def parsed(page: Page) -> html.HtmlElement:
    """Return a page's body as a tree."""
    return html.fragment_fromstring(page.body, create_parent="article")


def head_of(page: Page) -> html.HtmlElement:
    """Return a document with a page's head as a tree."""
    return html.document_fromstring(f"<html><head>{page.head}</head><body></body></html>")


def text_of(tree: html.HtmlElement, path: str = ".") -> str:
    """Return the text of the first element that an XPath finds, on one line; empty for none."""
    found = tree.xpath(path)
    return " ".join(found[0].text_content().split()) if found else ""

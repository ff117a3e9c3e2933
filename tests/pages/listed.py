"""The pages of lists and registers by address, and what a reader finds on them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from lxml import html

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.pages.listings import listing_plans
from factpress.pages.page import Page
from factpress.pages.registers import register_plans
from factpress.pages.templates import Templates
from tests.making import SITE, make_claim

THEME = Path(__file__).parents[2] / "theme" / "factpress"
TEMPLATES = Templates({file.name: file.read_text("utf-8") for file in sorted(THEME.glob("*.html"))})
HOSTILE = "<script>alert(1)</script>\"'></title>]]>{{ 7*7 }}{% raw %}&amp;"


def listed(corpus: Corpus) -> dict[str, Page]:
    """Return every page of lists and registers by its address; each address once."""
    plans = [*listing_plans(corpus, SITE, TEMPLATES), *register_plans(corpus, SITE, TEMPLATES)]
    by_address = {plan.address: plan.make() for plan in plans}
    assert len(by_address) == len(plans)
    assert all(page.address == address for address, page in by_address.items())
    return by_address


def tree(page: Page | str) -> html.HtmlElement:
    """Return a page's body as a browser reads it."""
    return html.fragment_fromstring(page.body if isinstance(page, Page) else page, create_parent="div")


def text(page: Page | str | html.HtmlElement) -> str:
    """Return what a reader reads, on one line."""
    element = page if isinstance(page, html.HtmlElement) else tree(page)
    return " ".join(element.text_content().split())


def headlines(page: Page | str) -> list[str]:
    """Return the headlines of the claims or corrections on a page, in order."""
    return [text(found) for found in tree(page).find_class("fp-card__headline")]


def links(page: Page | str) -> dict[str, str]:
    """Return the addresses that a page links to, by their words; of two with the same words the last."""
    return {text(a): a.get("href", "") for a in tree(page).iter("a")}


def many_claims(number: int) -> list[Claim]:
    """Return claims published on one day after another; each headline is its number, from 1."""
    first = date(2020, 1, 1)
    return [
        make_claim(f"claim-{n}", headline=f"{n}", published=f"{first + timedelta(days=n)}")
        for n in range(1, number + 1)
    ]

"""The pages that list lists."""

from __future__ import annotations

from factpress.models.registries import Claimant, Topic
from tests.making import make_claim, make_corpus
from tests.pages.listed import links, listed, text, tree


def test_topics_stand_as_a_tree() -> None:
    """A topic's own topics lie within its line, each with its number of claims."""
    page = listed(make_corpus(make_claim()))["topics/"]
    (inner,) = tree(page).xpath(".//li//li")
    assert text(inner) == "Bridges 1"
    assert links(page)["Bridges"] == "../topics/bridges/"


def test_topics_nested_without_end_are_cut() -> None:
    """A hundred levels give a page; the deepest are left to the topics' own pages."""
    chain = {f"t{n}": Topic(name=f"T{n}", parent=f"t{n - 1}" if n else None) for n in range(100)}
    page = listed(make_corpus(topics=chain))["topics/"]
    assert len(list(tree(page).iter("li"))) == 12


def test_names_stand_in_alphabetical_order() -> None:
    """Accents and case don't count; the unknown claimant comes last."""
    names = ["zoe", "Émile", "Eva", "abe"]
    claimants = {f"c-{n}": Claimant(name=name) for n, name in enumerate(names)}
    page = listed(make_corpus(make_claim(claimant="unknown"), claimants=claimants))["claimants/"]
    assert list(links(page)) == ["abe", "Émile", "Eva", "zoe", "Unknown claimant"]


def test_many_names_are_divided_by_letters() -> None:
    """From sixty names on, first letters head the page and its table of contents."""
    claimants = {f"c-{n}": Claimant(name=f"{'AÉб7'[n % 4]}{n}") for n in range(60)}
    page = listed(make_corpus(claimants=claimants))["claimants/"]
    assert [heading.title for heading in page.contents] == ["0–9 and others", "A", "E", "Б"]
    assert [h.get("id") for h in tree(page).iter("h2")] == [heading.anchor for heading in page.contents]


def test_years_stand_newest_first() -> None:
    """Each year with its number of fact-checks."""
    claims = [make_claim("a", published="2023"), make_claim("b"), make_claim("c")]
    assert text(listed(make_corpus(*claims))["years/"]).endswith("2025 2 2023 1")


def test_an_empty_registry_says_so() -> None:
    """A landing page without lists has one plain sentence."""
    assert text(listed(make_corpus(publishers={}))["publishers/"]) == "Publishers None yet."

"""What the home page shows beneath its hand-written text."""

from __future__ import annotations

from factpress.corpus import Corpus
from factpress.pages.home import latest
from tests.making import SITE, make_claim, make_corpus
from tests.pages.listed import HOSTILE, TEMPLATES, headlines, links, many_claims, text, tree


def home(corpus: Corpus) -> str:
    return latest(corpus, SITE, TEMPLATES)


def test_the_newest_verdict_stands_first() -> None:
    """Headline, verdict, claim and reason, without the marks of its sources."""
    found = text(home(make_corpus(make_claim(verdict_reason="The office closed it for a day [@office]."))))
    assert found.startswith(
        "The newest verdict The Old Bridge was closed for one day, not three False"
        " Ada Lund: The Old Bridge was closed for three days. The office closed it for a day. 5 March 2025"
    )


def test_ten_follow_and_the_rest_is_a_link() -> None:
    """The newest is not repeated; ten cards follow; a link leads to all."""
    page = home(make_corpus(*many_claims(15)))
    assert headlines(page) == [f"{n}" for n in range(14, 4, -1)]
    assert links(page)["15"] == "claims/claim-15/"
    assert links(page)["All 15 fact-checks"] == "claims/"
    assert "All 11" not in text(home(make_corpus(*many_claims(11))))


def test_verdicts_are_counted() -> None:
    """Verdicts that were given, truest first, each linked and with its share as a bar."""
    claims = [make_claim("a"), make_claim("b"), make_claim("c"), make_claim("d", verdict="true")]
    page = home(make_corpus(*claims))
    rows = [row for shares in tree(page).find_class("fp-shares") for row in shares]
    assert [text(row) for row in rows] == ["True 1", "False 3"]
    assert "--fp-share:75.0%" in rows[1].get("style", "")
    assert links(page)["True"] == "verdicts/true/"
    assert "4 fact-checks by Millbrook Checks." in text(page)


def test_the_widest_topics_are_named() -> None:
    """Topics that lie in others, and topics without claims, are left out."""
    page = home(make_corpus(make_claim()))
    assert [text(row) for lists in tree(page).find_class("fp-lists") for row in lists] == ["Traffic 1"]


def test_the_latest_corrections_are_shown() -> None:
    """Three corrections and the way to the register; nothing of them without any."""
    corrections = [{"date": f"2025-04-0{n}", "kind": "update", "text": f"Change {n}"} for n in range(1, 6)]
    page = home(make_corpus(make_claim(corrections=corrections)))
    assert [f"Change {n}" in text(page) for n in range(1, 6)] == [False, False, True, True, True]
    assert links(page)["All corrections and retractions"] == "corrections/"
    assert "orrections" not in text(home(make_corpus(make_claim())))


def test_without_claims_there_is_a_sentence() -> None:
    """A new publication says so, in place of empty headings."""
    page = home(make_corpus(topics={}))
    assert text(page) == "No fact-check yet."
    assert not list(tree(page).iter("h2"))


def test_hostile_text_is_text() -> None:
    """What was typed is read."""
    page = home(make_corpus(make_claim(headline=HOSTILE, claim=HOSTILE, verdict_reason=HOSTILE)))
    assert not list(tree(page).iter("script"))
    assert HOSTILE in text(page)

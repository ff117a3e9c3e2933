"""A claim as it stands in a list."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from factpress.models.claim import Claim
from factpress.models.publication import Publication
from factpress.pages.cards import Card, Cards, rooted, set_cards
from tests.making import make_claim, make_corpus
from tests.pages.listed import HOSTILE, TEMPLATES, links, text, tree


def card(claim: Claim, root: str = "../", **corpus: Any) -> str:
    return rooted(set_cards([claim], make_corpus(claim, **corpus), TEMPLATES)[0].full, root)


def test_a_card_says_verdict_headline_claim_and_date() -> None:
    """A card reads: verdict, headline, who said what, and when it was published."""
    assert text(card(make_claim())) == (
        "False The Old Bridge was closed for one day, not three"
        " Ada Lund: The Old Bridge was closed for three days. 5 March 2025"
    )


def test_links_lead_from_where_the_card_stands() -> None:
    """Headline and verdict are linked relative to the page."""
    claim = make_claim()
    assert links(card(claim, "../../"))["False"] == "../../verdicts/false/"
    assert links(card(claim, ""))[claim.title] == "claims/old-bridge/"


def test_a_brief_card_leaves_out_who_said_what() -> None:
    """A list of what somebody was cited for tells the finding alone."""
    (found,) = set_cards([make_claim()], make_corpus(make_claim()), TEMPLATES)
    assert text(rooted(found.brief, "")) == "False The Old Bridge was closed for one day, not three 5 March 2025"


def test_a_card_is_come_by_once() -> None:
    """However many lists a claim stands in, its card is asked for once, and set where nobody has it."""
    claims = [make_claim(), make_claim("other")]
    corpus = make_corpus(*claims)
    known = set_cards(claims, corpus, TEMPLATES)
    asked: list[str] = []

    def card_of(claim: Claim) -> Card | None:
        asked.append(claim.id)
        return known[0] if claim is claims[0] else None

    cards = Cards(corpus, TEMPLATES, card_of)
    assert [cards[claim] for claim in [*claims, *claims]] == [*known, *known]
    assert asked == ["old-bridge", "other"]


def test_a_card_that_was_kept_is_the_same() -> None:
    """What is read back is what was put away."""
    (found,) = set_cards([make_claim()], make_corpus(make_claim()), TEMPLATES)
    assert Card.from_bytes(found.to_bytes()) == found
    assert all(isinstance(html, Markup) for html in Card.from_bytes(found.to_bytes()))


def test_a_claim_without_headline_is_not_said_twice() -> None:
    """Where the claim stands in for the headline, only the claimant follows."""
    found = text(card(make_claim(headline=None)))
    assert found == "False The Old Bridge was closed for three days. Ada Lund 5 March 2025"


@pytest.mark.parametrize(
    ("claimant", "words"),
    [
        (["mayor-lund", "harbour-union"], "Ada Lund and Harbour Union:"),
        ("unknown", ""),
        (None, ""),
    ],
)
def test_claimants_are_named_where_known(claimant: Any, words: str) -> None:
    """Several claimants stand in one line; an unknown one is left out."""
    line = tree(card(make_claim(claimant=claimant))).find_class("fp-card__claim")[0]
    assert text(line) == f"{words} The Old Bridge was closed for three days.".strip()


@pytest.mark.parametrize(
    ("correction", "words"),
    [
        ({"date": "2025-04-02", "kind": "update", "text": "-"}, "5 March 2025 Updated 2 April 2025"),
        ({"date": "2025-04-02", "kind": "typo", "text": "-"}, "5 March 2025"),
        ({"date": "2025-03-05", "kind": "update", "text": "-"}, "5 March 2025"),
    ],
)
def test_updated_is_said_when_later(correction: dict[str, str], words: str) -> None:
    """The newest correction that is no typo dates the card, if it came after the day of publication."""
    dates = tree(card(make_claim(corrections=[correction]))).find_class("fp-card__dates")[0]
    assert text(dates) == words


@pytest.mark.parametrize(
    ("published", "words"),
    [
        ("2025-03-05T23:30+00:00", "6 March 2025"),
        ("2011-05", "May 2011"),
        ("2011", "2011"),
        ("unknown", ""),
    ],
)
def test_dates_are_as_exact_as_known(published: str, words: str) -> None:
    """A card says day, month or year as known, in the publication's zone, and nothing of an unknown day."""
    zone = Publication(name="Millbrook Checks", timezone="Europe/Berlin")
    dates = tree(card(make_claim(published=published), publication=zone)).find_class("fp-card__dates")
    assert "".join(map(text, dates)) == words


@pytest.mark.parametrize(("status", "mark"), [("draft", "Draft"), ("hold", "On hold")])
def test_what_is_not_public_is_marked(status: str, mark: str) -> None:
    """A draft may lack everything but the claim; it and a held claim carry a mark."""
    bare = Claim.model_validate(
        {"id": "x", "path": "x.yml", "claim": "It rained.", "status": status, "hold_reason": "Waits."}
    )
    assert text(card(bare)) == f"{mark} It rained."


@pytest.mark.parametrize(("lang", "attributes"), [("de", ["de", "de"]), ("EN", []), (None, [])])
def test_another_language_is_named(lang: str | None, attributes: list[str]) -> None:
    """Headline and claim carry the claim's language where it isn't the publication's."""
    found = tree(card(make_claim(lang=lang))).iter("a", "span")
    assert [element.get("lang") for element in found if element.get("lang")] == attributes


def test_hostile_text_is_text() -> None:
    """Whatever was typed is read as it was typed."""
    found = tree(card(make_claim(claim=HOSTILE, headline=f"{HOSTILE}!")))
    assert not list(found.iter("script"))
    assert text(found).count(HOSTILE) == 2

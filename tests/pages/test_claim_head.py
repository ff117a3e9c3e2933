"""What a claim's page says to machines."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.pages.claim_head import DESCRIPTION_LENGTH, description
from tests.making import make_claim, make_corpus
from tests.pages.claims import head_of, page_of


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, "False. The road office closed it for one day."),
        ({"verdict_reason": "One day [@office; @herald]."}, "False. One day."),
        ({"verdict_reason": None}, "False. The bridge was closed on one day."),
        ({"verdict_reason": None, "summary": None}, "False. The Old Bridge was closed for three days."),
        (
            {"verdict": None, "verdict_reason": None, "summary": None},
            "The Old Bridge was closed for three days.",
        ),
    ],
)
def test_a_description_is_the_verdict_and_why(fields: dict[str, Any], text: str) -> None:
    """Search engines are told verdict and reason; what is missing is stood in for by the next best."""
    claim = make_claim(**fields)
    assert description(claim, make_corpus(claim)) == text


@pytest.mark.parametrize("reason", ["word " * 79, "字" * 400, f"{'x' * 280} yyyyyyyyyyyyyyyyyyyyyyyyyyyyy"])
def test_a_long_description_is_cut(reason: str) -> None:
    """It keeps to its length and ends at a word where the script has blanks."""
    claim = make_claim(verdict_reason=reason)
    text = description(claim, make_corpus(claim))
    assert 10 < len(text) <= DESCRIPTION_LENGTH
    assert text.endswith("…")
    assert " …" not in text


def test_a_card_says_what_the_page_says() -> None:
    """Open Graph's fields hold the page's title, description, address and dates."""
    claim = make_claim(corrections=[{"date": "2025-03-09", "kind": "update", "text": "More."}])
    head = head_of(page_of(claim))
    card = {meta.get("property"): meta.get("content") for meta in head.xpath("//meta[@property]")}
    assert card == {
        "og:type": "article",
        "og:site_name": "Millbrook Checks",
        "og:title": "The Old Bridge was closed for one day, not three",
        "og:description": "False. The road office closed it for one day.",
        "og:url": "https://checks.example/desk/claims/old-bridge/",
        "article:published_time": "2025-03-05",
        "article:modified_time": "2025-03-09",
    }
    assert head.xpath("//meta[@name='author']/@content") == ["Ida Moss"]
    assert not head.xpath("//meta[@name='robots']")


def test_a_vague_date_stays_out_of_the_card() -> None:
    """A publication date that is no day is not given to those who expect one."""
    assert "published_time" not in page_of(make_claim(published="2019")).head

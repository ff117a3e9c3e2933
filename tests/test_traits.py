"""What a published claim is found by."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.corpus import UNKNOWN
from factpress.traits import Traits, all_traits, traits_of
from tests.making import make_claim, make_corpus

FIELDS: dict[str, Any] = {
    "claim": "Three bridges were closed.",
    "headline": "One bridge was",
    "variants": ["The Brücken were shut"],
    "claimant": "mayor-lund",
    "topics": ["bridges", "traffic"],
    "sources": [{"id": "a", "url": "https://a.example/1"}, {"id": "b", "url": "http://www.a.example/1/#part"}],
    "published": "2025-03-05",
}


def traits(**fields: Any) -> Traits:
    """Return the traits of a claim with these fields."""
    claim = make_claim("one", **{**FIELDS, **fields})
    return traits_of(claim, make_corpus(claim))


def test_all_wordings_and_relations_are_traits() -> None:
    """Words are stemmed, those that differ from their stems kept whole, and one page is one source."""
    found = traits()
    assert found.words == "3 bridg were close the brucken were shut 1 bridg was"
    assert found.spelt == "bridge bridges closed"
    assert found.names == "ada lund"
    claimant, *topics, source = found.shared.split()
    assert (claimant, topics) == ("claimant:mayor-lund", ["topic:bridges", "topic:traffic"])
    assert source.startswith("source:")
    assert (found.when, found.times) == ("2025-03", ("@2025", "@2025-03"))


@pytest.mark.parametrize(
    ("published", "times"),
    [("2025", ("@2025",)), ("2025-03", ("@2025", "@2025-03")), ("unknown", ()), ("2025-03-05", ("@2025", "@2025-03"))],
)
def test_times_say_what_is_known(published: str, times: tuple[str, ...]) -> None:
    """A year without a month is a year alone; an unknown day has no time, and nothing then is dated."""
    found = traits(published=published, claimant=UNKNOWN, topics=["bridges"])
    assert found.times == times
    assert found.dated == tuple(f"topic:bridges{time}" for time in times)


def test_what_is_made_of_the_same_is_taken_over() -> None:
    """The same traits come back, the very ones, where nothing of a claim changed that they are made of."""
    before = traits()
    claim = make_claim("one", **{**FIELDS, "conclusion": "Another."})
    assert traits_of(claim, make_corpus(claim), before) is before
    assert [*all_traits(make_corpus(claim), {"one": before})] == [before]
    assert [*all_traits(make_corpus(claim), {}, fresh={"one": before})] == [before]


@pytest.mark.parametrize(
    "change",
    [
        {"claim": "Two bridges were closed."},
        {"headline": None},
        {"variants": ["The bridges were shut"]},
        {"lang": "de"},
        {"claimant": "harbour-union"},
        {"topics": ["bridges"]},
        {"sources": None},
        {"published": "2025-04-05"},
    ],
)
def test_any_change_makes_other_traits(change: dict[str, Any]) -> None:
    """With what was before at hand, a changed claim has the traits that it has without."""
    before = traits()
    claim = make_claim("one", **{**FIELDS, **change})
    corpus = make_corpus(claim)
    assert traits_of(claim, corpus, before) == traits_of(claim, corpus) != before


def test_drafts_and_retracted_claims_have_no_traits() -> None:
    """Only what stands in listings can be found; the newest comes first."""
    gone = {"status": "retracted", "retraction": {"date": "2025-04-01", "reason": "Wrong."}}
    claims = [make_claim("draft", status="draft"), make_claim("gone", **gone)]
    days = {"old": "2025-03-05", "new": "2025-03-06"}
    claims += [make_claim(name, published=day) for name, day in days.items()]
    assert [one.claim_id for one in all_traits(make_corpus(*claims), {})] == ["new", "old"]

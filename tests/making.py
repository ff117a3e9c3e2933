"""Invented claims, people and outlets: give only what the test is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from factpress.corpus import Corpus
from factpress.likeness import alike
from factpress.matching import MatchIndex
from factpress.models.claim import Claim
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher, Topic, Verdict
from factpress.models.site import Site
from factpress.relations import suggested

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
SITE = Site("Millbrook Checks", "https://checks.example/desk/")
VERDICTS = (
    Verdict(id="true", name="True", value=3, meaning="It happened as stated.", color="#1b5e20", icon="check"),
    Verdict(id="half-true", name="Half true", value=2, meaning="Part of it holds.", color="#8a5a00", icon="half"),
    Verdict(id="false", name="False", value=1, meaning="It did not happen.", color="#8b1a1a", icon="cross"),
    Verdict(id="unproven", name="Unproven", meaning="Nobody can tell.", color="#44546a", icon="question"),
)
CLAIMANTS = {
    "mayor-lund": Claimant(name="Ada Lund", type="person", role="Mayor of Millbrook"),
    "harbour-union": Claimant(name="Harbour Union", type="organization"),
}
PEOPLE = {
    "ida-moss": Person(name="Ida Moss", role="Reporter"),
    "ben-hale": Person(name="Ben Hale", role="Editor"),
}
PUBLISHERS = {
    "millbrook-herald": Publisher(name="Millbrook Herald", domains=("herald.example",), url="https://herald.example/"),
    "coast-radio": Publisher(name="Coast Radio"),
}
TOPICS = {
    "traffic": Topic(name="Traffic"),
    "bridges": Topic(name="Bridges", parent="traffic"),
}


def complete_claim(**fields: Any) -> dict[str, Any]:
    """Return the fields of a published claim that is complete; `fields` replace them, None removes one."""
    base: dict[str, Any] = {
        "claim": "The Old Bridge was closed for three days.",
        "headline": "The Old Bridge was closed for one day, not three",
        "claimant": "mayor-lund",
        "claim_date": "2025-03-01",
        "verdict": "false",
        "verdict_reason": "The road office closed it for one day.",
        "as_of": "2025-03-04",
        "summary": ["The bridge was closed on one day [@office].", "The mayor named three."],
        "what_we_know": "The road office keeps a list [@office].",
        "analysis": "The Herald agrees [@herald].",
        "conclusion": "One day, not three.",
        "sources": [
            {
                "id": "office",
                "title": "Closures in March",
                "publisher": "Road Office",
                "url": "https://roads.example/closures",
                "date": "2025-03-03",
                "accessed": "2025-03-04",
                "kind": "government",
                "stance": "refutes",
            },
            {
                "id": "herald",
                "title": "Bridge opens again",
                "publisher": "millbrook-herald",
                "url": "https://herald.example/bridge",
                "date": "2025-03-02",
                "accessed": "2025-03-04",
                "kind": "news",
                "stance": "refutes",
            },
        ],
        "topics": ["bridges"],
        "authors": ["ida-moss"],
        "reviewed_by": ["ben-hale"],
        "published": "2025-03-05",
        "status": "published",
    }
    return {key: value for key, value in {**base, **fields}.items() if value is not None}


def make_claim(claim_id: str = "old-bridge", **fields: Any) -> Claim:
    """Return a complete, published claim with some fields replaced; None removes one."""
    return Claim.model_validate({**complete_claim(**fields), "id": claim_id, "path": f"content/claims/{claim_id}.yml"})


def make_corpus(*claims: Claim, **fields: Any) -> Corpus:
    """Return a corpus of claims with the invented registries."""
    base: dict[str, Any] = {
        "publication": Publication(name="Millbrook Checks"),
        "verdicts": VERDICTS,
        "claimants": CLAIMANTS,
        "people": PEOPLE,
        "publishers": PUBLISHERS,
        "topics": TOPICS,
    }
    return Corpus(claims=claims, **{**base, **fields})


def suggestions_of(corpus: Corpus, most: int = 5) -> Mapping[str, tuple[Claim, ...]]:
    """Return by claim id the claims that a corpus suggests beside it."""
    return suggested(corpus, alike(MatchIndex.build(corpus)), most)

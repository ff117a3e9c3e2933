"""Claims of which only the gist is at hand: to whoever looks at them, claims like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from factpress.claimreview import claim_review
from factpress.known import HEAD, Known, KnownClaim
from factpress.models.claim import GIST, Claim
from factpress.models.parts import Status
from factpress.rules import check_whole
from factpress.rules.register import Setting
from tests.making import NOW, SITE, make_claim, make_corpus

FULL: dict[str, Any] = {
    "quote": "Three days.\nI said three.",
    "kind": "reported",
    "interpretation": "The bridge was closed for three days.",
    "claimant": ["mayor-lund", "harbour-union"],
    "claim_date": "2025-03",
    "claimant_role": "Then a councillor",
    "context": "press briefing",
    "appearances": [{"url": "https://herald.example/says", "publisher": "millbrook-herald", "date": "2025-03-01"}],
    "body": "The road office keeps a list [@office].",
    "related": [{"claim": "ferry", "relation": "supersedes", "note": "A newer count."}],
    "published": "2025-03-05T14:30:00+01:00",
    "hold_reason": "None.",
    "corrections": [
        {"date": "2025-03-09", "kind": "typo", "text": "A letter."},
        {"date": "2025-03-10", "kind": "verdict-change", "text": "A list.", "from_verdict": "true",
         "to_verdict": "false", "by": "ben-hale"},
    ],
    "figures": [{"key": "days", "value": "1", "unit": "days", "low": "1", "high": "3", "as_of": "2025",
                 "source": "office", "note": "By night."}],
    "events": [{"date": "2025-02", "text": "It closes.", "source": "office"}],
    "media": [{"file": "bridge.png", "alt": "A bridge", "credit": "Ida Moss"}],
    "claimant_response": {"date": "2025-03", "text": "No answer."},
    "disclosures": ["We crossed it."],
    "lang": "fr",
    "translation_of": "ferry",
    "variants": ["It was shut.", "Closed \U0001f600 for days"],
    "original": {"publisher": "The Old Desk", "verdict": "Wrong", "date": "2024"},
    "aliases": ["bridge-2024"],
    "review_by": "2026-01-01",
}  # fmt: skip
CLAIMS = {
    "complete": make_claim(),
    "full": make_claim(**FULL),
    "unknown day": make_claim(published="unknown", claimant="unknown"),
    "retracted": make_claim(status="retracted", retraction={"date": "2025-04-01", "reason": "We erred."}),
    "draft": Claim.model_validate({"id": "draft", "path": "content/claims/draft.yml", "claim": "A draft."}),
    "held": make_claim(status="hold", hold_reason="The office is closed.", verdict=None, sources=[]),
}
ZONE = ZoneInfo("Asia/Tokyo")
PROPERTIES = ("is_listed", "is_public", "title", "shown_corrections")
DERIVED = ("gist_key", "cited_places", "cited_publishers", "searched", "wording")
every_claim = pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)


def known(claim: Claim, whole: Callable[[], Claim]) -> KnownClaim:
    """Return what is known of a claim after its gist has been kept as JSON."""
    head, rest, at = Known.of(claim.gist, claim.timestamp(ZONE))
    return KnownClaim.of(Known(orjson.loads(orjson.dumps(head)), rest, at), "a key", claim.gist_key, whole)


def refuse() -> Claim:
    """Stand for a file that nobody may need."""
    raise AssertionError("the whole claim was asked for")


def test_the_full_claim_is_full() -> None:
    """Every field but the one of a retraction is filled somewhere, so that all of them are compared below."""
    unfilled = [name for name in Claim.model_fields if all(not getattr(one, name) for one in CLAIMS.values())]
    assert unfilled == []


@every_claim
def test_a_known_claim_equals_the_whole(claim: Claim) -> None:
    """Every field, and all that follows from the fields, is the same, of the same type."""
    one = known(claim, lambda: claim)
    for name in (*Claim.model_fields, *PROPERTIES, *DERIVED):
        assert getattr(one, name) == getattr(claim, name), name
        assert type(getattr(one, name)) is type(getattr(claim, name)), name
    assert one.source("office") == claim.source("office")
    assert one.model_dump() == claim.model_dump()


@every_claim
def test_the_gist_is_at_hand(claim: Claim) -> None:
    """What others need of a claim never reads its file; asked for twice, it is one and the same."""
    one = known(claim, refuse)
    for name in (*sorted(GIST), *PROPERTIES, *DERIVED, "key"):
        assert getattr(one, name) is not ..., name
    assert one.figures is one.figures
    assert isinstance(one, Claim)
    assert one.key == "a key"


@every_claim
def test_what_everybody_asks_opens_nothing(claim: Claim) -> None:
    """The gist's second half stays closed as long as nobody asks for something in it."""
    head, _, at = Known.of(claim.gist, claim.timestamp(ZONE))
    one = KnownClaim.of(Known(head, b"no JSON", at), "a key", claim.gist_key, refuse)
    for name in (*sorted(HEAD), "is_public", "is_listed", "gist_key"):
        assert getattr(one, name) == getattr(claim, name), name
    assert one.timestamp(ZONE) == claim.timestamp(ZONE)
    with pytest.raises(orjson.JSONDecodeError):
        one.claim  # noqa: B018 - asking is the test


def test_a_claim_review_needs_no_more() -> None:
    """What search engines are told follows from the gist, so that one file can tell it of a whole archive."""
    claim = CLAIMS["full"].model_copy(update={"status": Status.PUBLISHED})
    one = known(claim, refuse)
    corpus = make_corpus(claim)
    assert claim_review(one, corpus, SITE) == claim_review(claim, corpus, SITE)


def test_rules_for_the_corpus_need_no_more() -> None:
    """What they find is kept until a gist changes, so they may look at nothing else."""
    corpus = make_corpus(*(known(claim, refuse) for claim in CLAIMS.values()))
    assert check_whole(corpus, Setting(NOW, SITE)) == check_whole(make_corpus(*CLAIMS.values()), Setting(NOW, SITE))


@every_claim
def test_the_rest_is_read_once(claim: Claim) -> None:
    """All other fields read the whole claim, the first time that one of them is asked for."""
    asked: list[str] = []

    def whole() -> Claim:
        asked.append(claim.id)
        return claim

    one = known(claim, whole)
    for name in sorted({*Claim.model_fields} - GIST):
        assert getattr(one, name) == getattr(claim, name), name
    assert asked == [claim.id]
    for name in sorted({*Claim.model_fields} - GIST):
        alone = known(claim, whole)
        asked.clear()
        getattr(alone, name)
        assert asked == [claim.id], name


def test_nothing_else_is_a_field() -> None:
    """A name that claims don't have is an error, and reads nothing."""
    one = known(CLAIMS["complete"], refuse)
    with pytest.raises(AttributeError, match="nonsense"):
        one.nonsense  # noqa: B018 - asking is the test


def test_a_known_claim_is_frozen() -> None:
    """Nobody changes what is known."""
    with pytest.raises(ValueError, match="frozen"):
        known(CLAIMS["complete"], refuse).headline = "Another"  # type: ignore[misc] # mypy refuses it, too


@every_claim
def test_the_keys_tell_claims_apart(claim: Claim) -> None:
    """A change of any field shows in the key; one of the gist in the gist's key; one of the rest doesn't."""
    changed = claim.model_copy(update={"context": "elsewhere"})
    assert changed.key != claim.key
    assert changed.gist_key == claim.gist_key
    for update in ({"headline": "Another"}, {"claim_date": None, "lang": "de"}, {"sources": (), "aliases": ("b",)}):
        assert claim.model_copy(update=update).gist_key != claim.gist_key

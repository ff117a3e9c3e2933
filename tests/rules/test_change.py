"""What a change may do to what was published, and what it must tell."""

from __future__ import annotations

from typing import Any, Final

import pytest
import yaml

from factpress.models.claim import Claim
from factpress.rules import check_changes
from factpress.texts import Text
from tests.making import complete_claim, make_claim, make_corpus

PATH: Final = "content/claims/old-bridge.yml"
SOURCES: Final = complete_claim()["sources"]
TOLD: Final = {"date": "2025-04-02", "kind": "correction", "text": "A date was wrong.", "by": "ida-moss"}
TYPO: Final = {"date": "2025-04-02", "kind": "typo", "text": "Brige."}
CHANGED: Final = {
    "date": "2025-04-02",
    "kind": "verdict-change",
    "text": "New figures.",
    "by": "ida-moss",
    "from_verdict": "false",
    "to_verdict": "half-true",
}
RETRACTION: Final = {"date": "2025-05-01", "reason": "We erred."}


def as_file(**fields: Any) -> Text:
    """Return the claim's file, with some fields replaced."""
    return Text(PATH, yaml.safe_dump(complete_claim(**fields)).encode())


def found(before: Text, *now: Claim, **corpus: Any) -> list[tuple[str, str]]:
    """Return the codes and fields of what a change must not do."""
    return [(one.code, one.location.field) for one in check_changes([before], make_corpus(*now, **corpus))]


def test_what_stays_or_is_told_is_fine() -> None:
    """A reworded sentence, a new source, a verdict: whatever changes, a correction of the right kind tells of it."""
    assert found(as_file(), make_claim()) == []
    assert found(as_file(), make_claim(claim="Another.", conclusion="Another.", corrections=[TOLD])) == []
    assert found(as_file(), make_claim(conclusion="The bridge was closed.", corrections=[TYPO])) == []
    assert found(as_file(), make_claim(verdict="half-true", corrections=[CHANGED])) == []
    assert found(as_file(), make_claim(status="retracted", retraction=RETRACTION, conclusion=None)) == []
    assert found(as_file(corrections=[TOLD]), make_claim(corrections=[TOLD, CHANGED], verdict="half-true")) == []
    assert found(as_file(topics=["roads"]), make_claim()) == []
    moved = [source | {"url": "https://roads.example/moved", "archive_note": "None."} for source in SOURCES]
    assert found(as_file(), make_claim(sources=[*moved, SOURCES[0] | {"id": "more"}])) == []


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({}, {"verdict": "half-true"}, [("FP701", "verdict")]),
        ({}, {"verdict": "half-true", "corrections": [TOLD]}, [("FP701", "verdict")]),
        ({"corrections": [CHANGED]}, {"verdict": "true", "corrections": [CHANGED]}, [("FP701", "verdict")]),
        ({}, {"status": "draft"}, [("FP703", "status")]),
        ({}, {"status": "hold", "hold_reason": "New evidence."}, [("FP703", "status")]),
        (
            {"status": "retracted", "retraction": RETRACTION},
            {},
            [("FP703", "status"), ("FP704", "retraction")],
        ),
        ({"corrections": [TOLD]}, {}, [("FP704", "corrections")]),
        ({"corrections": [TOLD]}, {"corrections": [{**TOLD, "text": "It was right."}]}, [("FP704", "corrections")]),
        ({"corrections": [TOLD, TYPO]}, {"corrections": [TYPO, TOLD]}, [("FP704", "corrections")]),
        ({"corrections": [TYPO, TOLD]}, {"corrections": [TOLD]}, [("FP704", "corrections")]),
        (
            {"status": "retracted", "retraction": RETRACTION},
            {"status": "retracted", "retraction": {**RETRACTION, "reason": "Nothing."}},
            [("FP704", "retraction")],
        ),
        ({}, {"published": "2025-03-06"}, [("FP705", "published")]),
        ({}, {"claim": "The Old Bridge was closed."}, [("FP706", "claim")]),
        ({}, {"claimant": "unknown"}, [("FP706", "claimant")]),
        ({}, {"verdict_reason": "Nobody knows."}, [("FP707", "verdict_reason")]),
        ({}, {"headline": "Other", "conclusion": "Other."}, [("FP707", "headline"), ("FP707", "conclusion")]),
        ({}, {"sources": [complete_claim()["sources"][0]]}, [("FP707", "sources")]),
        ({}, {"sources": [source | {"stance": "mixed"} for source in SOURCES]}, [("FP707", "sources")] * 2),
        ({"aliases": ["bridge-closed"]}, {}, [("FP708", "aliases")]),
    ],
)
def test_what_is_silent_is_found(before: dict[str, Any], now: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Verdicts, words, corrections, dates and addresses that readers have seen don't change unseen."""
    assert found(as_file(**before), make_claim(**now)) == expected


def test_a_date_may_become_better_known() -> None:
    """A year can become a day; a day can't become another."""
    assert found(as_file(published="2025"), make_claim()) == []
    assert found(as_file(published="unknown"), make_claim()) == []
    assert found(as_file(), make_claim(published="2025")) == [("FP705", "published")]


def test_a_claim_must_not_vanish() -> None:
    """Unless under another id, with the old one as an alias; who can't be read isn't called gone."""
    assert found(as_file()) == [("FP702", "")]
    assert found(as_file(), make_claim("other")) == [("FP702", "")]
    assert found(as_file(), make_claim("other", aliases=["old-bridge"])) == []
    assert found(as_file(), make_claim("other", aliases=["old-bridge"], verdict="true")) == [("FP701", "verdict")]
    assert found(as_file(), unread=frozenset({"old-bridge"})) == []


def test_a_draft_may_change_and_go() -> None:
    """No reader has seen it."""
    assert found(as_file(status="draft")) == []
    assert found(as_file(status="hold", hold_reason="Waits."), make_claim(verdict="true")) == []


def test_what_could_not_be_read_before_is_told() -> None:
    """Nobody can say that nothing changed."""
    assert found(Text(PATH, b"clam: x\nverdict: [\n"), make_claim()) == [("FP709", "")]

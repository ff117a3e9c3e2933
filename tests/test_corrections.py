"""The register of public corrections, and what "updated" means."""

from __future__ import annotations

from datetime import UTC, date
from zoneinfo import ZoneInfo

import pytest

from factpress.corrections import corrected_on, public_corrections, updated_on
from tests.making import make_claim, make_corpus

CHANGE = {
    "date": "2025-04-02",
    "kind": "verdict-change",
    "text": "New closures came to light.",
    "from_verdict": "true",
    "to_verdict": "false",
    "by": "ben-hale",
}


def correction(day: str, kind: str = "correction", text: str = "It was two days.") -> dict[str, str]:
    return {"date": day, "kind": kind, "text": text}


def test_says_what_changed() -> None:
    """A public correction carries the claim, the day, the kind, the text, both verdicts and who made it."""
    claim = make_claim(corrections=[CHANGE])
    (found,) = public_corrections(make_corpus(claim))
    assert found.claim is claim
    assert (found.date, found.kind, found.text) == (
        date(2025, 4, 2),
        "verdict-change",
        "New closures came to light.",
    )
    assert (found.from_verdict, found.to_verdict, found.by) == ("true", "false", "ben-hale")
    assert found.name == "Verdict change"


def test_leaves_out_typos() -> None:
    """A typo stands in no register."""
    claim = make_claim(corrections=[correction("2025-04-01", "typo"), correction("2025-04-02", "clarification")])
    assert [found.kind for found in public_corrections(make_corpus(claim))] == ["clarification"]


def test_counts_a_retraction_as_the_newest() -> None:
    """A retraction stands in the register once, before others of its day, with the verdict taken back."""
    claim = make_claim(
        status="retracted",
        corrections=[correction("2025-04-02"), correction("2025-04-09")],
        retraction={"date": "2025-04-09", "reason": "We mistook the bridge."},
    )
    first, *others = public_corrections(make_corpus(claim))
    assert (first.kind, first.text, first.from_verdict) == ("retraction", "We mistook the bridge.", "false")
    assert [found.kind for found in others] == ["correction", "correction"]


@pytest.mark.parametrize("status", ["draft", "hold"])
def test_keeps_what_has_not_left_the_desk(status: str) -> None:
    """Corrections of drafts and held claims are nobody else's business."""
    claim = make_claim(status=status, hold_reason="Waits.", corrections=[correction("2025-04-02")])
    assert public_corrections(make_corpus(claim)) == ()


def test_stands_newest_first_then_by_claim() -> None:
    """The register runs from the newest day; of one day by claim, within a claim the later written first."""
    corpus = make_corpus(
        make_claim("b", corrections=[correction("2025-04-02", text="1"), correction("2025-04-02", text="2")]),
        make_claim("c", corrections=[correction("2025-05-01", text="3")]),
        make_claim("a", corrections=[correction("2025-04-02", text="4"), correction("2025-03-09", text="5")]),
    )
    found = [(each.claim.id, each.text) for each in public_corrections(corpus)]
    assert found == [("c", "3"), ("a", "4"), ("b", "2"), ("b", "1"), ("a", "5")]


def test_keys_stay_when_corrections_are_added() -> None:
    """What was announced under a key keeps it, whatever is corrected later; keys of a claim are unique."""
    before = [correction("2025-04-02", text="1"), correction("2025-04-02", text="2")]
    after = [*before, correction("2025-04-02", text="3"), correction("2025-04-03", text="4")]

    def keys(corrections: list[dict[str, str]]) -> dict[str, str]:
        corpus = make_corpus(make_claim(corrections=corrections))
        return {each.key: each.text for each in public_corrections(corpus)}

    assert keys(before) == {"2025-04-02": "1", "2025-04-02-2": "2"}
    assert keys(after) == {**keys(before), "2025-04-02-3": "3", "2025-04-03": "4"}


def test_updated_is_published_until_something_changes() -> None:
    """A claim that was never corrected was updated when it was published, a typo changes nothing."""
    claim = make_claim(corrections=[correction("2025-04-02", "typo")])
    assert corrected_on(claim) is None
    assert updated_on(claim, UTC) == date(2025, 3, 5)


def test_updated_is_the_newest_correction_in_any_order() -> None:
    """The newest correction counts, wherever it stands in the file."""
    claim = make_claim(corrections=[correction("2025-04-09"), correction("2025-04-02")])
    assert updated_on(claim, UTC) == date(2025, 4, 9)


def test_updated_is_the_retraction() -> None:
    """A retraction moves the date as a correction does."""
    claim = make_claim(
        status="retracted",
        corrections=[correction("2025-04-02")],
        retraction={"date": "2025-04-09", "reason": "We mistook the bridge."},
    )
    assert updated_on(claim, UTC) == date(2025, 4, 9)


def test_updated_counts_days_in_the_publications_zone() -> None:
    """A moment of publication falls on the day that readers in the publication's zone had."""
    claim = make_claim(published="2025-03-05T23:30+00:00")
    assert updated_on(claim, UTC) == date(2025, 3, 5)
    assert updated_on(claim, ZoneInfo("Asia/Tokyo")) == date(2025, 3, 6)


@pytest.mark.parametrize("published", ["unknown", None])
def test_updated_is_unknown_where_published_is(published: str | None) -> None:
    """Where nobody knows when it was published there is no date to show."""
    assert updated_on(make_claim(published=published), UTC) is None

"""What a claim must say, in the finer points."""

from __future__ import annotations

import pytest

from factpress.models.publication import Editorial, Publication
from tests.making import make_claim, make_corpus
from tests.rules.checking import draft, found, problems

ARCHIVE = Publication(name="Millbrook Checks", editorial=Editorial(complete_from="2025-01-01"))


def test_a_complete_claim_is_fine() -> None:
    """The invented claim that all tests start from has no problem."""
    assert found(make_claim()) == []


def test_a_draft_needs_nothing_but_its_claim() -> None:
    """Nothing is asked of a draft that isn't written yet."""
    assert found(draft()) == []


def test_everything_missing_is_named() -> None:
    """A published claim without anything is told all that it lacks at once."""
    fields = [field for code, field in found(draft(status="published", published="2025-03-05")) if code == "FP202"]
    assert fields == [
        *("headline", "claimant", "claim_date", "verdict_reason", "as_of", "summary", "conclusion"),
        *("topics", "authors", "reviewed_by"),
    ]


def test_a_publication_without_reviewers_needs_none() -> None:
    """Where nobody reviews, nobody must be named."""
    publication = Publication(name="One", editorial=Editorial(reviewers=0))
    assert found(make_claim(reviewed_by=None), publication=publication) == []


@pytest.mark.parametrize(
    ("published", "complete"),
    [
        ("unknown", False),
        ("2024", False),
        ("2024-12-31", False),
        ("2025", True),
        ("2025-01-01", True),
        ("2024-12-31T23:30-01:00", True),
        ("2025-01-01T00:30+01:00", False),
    ],
)
def test_completeness_begins_on_a_day(published: str, *, complete: bool) -> None:
    """Claims published before `complete_from`, in the publication's zone, may lack fields."""
    claim = draft(status="published", verdict="false", published=published)
    assert ("FP202", "headline") in found(claim, publication=ARCHIVE) or not complete
    assert found(claim, publication=ARCHIVE) == [] or complete


def test_an_unread_publication_asks_for_nothing() -> None:
    """Where publication.yml can't be read, nobody knows which claims are complete."""
    claim = draft(status="published", verdict="false", published="2025-03-05")
    assert found(claim, unread=frozenset({"publication"})) == []


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("The mayor said that the bridge was closed.", True),
        ("According to the Herald, the bridge was closed.", True),
        ("The mayor denies reports that the bridge was closed.", False),
        ("He said no.", False),
    ],
)
def test_reported_speech(text: str, *, reported: bool) -> None:
    """A frame around the statement leaves open what is rated, unless the kind says so."""
    assert bool(found(draft(claim=text))) == reported
    assert found(draft(claim=text, kind="attributed-quote")) == []
    assert found(draft(claim=text, kind="reported", interpretation="It was closed.")) == []
    assert found(draft(claim=text, lang="de")) == []


def test_lengths_of_claims() -> None:
    """A long claim is noticed; only a complete one must be shorter than 300 characters."""
    assert [problem.severity for problem in problems(make_claim(claim="a" * 121))] == ["notice"]
    assert found(make_claim(claim="a" * 301)) == [("FP204", "claim")]
    assert found(draft(claim="a" * 301)) == [("FP205", "claim")]


def test_reviewers_are_counted_once() -> None:
    """One person who reviews twice is one reviewer."""
    publication = Publication(name="Two", editorial=Editorial(reviewers=2))
    claim = make_claim(reviewed_by=["ben-hale", "ben-hale"])
    assert ("FP215", "reviewed_by") in found(claim, publication=publication)


def test_the_rules_look_at_every_claim_once() -> None:
    """Problems of several claims are told by their files."""
    claims = [draft("one", topics=["nothing"]), draft("two", claim="Two.", topics=["nothing"])]
    assert [problem.location.path for problem in problems(*claims)] == [
        "content/claims/one.yml",
        "content/claims/two.yml",
    ]
    assert len(make_corpus(*claims).claims) == 2

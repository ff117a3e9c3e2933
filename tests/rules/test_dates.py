"""Dates: in order, not to come, and never a false alarm from a date that is known by month or year."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from factpress.models.publication import Editorial, Publication
from factpress.problems import Severity
from factpress.rules.register import Setting
from tests.making import SITE, make_claim
from tests.rules.checking import draft, found, problems


def in_zone(name: str) -> Publication:
    """Return a publication in a zone."""
    return Publication(name="Millbrook Checks", timezone=name)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"claim_date": "2025-06"}, None),
        ({"claim_date": "2025"}, None),
        ({"claim_date": "2025-07"}, "claim_date"),
        ({"claim_date": "2026"}, "claim_date"),
        ({"claim_date": "2025-06-01"}, None),
        ({"as_of": "2025-06-02"}, "as_of"),
        ({"appearances": [{"date": "2025-06-02"}]}, "appearances[1].date"),
        ({"original": {"publisher": "X", "date": "2026"}}, "original.date"),
        ({"claimant_response": {"date": "2025-07", "text": "No."}}, "claimant_response.date"),
        ({"events": [{"date": "2026-01-01", "text": "The bridge is to open."}]}, None),
        ({"review_by": "2026-01-01"}, None),
        ({"figures": [{"key": "days", "value": "3", "as_of": "2030"}]}, None),
    ],
)
def test_dates_to_come(fields: dict[str, Any], field: str | None) -> None:
    """A date is to come when even the earliest day it can mean is; plans and forecasts may be."""
    assert [where for _, where in found(draft(**fields))] == ([field] if field else [])


def test_publication_is_a_moment() -> None:
    """`published` counts from its moment, and a plain date from midnight in the publication's zone."""
    kiritimati = in_zone("Pacific/Kiritimati")  # 14 hours ahead of UTC
    noon = Setting(datetime.fromisoformat("2025-06-01T12:00+00:00"), SITE)
    for published, publication, future in (
        ("2025-06-01T12:00Z", in_zone("UTC"), False),
        ("2025-06-01T12:01Z", in_zone("UTC"), True),
        ("2025-06-01T14:00+02:00", in_zone("UTC"), False),
        ("2025-06-02", in_zone("UTC"), True),
        ("2025-06-02", kiritimati, False),
        ("unknown", in_zone("UTC"), False),
    ):
        claim = make_claim(published=published)
        codes = [problem.code for problem in problems(claim, setting=noon, publication=publication)]
        assert ("FP221" in codes) == future, published


def test_a_draft_may_wait_for_its_day() -> None:
    """A draft may name the day on which it is to be published."""
    assert found(draft(published="2025-09-01")) == []


def test_dates_matter_most_in_complete_claims() -> None:
    """What is an error in a complete claim is a warning in one that was brought over."""
    archive = Publication(name="X", editorial=Editorial(complete_from="2025-04-01"))
    claim = make_claim(claim_date="2025-03-09")
    assert [problem.severity for problem in problems(claim)] == [Severity.ERROR]
    assert [problem.severity for problem in problems(claim, publication=archive)] == [Severity.WARNING]


@pytest.mark.parametrize(
    ("claim_date", "published", "wrong"),
    [
        ("2025-03", "2025-03-05", False),
        ("2025", "2025-03-05", False),
        ("2025-04", "2025-03-05", True),
        ("2025-03-05", "2025-03-05", False),
        ("2025-03-06", "2025-03", False),
        ("2025-03-06", "2025-03-06T00:30+14:00", False),
        ("2025-03-05", "2025-03-06T00:30+14:00", False),
    ],
)
def test_a_claim_is_made_before_its_verdict(claim_date: str, published: str, *, wrong: bool) -> None:
    """A claim is late only when no reading of its dates lets it come first."""
    claim = draft(status="published", verdict="false", claim_date=claim_date, published=published)
    archive = Publication(name="X", editorial=Editorial(complete_from="2025-05-01"))
    assert bool(found(claim, publication=archive)) == wrong


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ({"date": "2025-03", "accessed": "2025-03-01"}, None),
        ({"date": "2025-03-02", "accessed": "2025-03-01"}, "date"),
        ({"date": "2025-04"}, "date"),
        ({"accessed": "2025-03-05"}, "accessed"),
        ({"date": "2025"}, None),
    ],
)
def test_sources_are_older_than_their_reading(source: dict[str, str], wrong: str | None) -> None:
    """A source is published before it is read, and read by `as_of`."""
    claim = draft(as_of="2025-03-04", sources=[{"id": "a", "note": "x", "stance": "context", **source}])
    assert [field for _, field in found(claim)] == ([f"sources[1].{wrong}"] if wrong else [])


def test_corrections_on_the_day_of_publication() -> None:
    """A correction may be made on the very day, seen from either zone."""
    change = {"kind": "update", "text": "More."}
    claim = make_claim(published="2025-03-05T00:30+01:00", corrections=[{"date": "2025-03-04", **change}])
    assert found(claim) == []
    claim = make_claim(published="2025-03-05", corrections=[{"date": "2025-03-04", **change}])
    assert found(claim) == [("FP225", "corrections[1].date")]
    claim = make_claim(published="2025-03-05", corrections=[{"date": "2025-06-02", **change}])
    assert found(claim) == [("FP221", "corrections[1].date")]

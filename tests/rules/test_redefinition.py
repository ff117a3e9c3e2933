"""What a change to registries may do to claims that readers have seen."""

from __future__ import annotations

from typing import Any, Final

import pytest
import yaml

from factpress.models.claim import Claim
from factpress.models.publication import Publication
from factpress.models.registries import Claimant, Person, Publisher, Verdict
from factpress.problems import Problem
from factpress.rules import check_changes
from factpress.texts import Text
from tests.making import make_claim, make_corpus

FALSE: Final[dict[str, Any]] = {"id": "false", "name": "False", "value": 1, "meaning": "It did not happen."}
AT_A_MOMENT: Final = "2025-03-05T23:30+00:00"


def problems(registry: str, before: Any, *claims: Claim, **now: Any) -> list[Problem]:
    """Return what is wrong with the change of a registry from how it was."""
    raw = before if isinstance(before, bytes) else yaml.safe_dump(before).encode()
    return check_changes([Text(f"content/{registry}.yml", raw)], make_corpus(*claims, **now))


def found(registry: str, before: Any, *claims: Claim, **now: Any) -> list[tuple[str, str]]:
    """Return the codes and fields of what is wrong with it."""
    return [(one.code, one.location.field) for one in problems(registry, before, *claims, **now)]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"color": "#000000", "icon": "minus", "retired": "2025-06-01"}, []),
        ({"name": "Mostly false"}, [("FP710", "[1].name")]),
        ({"meaning": "Some of it did not happen."}, [("FP711", "[1].meaning")]),
        ({"value": 2}, [("FP711", "[1].value")]),
        ({"value": None}, [("FP711", "[1].value")]),
    ],
)
def test_a_verdict_goes_on_saying_what_it_said(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    """Who changes what a verdict means changes it on every claim that has it; how it looks doesn't matter."""
    verdicts = (Verdict.model_validate({**FALSE, **changed}),)
    assert found("verdicts", [FALSE], make_claim(), verdicts=verdicts) == expected


def test_who_reads_it_learns_what_it_touches() -> None:
    """The message says what it was, what it is, and how many pages show it."""
    verdicts = (Verdict.model_validate({**FALSE, "name": "Wrong", "value": None}),)
    name, value = problems("verdicts", [FALSE], make_claim("one"), make_claim("two"), verdicts=verdicts)
    assert name.location.path == "content/verdicts.yml"
    assert name.message == "must be “False”, as 2 published claims show it; found “Wrong”"
    assert value.message == "must be “1”, as 2 published claims show it; found nothing"
    (added,) = problems("verdicts", [{**FALSE, "value": None}], make_claim(), verdicts=(Verdict.model_validate(FALSE),))
    assert added.message == "must be left out, as 1 published claim shows it; found “1”"


def test_what_no_reader_has_seen_may_change() -> None:
    """A verdict without claims, or with drafts alone; one that is new, or gone, which other rules look after."""
    renamed = (Verdict.model_validate({**FALSE, "name": "Wrong"}),)
    assert found("verdicts", [FALSE], verdicts=renamed) == []
    assert found("verdicts", [FALSE], make_claim(status="draft"), verdicts=renamed) == []
    assert found("verdicts", [FALSE], make_claim(verdict="true")) == []
    assert found("verdicts", [FALSE | {"id": "other"}], make_claim()) == []


def test_a_notice_shows_the_former_verdict() -> None:
    """A retracted claim is public, too."""
    retracted = make_claim(status="retracted", retraction={"date": "2025-05-01", "reason": "We erred."})
    renamed = (Verdict.model_validate({**FALSE, "name": "Wrong"}),)
    assert found("verdicts", [FALSE], retracted, verdicts=renamed) == [("FP710", "[1].name")]


@pytest.mark.parametrize(
    ("registry", "key", "now"),
    [
        ("claimants", "mayor-lund", Claimant(name="Bo Berg")),
        ("people", "ben-hale", Person(name="Bo Berg")),
        ("publishers", "coast-radio", Publisher(name="Bo Berg")),
    ],
)
def test_nobody_becomes_somebody_else(registry: str, key: str, now: Any) -> None:
    """Who claimed, wrote or reported it stays who it was, unless no published claim names them."""
    sources = [{"id": "office", "title": "A list", "publisher": "coast-radio", "url": "https://roads.example/"}]
    claim = make_claim(sources=sources, reviewed_by=["ben-hale"])
    before = {key: {"name": "Ada Lund"}, "nobody": {"name": "No Body"}}
    assert found(registry, before, claim, **{registry: {key: now}}) == [("FP712", f"{key}.name")]
    assert (
        found(registry, {key: {"name": "Bo Berg", "url": "https://x.example/"}}, claim, **{registry: {key: now}}) == []
    )
    assert found(registry, before, **{registry: {key: now}}) == []


def test_dates_are_told_in_one_zone() -> None:
    """Where a claim was published at a moment, another zone can show another day."""
    before = {"name": "Millbrook Checks", "timezone": "Europe/Berlin"}
    lima = Publication(name="Millbrook Checks", timezone="America/Lima")
    assert found("publication", before, make_claim(published=AT_A_MOMENT), publication=lima) == [("FP713", "timezone")]
    assert found("publication", before, make_claim(), publication=lima) == []
    same = Publication(name="Another", timezone="Europe/Berlin")
    assert found("publication", before, make_claim(published=AT_A_MOMENT), publication=same) == []


@pytest.mark.parametrize(
    ("registry", "raw"), [("verdicts", b"- [\n"), ("publication", b"name: [\n"), ("people", b"\xff")]
)
def test_what_could_not_be_read_before_is_told(registry: str, raw: bytes) -> None:
    """Nobody can say that nothing changed."""
    assert found(registry, raw, make_claim()) == [("FP709", "")]

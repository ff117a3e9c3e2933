"""Tests of the reference of fields."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from factpress.models.claim import Claim
from factpress.reference import fields_page
from factpress.rules import check_corpus
from factpress.rules.register import Setting
from tests.making import NOW, SITE, make_claim, make_corpus

COMMITTED = Path(__file__).parents[1] / "docs" / "fields.md"


def test_the_committed_reference_is_current() -> None:
    """docs/fields.md is what `factpress schema --format markdown` prints."""
    assert COMMITTED.read_text("utf-8") == fields_page()


def test_every_field_of_a_claim_has_type_and_meaning() -> None:
    """No row has a hole where an author looks."""
    rows = {row.split(" | ")[0]: row for row in fields_page().splitlines() if row.startswith("| `")}
    assert {f"| `{name}`" for name in Claim.model_fields if name not in ("id", "path")} <= set(rows)
    assert [row for row in rows.values() if not all((row.split(" | ")[1], row.split(" | ")[-1].strip(" |")))] == []


def test_types_and_needs_are_in_words() -> None:
    """An author reads what to write and when."""
    page = fields_page()
    for row in (
        "| `claim` | text, up to 2,000 characters | always |",
        "| `claimant` | id, or list: id | complete |",
        "| `summary` | list (1 to 5): text, up to 280 characters | complete |",
        "| `interpretation` | text | with `kind: reported` |",
        "| `conclusion` | Markdown | complete |",
        "| `sources` | list: [Source](#source) | complete |",
        "| `verdict` | id | published |",
        "| `status` | one of `draft`, `published`, `hold`, `retracted` | |",
        "| `min_sources` | whole number (0 to 50) | |",
    ):
        assert row in page


@pytest.mark.parametrize(
    ("needed", "fields"),
    [
        ("published", {"verdict": None, "published": None}),
        (
            "complete",
            dict.fromkeys(set(Claim.model_fields) - {"id", "path", "claim", "status", "verdict", "published"}),
        ),
    ],
)
def test_what_is_needed_is_what_the_rules_ask_for(needed: str, fields: dict[str, Any]) -> None:
    """A field said to be needed is reported when it is missing, and no other is."""
    claim = make_claim(**fields)
    found = check_corpus(make_corpus(claim), Setting(NOW, SITE))
    asked = {problem.location.field for problem in found if problem.location.path == claim.path}
    rows = [row.strip("|").split(" | ") for row in fields_page().split("### ")[0].splitlines()]
    said = {row[0].strip(" `") for row in rows if len(row) == 4 and row[2].strip() == needed}
    assert asked == said

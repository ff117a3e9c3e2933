"""Figures beside those of other claims."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.models.parts import Figure
from factpress.pages.figures import COMPARED, Quantity, in_figures, quantities
from tests.making import make_claim, make_corpus
from tests.pages.claims import page_of


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"value": "11000", "unit": "soldiers"}, "11,000 soldiers"),
        ({"low": "10000", "high": "12000", "unit": "soldiers"}, "10,000 to 12,000 soldiers"),
        ({"low": "3000"}, "at least 3,000"),
        ({"high": "3000"}, "at most 3,000"),
        ({"value": "5", "low": "4", "high": "6", "unit": "days"}, "5 (4 to 6) days"),
        ({"value": "45.50", "unit": "%"}, "45.50%"),
        ({"value": "-1234.5", "unit": "EUR"}, "−1,234.5 EUR"),
        ({"value": "007"}, "007"),
        ({"unit": "days"}, "days"),
    ],
)
def test_a_figure_reads_as_it_was_typed(fields: dict[str, Any], text: str) -> None:
    """Thousands are told apart and ranges said in words; digits stay as they are."""
    assert in_figures(Figure(key="k", **fields)) == text


def _figure(value: str, key: str = "days-closed", unit: str = "days") -> list[dict[str, str]]:
    return [{"key": key, "value": value, "unit": unit}]


def _compared(*values: str) -> Quantity:
    claims = [make_claim(f"c{n}", figures=_figure(value)) for n, value in enumerate(values)]
    (quantity,) = quantities(claims[0], make_corpus(*claims), {})
    return quantity


def test_figures_that_differ_stand_side_by_side() -> None:
    """Another claim's figure of the same key is shown where it says something else, with a link."""
    quantity = _compared("1", "3", "1.0")
    assert [(row.quantity, row.path) for row in quantity.rows] == [("1 days", ""), ("3 days", "claims/c1/")]
    assert quantity.name == "days closed"
    assert quantity.is_compared


def test_another_unit_is_another_figure() -> None:
    """The same number of something else differs."""
    one, other = (
        make_claim("one", figures=_figure("4")),
        make_claim("other", figures=_figure("4", unit="weeks")),
    )
    (quantity,) = quantities(one, make_corpus(one, other), {})
    assert quantity.is_compared


def test_retracted_claims_are_not_compared() -> None:
    """A figure that was taken back is shown nowhere."""
    claim = make_claim("one", figures=_figure("1"))
    gone = make_claim(
        "gone",
        figures=_figure("9"),
        status="retracted",
        retraction={"date": "2025-04-01", "reason": "Wrong."},
    )
    (quantity,) = quantities(claim, make_corpus(claim, gone), {})
    assert not quantity.is_compared


def test_a_page_does_not_grow_without_end() -> None:
    """Of very many figures of one key the newest are shown."""
    assert len(_compared(*(str(n) for n in range(COMPARED + 9))).rows) == COMPARED + 1


def test_the_heading_says_whether_figures_are_compared() -> None:
    """The page calls the table what it is."""
    claim, other = make_claim("one", figures=_figure("1")), make_claim("other", figures=_figure("2"))
    assert "Figures compared" in [h.title for h in page_of(claim, make_corpus(claim, other)).contents]
    assert "Figures" in [h.title for h in page_of(claim).contents]

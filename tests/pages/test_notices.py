"""Notices at the top of a claim's page."""

from __future__ import annotations

import pytest

from factpress.pages.notices import BANNERS, lang_attribute, neighbour, notices
from factpress.relations import relations_of
from tests.making import make_claim, make_corpus


@pytest.mark.parametrize("relation", ["supersedes", "later-development-of"])
def test_an_overtaken_claim_says_so(relation: str) -> None:
    """Each relation that overtakes a claim has words of its own, and points to the newer claim."""
    old = make_claim("old")
    new = make_claim("new", related=[{"claim": "old", "relation": relation}])
    corpus = make_corpus(old, new)
    (notice,) = notices(old, corpus, relations_of(corpus)["old"])
    assert notice.text in BANNERS.values()
    assert notice.neighbour
    assert notice.neighbour.path == "claims/new/"
    assert not list(notices(new, corpus, relations_of(corpus)["new"]))


def test_changes_of_the_verdict_stand_newest_first() -> None:
    """Every change is told, with the names of both verdicts."""
    chain = [("true", "half-true"), ("half-true", "false")]
    claim = make_claim(
        corrections=[
            {
                "date": f"2025-03-1{n}",
                "kind": "verdict-change",
                "text": "-",
                "from_verdict": a,
                "to_verdict": b,
            }
            for n, (a, b) in enumerate(chain)
        ]
    )
    made = [
        (notice.before.name, notice.after.name)
        for notice in notices(claim, make_corpus(claim), ())
        if notice.before and notice.after
    ]
    assert made == [("Half true", "False"), ("True", "Half true")]


def test_a_neighbour_without_dates_is_printed() -> None:
    """An old claim of an unknown day is shown without one."""
    assert neighbour(make_claim(published="unknown"), make_corpus()).published == ""


@pytest.mark.parametrize(("lang", "attribute"), [(None, ""), ("EN", ""), ("ar", ' lang="ar" dir="auto"')])
def test_a_language_is_said_where_it_differs(lang: str | None, attribute: str) -> None:
    """Texts in the publication's language carry no attribute."""
    assert lang_attribute(make_claim(lang=lang), make_corpus()) == attribute

"""Who said it, and who stands for the page."""

from __future__ import annotations

from factpress.pages.byline import byline, claimants
from factpress.pages.names import Name
from tests.making import make_claim, make_corpus


def test_a_role_of_the_time_comes_before_the_registry() -> None:
    """What a single claimant was when it was said replaces what the registry says."""
    one = make_claim(claimant="mayor-lund", claimant_role="Candidate for mayor")
    both = make_claim(claimant=["mayor-lund", "harbour-union"], claimant_role="Candidate for mayor")
    corpus = make_corpus()
    assert claimants(one, corpus) == (Name("Ada Lund", "claimants/mayor-lund/", "Candidate for mayor"),)
    assert [name.role for name in claimants(both, corpus)] == ["Mayor of Millbrook", ""]


def test_an_unknown_claimant_has_a_page_too() -> None:
    """Nobody's claims are listed together."""
    (name,) = claimants(make_claim(claimant="unknown"), make_corpus())
    assert name.path == "claimants/unknown/"


def test_nothing_is_updated_without_a_correction() -> None:
    """A typo moves no date, and an unknown date of publication is not shown."""
    claim = make_claim(published="unknown", corrections=[{"date": "2025-03-09", "kind": "typo", "text": "Teh."}])
    made = byline(claim, make_corpus(claim))
    assert (made.published, made.updated) == ("", "")

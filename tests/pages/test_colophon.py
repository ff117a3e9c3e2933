"""The foot of a claim's page."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.models.publication import Publication, Submit
from factpress.pages.colophon import colophon, correction_link
from tests.making import make_claim, make_corpus

REPOSITORY = "https://code.example/desk/checks/"


@pytest.mark.parametrize(
    ("submit", "link"),
    [
        ({"form": "https://form.example/", "email": "a@b.example"}, "https://form.example/"),
        (
            {"email": "de%sk+x@b.example", "repository": REPOSITORY},
            "mailto:de%25sk%2Bx@b.example?subject=Correction%3A%20old-bridge",
        ),
        ({"repository": REPOSITORY}, "https://code.example/desk/checks/issues"),
        ({}, ""),
    ],
)
def test_corrections_go_to_the_nearest_door(submit: dict[str, Any], link: str) -> None:
    """A form comes before an email, and an email before the repository."""
    claim = make_claim()
    corpus = make_corpus(claim, publication=Publication(name="M", submit=Submit(**submit)))
    assert correction_link(claim, corpus) == link


def test_the_file_and_its_history_are_linked() -> None:
    """Both lie in the repository, under the path of the file."""
    claim = make_claim()
    corpus = make_corpus(claim, publication=Publication(name="M", submit=Submit(repository=REPOSITORY)))
    foot = colophon(claim, corpus)
    assert foot
    assert foot.file == "https://code.example/desk/checks/blob/main/content/claims/old-bridge.yml"
    assert foot.history == "https://code.example/desk/checks/commits/main/content/claims/old-bridge.yml"


def test_nothing_to_say_is_nothing() -> None:
    """A claim without topics, in a publication that can't be reached, has no foot."""
    claim = make_claim(topics=[])
    assert colophon(claim, make_corpus(claim)) is None

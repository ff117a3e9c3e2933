"""Tests of drafts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factpress.drafting import Draft, draft_text, proposed_id
from factpress.loading import load_corpus
from factpress.models.claim import Claim
from factpress.models.parts import Status
from factpress.models.text import RESERVED_IDS, fold
from factpress.texts import Text

PATH = "content/claims/x.yml"


def load(text: str) -> Claim:
    """Return the claim that a draft's text holds."""
    loaded = load_corpus([Text(PATH, text.encode())])
    assert [p for p in loaded.problems if p.location.path == PATH] == []
    return loaded.corpus.claims[0]


@pytest.mark.parametrize(
    ("claim", "claim_id"),
    [
        ("The Old Bridge was closed for three days.", "the-old-bridge-was-closed-for-three-days"),
        ("Łódź’s Straße: 3,000 œuvres, it’s Ørsted!", "lodzs-strasse-3000-oeuvres-its-orsted"),
        ("index", "index-2"),
        ("Taken", "taken-3"),
        ("漢字", ""),
        ("…", ""),
        ("x" * 100, "x" * 80),
        ("word " * 40, "-".join(["word"] * 16)),
    ],
)
def test_an_id_is_made_of_the_words(claim: str, claim_id: str) -> None:
    """Letters are folded to ASCII, long claims end at a word, and no id is given twice."""
    assert proposed_id(claim, {"taken", "taken-2"}) == claim_id


@given(st.text(max_size=200))
def test_every_proposed_id_is_one(claim: str) -> None:
    """Whatever is typed, the proposal is an id or nothing."""
    proposal = proposed_id(claim, set())
    assert not proposal or (
        re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", proposal) and len(proposal) <= 80 and proposal not in RESERVED_IDS
    )


def test_a_numbered_id_keeps_to_its_length() -> None:
    """The number finds room."""
    taken = {"x" * 80, "a" * 38 + "-" + "b" * 41}
    assert proposed_id("x" * 80, taken) == "x" * 78 + "-2"
    assert proposed_id("a" * 38 + " " + "b" * 41, taken) == "a" * 38 + "-2"


def test_a_draft_holds_what_is_known_and_nothing_else() -> None:
    """It loads without a problem, as a draft."""
    draft = Draft("The bridge is “closed”: really?", ("mayor-lund", "2025"), "false", ("traffic",), ("ida-moss",))
    claim = load(draft_text(draft))
    assert claim.claim == draft.claim
    assert claim.claimant == draft.claimant
    assert (claim.verdict, claim.topics, claim.authors) == ("false", ("traffic",), ("ida-moss",))
    assert claim.status is Status.DRAFT
    assert (claim.sources, claim.summary, claim.conclusion, claim.published) == ((), None, None, None)


@given(
    st.text(
        st.characters(
            exclude_categories=["Cc", "Cs"],
            exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
        )
    )
)
def test_typed_text_comes_back_as_it_was(claim: str) -> None:
    """Quotation marks, colons, hashes and backslashes need no care."""
    import unicodedata

    wanted = unicodedata.normalize("NFC", fold(claim))
    if wanted and wanted not in ("~", "null") and len(wanted) <= 2000:
        assert load(draft_text(Draft(claim))).claim == wanted


def test_every_field_is_explained() -> None:
    """Above each field stands what it is for, in the words of the reference."""
    lines = draft_text(Draft("x"), "../../schema/claim.json").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../../schema/claim.json"
    for number, line in enumerate(lines):
        if re.match("[a-z_]+:", line):
            assert lines[number - 1].startswith("# ")
    assert not draft_text(Draft("x")).startswith("# yaml")


def test_the_example_source_becomes_one_without_its_marks() -> None:
    """Deleting the # before the lines gives a source."""
    text = re.sub("(?m)^#(  )", r"\1", draft_text(Draft("x")))
    (source,) = load(text).sources
    assert (source.id, source.kind, source.stance) == ("town-records", "government", "refutes")

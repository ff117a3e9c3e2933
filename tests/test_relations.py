"""Stated relations on both sides, and suggested ones."""

from __future__ import annotations

from typing import Any

import pytest

from factpress.models.claim import Claim
from factpress.relations import relations_of
from tests.making import make_claim, make_corpus, suggestions_of


def bare(claim_id: str, claim: str = "No.", **fields: Any) -> Claim:
    """Return a claim that shares nothing with others."""
    return make_claim(claim_id, claim=claim, **{"claimant": None, "topics": None, "sources": None, **fields})


@pytest.mark.parametrize(
    ("relation", "here", "there", "banner"),
    [
        ("supersedes", "supersedes", "superseded by", True),
        ("later-development-of", "later development of", "later development", True),
        ("variant-of", "variant of", "variant", False),
        ("repeats", "repeats", "repeated by", False),
        ("contradicts", "contradicts", "contradicts", False),
        ("background", "background", "explains", False),
    ],
)
def test_a_stated_relation_shows_on_both_sides(relation: str, here: str, there: str, *, banner: bool) -> None:
    """A relation is written once and read twice; what overtakes a claim calls for a banner on it."""
    new = make_claim("new", related=[{"claim": "old", "relation": relation, "note": "A reason."}])
    related = relations_of(make_corpus(new, make_claim("old")))
    (on_new,), (on_old,) = related["new"], related["old"]
    assert (on_new.claim.id, on_new.label, on_new.note, on_new.banner) == ("old", here, "A reason.", False)
    assert (on_old.claim.id, on_old.label, on_old.note, on_old.banner) == ("new", there, "A reason.", banner)


def test_relations_to_unknown_claims_are_left_out() -> None:
    """Drafts that readers don't see, unknown claims and the claim itself aren't shown."""
    claim = make_claim(
        "one",
        related=[{"claim": name, "relation": "background"} for name in ("one", "nobody", "draft")],
    )
    corpus = make_corpus(claim, make_claim("draft", status="draft")).for_readers
    assert relations_of(corpus) == {}


def test_a_retracted_claim_overtakes_nothing() -> None:
    """A retracted claim stays related, but no banner sends readers to it."""
    new = make_claim(
        "new",
        related=[{"claim": "old", "relation": "supersedes"}],
        status="retracted",
        retraction={"date": "2025-04-01", "reason": "Wrong."},
    )
    (on_old,) = relations_of(make_corpus(new, make_claim("old")))["old"]
    assert on_old.claim.retraction is not None
    assert not on_old.banner


def test_two_claims_are_related_once() -> None:
    """Where both sides state a relation each shows its own, once."""
    one = make_claim("one", related=[{"claim": "two", "relation": "background"}])
    two = make_claim("two", related=[{"claim": "one", "relation": "contradicts"}])
    related = relations_of(make_corpus(one, two))
    assert [r.label for r in related["one"]] == ["background"]
    assert [r.label for r in related["two"]] == ["contradicts"]


def test_suggestions_share_enough() -> None:
    """A claimant alone, or a topic alone, is too little; both are enough, and so is one source."""
    corpus = make_corpus(
        bare(
            "start",
            claimant="mayor-lund",
            topics=["bridges"],
            sources=[{"id": "a", "url": "https://a.example/x"}],
        ),
        bare("claimant", claimant="mayor-lund"),
        bare("topic", topics=["bridges"]),
        bare("both", claimant="mayor-lund", topics=["bridges"]),
        bare("source", sources=[{"id": "b", "url": "http://www.a.example/x/#top"}]),
    )
    assert [claim.id for claim in suggestions_of(corpus)["start"]] == ["both", "source"]


def test_suggestions_by_rare_words() -> None:
    """Four uncommon words in common are enough, common ones aren't."""
    others = [bare(f"other-{n}", f"Since yesterday people have been saying nothing {n}.") for n in range(70)]
    corpus = make_corpus(
        bare("one", "Ferries carried 4512 horses across since yesterday."),
        bare("two", "Did ferries get 4512 horses across?"),
        *others,
    )
    assert {key: [claim.id for claim in claims] for key, claims in suggestions_of(corpus).items()} == {
        "one": ["two"],
        "two": ["one"],
    }


def test_what_is_never_suggested() -> None:
    """Stated relations, translations, retracted claims and drafts aren't suggested."""
    shared: dict[str, Any] = {"claimant": "mayor-lund", "topics": ["bridges"]}
    corpus = make_corpus(
        bare("start", related=[{"claim": "stated", "relation": "background"}], **shared),
        bare("stated", **shared),
        bare("translation", translation_of="start", **shared),
        bare("draft", status="draft", **shared),
        bare("gone", status="retracted", retraction={"date": "2025-04-01", "reason": "Wrong."}, **shared),
        bare("found", **shared),
    )
    assert [claim.id for claim in suggestions_of(corpus)["start"]] == ["found"]


def test_unknown_claimants_have_nothing_in_common() -> None:
    """That nobody knows who said two things doesn't bring them together."""
    one, two = (bare(name, claimant="unknown", topics=["bridges"]) for name in ("one", "two"))
    assert suggestions_of(make_corpus(one, two)) == {}


def test_suggestions_are_few_and_newest_first() -> None:
    """Of equals the newest are taken, no more than asked for."""
    corpus = make_corpus(
        *(bare(f"c{n}", published=f"2025-03-{n:02}", claimant="mayor-lund", topics=["bridges"]) for n in range(1, 29))
    )
    assert [claim.id for claim in suggestions_of(corpus, most=3)["c10"]] == ["c28", "c27", "c26"]

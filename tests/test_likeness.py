"""What published claims have in common."""

from __future__ import annotations

import random

import pytest

from factpress.likeness import alike, outdated
from factpress.matching import MatchIndex
from factpress.models.claim import Claim
from tests.making import make_claim, make_corpus

WORDS = (
    "ferry",
    "bridge",
    "toll",
    "harbour",
    "council",
    "fare",
    "report",
    "tunnel",
    "lantern",
    "orchard",
    "signal",
    "cable",
    "tender",
    "census",
)


def some_claim(number: int, dice: random.Random) -> Claim:
    """Return an invented claim that shares words, a claimant, a topic or a source with some others."""
    return make_claim(
        f"c{number}",
        claim=" ".join(dice.sample(WORDS, 4)) + f" {dice.randrange(30)}.",
        headline=None,
        claimant=dice.choice(["mayor-lund", "harbour-union", "unknown"]),
        topics=[dice.choice(["traffic", "bridges"])],
        sources=[{"id": "a", "url": f"https://a.example/{dice.randrange(40)}"}],
        published=f"{dice.randrange(2019, 2025)}-{dice.randrange(1, 13):02}-01",
    )


def some_edit(claim: Claim, edit: str, dice: random.Random) -> Claim:
    """Return a claim with some other words, another topic, or with all but its date made anew."""
    other = some_claim(int(claim.id[1:]), dice)
    if edit == "words":
        return claim.model_copy(update={"claim": f"{dice.choice(WORDS)} {dice.choice(WORDS)} {claim.claim}"})
    if edit == "topic":
        return claim.model_copy(update={"topics": other.topics})
    return other.model_copy(update={"published": claim.published})


@pytest.mark.parametrize("edit", ["words", "topic", "all", "new and deleted"])
@pytest.mark.parametrize("seed", range(8))
def test_only_what_is_outdated_changes(seed: int, edit: str) -> None:
    """The outdated answers made anew and the others equal a fresh run."""
    dice = random.Random(seed)  # noqa: S311 - the same claims each time are the point
    claims = [some_claim(n, dice) for n in range(90)]
    before = MatchIndex.build(make_corpus(*claims))
    claims[5] = some_edit(claims[5], edit, dice)
    if edit == "new and deleted":
        claims[6:7] = [some_claim(200, dice)]
    now = MatchIndex.build(make_corpus(*claims), before)
    known = alike(before)
    late = outdated(before, now, known)
    assert edit != "words" or len(late) < len(now.traits)
    staying = {one: others for one, others in known.items() if one in now.traits and one not in late}
    assert {**staying, **alike(now, late)} == alike(now)


def test_claims_without_a_share_in_an_edit_stay_as_they_are() -> None:
    """An edit outdates the claims that share something with the old or the new text, and no others."""
    rest = [
        make_claim(f"r{n}", claim="Rest.", headline=None, claimant=None, topics=None, sources=None) for n in range(40)
    ]
    fields = {"headline": None, "claimant": None, "topics": None, "sources": None}
    ferries = [make_claim(f"f{n}", claim=f"Ferry late {n}.", **fields) for n in range(2)]
    edited = make_claim("f0", claim="Tunnel open.", **fields)
    before, now = (
        MatchIndex.build(make_corpus(*rest, *ferries)),
        MatchIndex.build(make_corpus(*rest, edited, ferries[1])),
    )
    assert outdated(before, now, alike(before)) == {"f0", "f1"}
    assert outdated(now, now, alike(now)) == frozenset()


def test_of_equals_the_nearest_in_time_come_first() -> None:
    """The same month comes before the same year, and that before any other."""
    days = {"far": "2024-06-01", "year": "2023-11-01", "month": "2023-03-28", "start": "2023-03-02"}
    claims = [
        make_claim(name, claim="No.", headline=None, topics=["bridges"], sources=None, published=day)
        for name, day in days.items()
    ]
    assert alike(MatchIndex.build(make_corpus(*claims)))["start"] == ("month", "year", "far")


def test_what_too_many_share_counts_within_their_month_or_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """A topic and a claimant of very many claims say something only of claims of one time."""
    monkeypatch.setattr("factpress.likeness._MANY", 3)
    days = {"one": "2023-03-28", "month": "2023-03-02", "year": "2023-11-01", "far": "2024-06-01", "lone": "2021-01-01"}
    claims = [
        make_claim(name, claim="No.", headline=None, topics=["bridges"], sources=None, published=day)
        for name, day in days.items()
    ]
    likeness = alike(MatchIndex.build(make_corpus(*claims)))
    assert likeness["one"] == ("month", "year")
    assert not {"far", "lone"} & {*likeness}

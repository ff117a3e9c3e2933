"""How claims are grouped, edit after edit, is how they would be grouped from nothing."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest

from factpress.grouping import NOBODY, NOTHING_GROUPED, Grouping, Members, regrouped
from factpress.models.claim import Claim
from tests.making import make_claim, make_corpus


def any_claim(number: int, dice: random.Random) -> Claim:
    """Return an invented claim that has something in common with others."""
    office = dice.choice(["coast-radio", "Somebody else"])
    return make_claim(
        f"c{number}",
        headline=f"{dice.random()}",
        verdict=dice.choice(["true", "false"]),
        claimant=dice.choice(["mayor-lund", ["mayor-lund", "harbour-union"], "unknown"]),
        topics=dice.sample(["traffic", "bridges"], dice.randrange(3)),
        sources=[{"id": f"s{n}", "title": "A list", "publisher": office} for n in range(dice.randint(1, 3))],
        published=dice.choice(["2023-12-31T23:30+00:00", "2024", "2024-05-01", "unknown"]),
    )


def told(grouping: Grouping) -> object:
    """Return a grouping by the ids of claims, whatever their numbers are."""
    ids = {number: claim_id for claim_id, number in grouping.numbers.items()}
    return grouping.keys, {
        (kind, name): (bunch.key, [ids[number] for number in bunch.numbers])
        for kind, bunches in grouping.bunches.items()
        for name, bunch in bunches.items()
    }


@pytest.mark.parametrize("seed", range(6))
def test_from_before_is_as_from_nothing(seed: int) -> None:
    """Claims come, go and change, one or several at a time."""
    dice = random.Random(seed)  # noqa: S311 - any claims will do
    now = {number: any_claim(number, dice) for number in range(12)}
    before = NOTHING_GROUPED
    for _ in range(30):
        for _ in range(dice.randrange(3)):
            number = dice.randrange(16)
            if dice.random() < 0.3:
                now.pop(number, None)
            else:
                now[number] = any_claim(number, dice)
        corpus = make_corpus(*now.values())
        before = regrouped(before, corpus.listed, corpus.memberships)
        assert told(before) == told(regrouped(NOTHING_GROUPED, corpus.listed, corpus.memberships))
        assert list(before.keys) == [claim.id for claim in corpus.listed]


def test_what_is_the_same_is_not_looked_at() -> None:
    """Of claims whose gists are as they were nobody asks where they belong."""
    corpus = make_corpus(*[make_claim(name, topics=["traffic"]) for name in ("one", "two")])
    asked: list[str] = []

    def memberships(claim: Claim) -> dict[str, list[str]]:
        asked.append(claim.id)
        return {"topic": list(claim.topics)}

    before = regrouped(NOTHING_GROUPED, corpus.listed, memberships)
    assert regrouped(before, corpus.listed, memberships) is before
    other = make_corpus(
        make_claim("one", topics=["traffic"], headline="Another"), make_claim("two", topics=["traffic"])
    )
    after = regrouped(before, other.listed, memberships)
    assert asked == ["one", "two", "one"]
    assert before.bunches["topic"]["traffic"].key != after.bunches["topic"]["traffic"].key


def test_groups_hold_their_claims_newest_first() -> None:
    """As the corpus has them, by everything that claims are listed by."""
    dice = random.Random(3)  # noqa: S311 - any claims will do
    corpus = make_corpus(*[any_claim(number, dice) for number in range(20)])
    wanted: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim in corpus.listed:
        wanted[claim.verdict or ""].append(claim)
    assert {verdict: [*claims] for verdict, claims in corpus.by_verdict.items()} == wanted
    falses = corpus.by_verdict["false"]
    assert [falses[n] for n in range(len(falses))] == list(falses[:]) == [*falses]
    assert list(falses[1:3]) == wanted["false"][1:3]
    assert list(corpus.by_year) == ["2024", "2023"]
    assert corpus.citations("coast-radio") == sum(
        source.publisher == "coast-radio" for claim in corpus.listed for source in claim.sources
    )
    assert corpus.citations("nobody") == 0
    assert (len(NOBODY), [*NOBODY], NOBODY.key) == (0, [], "")
    assert isinstance(corpus.everything, Members)
    assert [*corpus.everything] == [*corpus.listed]

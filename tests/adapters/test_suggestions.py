"""Which claims resemble which: kept, partly found again, or found from nothing, the same."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from factpress import likeness
from factpress.adapters import processes, suggestions
from factpress.adapters.keeping import FOLDER
from factpress.adapters.suggestions import KEPT, Suggestions
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from tests.making import CLAIMANTS, make_claim, make_corpus

WORDS = ("bridge", "ferry", "clinic", "harbour", "school", "market", "tunnel", "library")


def claims(seed: int) -> dict[str, Claim]:
    """Return some invented claims by id."""
    dice = random.Random(seed)  # noqa: S311 - any claims will do
    return {f"claim-{number}": any_claim(f"claim-{number}", dice) for number in range(30)}


def any_claim(claim_id: str, dice: random.Random) -> Claim:
    """Return a claim that shares something with some others."""
    first, second, third = dice.sample(WORDS, 3)
    return make_claim(
        claim_id,
        claim=f"The {first} and the {second} were closed on {dice.randint(2, 30)} days.",
        headline=f"Only the {third} was closed",
        claimant=dice.choice(["mayor-lund", "harbour-union", "unknown"]),
        topics=dice.sample(["traffic", "bridges"], dice.randint(1, 2)),
        sources=[{"id": "office", "title": "A list", "publisher": "Office", "url": f"https://{third}.example/"}],
        published=f"2025-{dice.randint(1, 5):02}-02",
    )


def found(folder: Path, corpus: Corpus, around: str = "around") -> Mapping[str, list[str]]:
    """Return the ids of the claims that are suggested beside each claim."""
    with closing(Suggestions(folder, corpus, around)) as suggested:
        result = suggested.result()
    return {claim_id: [other.id for other in others] for claim_id, others in result.items()}


def refuse(*_: object) -> bytes:
    """Stand for a search that nobody may need."""
    raise AssertionError("it was asked again")


def test_what_was_found_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the same claims nothing is asked again, and the answer is the same."""
    corpus = make_corpus(*claims(1).values())
    first = found(tmp_path, corpus)
    assert len(first) > 20
    monkeypatch.setattr(suggestions._Search, "find", refuse)
    assert found(tmp_path, make_corpus(*claims(1).values())) == first


def test_partly_found_again_is_as_from_nothing(tmp_path: Path) -> None:
    """Edit after edit, whatever is taken over, the answer is that for the claims as they are."""
    dice = random.Random(5)  # noqa: S311 - any edits will do
    now, registry = claims(2), dict(CLAIMANTS)
    for number in range(25):
        one = dice.choice(sorted(now))
        match dice.randrange(6):
            case 0:
                del now[one]
            case 1:
                now[f"new-{number}"] = any_claim(f"new-{number}", dice)
            case 2:
                notice = {"date": "2025-05-30", "reason": "We erred."}
                now[one] = make_claim(one, status="retracted", retraction=notice)
            case 3:
                now[one] = make_claim(one, related=[{"claim": dice.choice(sorted(now)), "relation": "background"}])
            case 4:
                renamed = registry["mayor-lund"].model_copy(update={"name": f"Mayor {number}"})
                registry = {**registry, "mayor-lund": renamed}
            case _:
                now[one] = any_claim(one, dice)
        corpus = make_corpus(*now.values(), claimants=registry)
        around = repr(registry)
        shutil.rmtree(tmp_path / "none", ignore_errors=True)
        (tmp_path / "none").mkdir()
        assert found(tmp_path, corpus, around) == found(tmp_path / "none", corpus, around), number


def test_an_upgrade_finds_all_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier version found alike, this one may not."""
    corpus = make_corpus(*claims(3).values())
    assert found(tmp_path, corpus)
    monkeypatch.setattr(processes, "processors", lambda: 1)
    monkeypatch.setattr(suggestions, "code_digest", lambda: "a later version")
    monkeypatch.setattr(likeness, "ENOUGH", 1000)
    assert found(tmp_path, corpus, "around of a later version") == {}


@pytest.mark.parametrize("name", [KEPT, "index"])
def test_what_is_torn_is_found_again(tmp_path: Path, name: str) -> None:
    """Neither a torn answer nor a torn index is believed."""
    before, after = make_corpus(*claims(4).values()), make_corpus(*list(claims(4).values())[1:])
    wanted = found(tmp_path, before)
    place = tmp_path / FOLDER / name
    place.write_bytes(place.read_bytes()[:-4] + b"????")
    assert found(tmp_path, before) == wanted
    place.write_bytes(place.read_bytes()[:-4])
    (tmp_path / "none").mkdir()
    assert found(tmp_path, after) == found(tmp_path / "none", after)


def test_a_corpus_without_claims_has_none(tmp_path: Path) -> None:
    """Nothing is like nothing, then and later."""
    for _ in range(2):
        assert found(tmp_path, make_corpus()) == {}


def test_nobody_is_left_searching(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a build ends before anybody asks, the search ends with it, and the next build finds all the same."""
    corpus = make_corpus(*claims(6).values())
    monkeypatch.setattr(suggestions._Search, "find", lambda _: time.sleep(60))
    begun = Suggestions(tmp_path, corpus, "around")
    begun.close()
    assert not multiprocessing.active_children()
    monkeypatch.undo()
    assert found(tmp_path, corpus)

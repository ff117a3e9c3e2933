"""Rows of the last site's files of data are taken over, and what is made with them is what is made without."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from factpress.adapters.composing import compose
from factpress.adapters.keeping import FOLDER
from factpress.exports import Rows
from factpress.models.claim import Claim
from tests.making import make_claim

PATH = "data/claims.json"
KEPT = "rows-claims.json"


class Making:
    """Makes rows of claims' titles, and notes of which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, claim: Claim) -> bytes:
        """Return the row of a claim."""
        self.made.append(claim.id)
        return claim.title.encode()


@pytest.fixture
def composed(tmp_path: Path) -> Callable[..., tuple[bytes, list[str]]]:
    """Return what gives a file's content, and the ids of the claims whose rows were made for it."""
    place = tmp_path / "site" / PATH

    def make(claims: Iterable[Claim], around: str = "around") -> tuple[bytes, list[str]]:
        making = Making()
        content = compose(tmp_path, around, tmp_path / "site", PATH, Rows(b"<", tuple(claims), making, b"|", b">"))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        return content, making.made

    return make


def claims(*titles: str) -> list[Claim]:
    """Return claims with these headlines."""
    return [make_claim(f"c{number}", headline=title) for number, title in enumerate(titles)]


def test_rows_of_what_stayed_the_same_are_taken_over(composed: Callable[..., tuple[bytes, list[str]]]) -> None:
    """An edited and a new claim alone are looked at; a deleted one leaves nothing."""
    assert composed(claims("Åsa", "B")) == ("<Åsa|B>".encode(), ["c0", "c1"])
    assert composed(claims("Åsa", "B")) == ("<Åsa|B>".encode(), [])
    assert composed(claims("Åsa", "New", "C")) == ("<Åsa|New|C>".encode(), ["c1", "c2"])
    assert composed(claims("Åsa", "New", "C")[::-1]) == ("<C|New|Åsa>".encode(), [])
    assert composed(claims("Åsa", "New")) == ("<Åsa|New>".encode(), [])
    assert composed(claims("Åsa", "New", "C")) == ("<Åsa|New|C>".encode(), ["c2"])
    assert composed([]) == (b"<>", [])


@pytest.mark.parametrize("seed", range(5))
def test_whatever_changed_it_is_as_from_nothing(composed: Callable[..., tuple[bytes, list[str]]], seed: int) -> None:
    """Claims that come, go, change and move, several at once."""
    dice = random.Random(seed)  # noqa: S311 - any edits will do
    now = claims(*"abcdefgh")
    for number in range(40):
        for _ in range(dice.randrange(3)):
            place = dice.randrange(len(now) + 1)
            now[place : place + dice.randrange(2)] = claims(f"{number}")[: dice.randrange(2)]
            dice.shuffle(now) if dice.random() < 0.1 else None
        titles = list(dict.fromkeys(claim.title for claim in now))
        now = [make_claim(f"c-{title}", headline=title) for title in titles]
        assert composed(now)[0].decode() == f"<{'|'.join(titles)}>"


def test_rows_are_of_one_publication(composed: Callable[..., tuple[bytes, list[str]]]) -> None:
    """With other registries, settings or code a row may say something else."""
    composed(claims("A", "B"))
    assert composed(claims("A", "B"), "other")[1] == ["c0", "c1"]


@pytest.mark.parametrize("name", [f"{FOLDER}/{KEPT}", f"site/{PATH}"])
@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw[:-1] + b"?", lambda _: b"", lambda _: b"x"])
def test_what_is_torn_is_made_anew(
    tmp_path: Path, composed: Callable[..., tuple[bytes, list[str]]], change: Callable[[bytes], bytes], name: str
) -> None:
    """Neither a site that somebody touched is believed nor what is kept of it."""
    wanted = composed(claims("A", "B"))
    place = tmp_path / name
    place.write_bytes(change(place.read_bytes()))
    assert composed(claims("A", "B")) == wanted
    place.unlink()
    assert composed(claims("A", "B")) == wanted

"""Which published claims resemble a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from factpress.corpus import Corpus

FORM: Final = 1
"""Raised whenever the terms of the same claims, or how they are kept, come out otherwise."""
RESEMBLES: Final = 0.3
"""The least share of a text's weight that a claim must have to be called like it."""
_WORDS, _NAMES = "words", "names"
_MOST_WORDS: Final = 64
"""Of a longer text the words that fewest claims have stand for it."""


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that resembles a text."""

    claim_id: str
    score: float
    """From 0 to 1: how much of the text's weight the claim has, where a word weighs the more the rarer it is."""
    why: tuple[str, ...]
    """The text's words that the claim has, too, in the text's order."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The terms by which one claim is found."""

    claim_id: str
    words: tuple[str, ...]
    """Of claim, variants and headline, in the claim's language."""
    names: tuple[str, ...]
    """Of its claimants."""


class Foreign(ValueError):
    """What was to be read as an index isn't one, or wasn't written by this version of factpress."""


class MatchIndex:
    """The published claims of a corpus by their words. Built once, asked many times; the same claims answer alike."""

    def __init__(self, wordings: Sequence[Wording], languages: Sequence[str]) -> None:
        self.wordings: Final = tuple(wordings)
        self.languages: Final = tuple(languages)
        """Those that the claims are written in."""

    @classmethod
    def build(cls, corpus: Corpus) -> MatchIndex:
        """Return the index of a corpus, newest claim first; drafts, held and retracted claims aren't in it."""
        listed = [claim for claim in corpus.listed if claim.is_listed]
        languages = {language_of(claim, corpus) for claim in listed}
        return cls([wording(claim, corpus) for claim in listed], sorted(languages))

"""What a published claim is found by: its words, its claimants, its topics and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple, Self

from factpress.corpus import UNKNOWN, Corpus
from factpress.digests import digest
from factpress.models.claim import Claim
from factpress.wording import terms_of, words_of

_LETTERS: Final = 16
"""64 bits of a place's digest: two of an archive hardly meet by chance, and what hangs on it is a suggestion."""


class Traits(NamedTuple):
    """What one claim is found by."""

    claim_id: str
    key: str
    """A digest of what its words, spelt and names are made of."""
    words: tuple[str, ...]
    """The terms of its claim, variants and headline, in its language."""
    spelt: tuple[str, ...]
    """The words whose terms are stems, whole, as somebody might misspell them."""
    names: tuple[str, ...]
    """The terms of its claimants' names."""
    shared: tuple[str, ...]
    """Its claimants, topics and sources, each with its sort: `topic:bridges`."""
    when: str
    """The month it was published in, as far as is known: `2025-03`, `2025`."""

    @classmethod
    def of(cls, row: Sequence[str]) -> Self:
        """Return the traits that were kept as a `row`."""
        claim_id, key, words, spelt, names, shared, when = row
        return cls(
            claim_id, key, tuple(words.split()), tuple(spelt.split()), tuple(names.split()), tuple(shared.split()), when
        )

    @property
    def row(self) -> tuple[str, ...]:
        """Its values as few texts, which are read faster; no term holds a blank."""
        terms = map(" ".join, (self.words, self.spelt, self.names, self.shared))
        return (self.claim_id, self.key, *terms, self.when)

    @property
    def times(self) -> tuple[str, ...]:
        """The year and the month, as far as is known, each as a term: `@2025`, `@2025-03`."""
        return _times(self.when)

    @property
    def all_shared(self) -> tuple[str, ...]:
        """All that it may share: claimants, topics, sources, times, and claimants and topics at these."""
        return (*self.shared, *self.times, *self.dated)

    @property
    def dated(self) -> tuple[str, ...]:
        """Its claimants and topics at these times: `topic:bridges@2025`."""
        times = self.times
        return tuple([trait + time for trait in self.shared if not trait.startswith("source:") for time in times])


@lru_cache(maxsize=4096)  # an archive has some hundred months
def _times(when: str) -> tuple[str, ...]:
    year, month = f"@{when[:4]}", f"@{when}"
    return (year, month) if month != year else (year,) if when else ()


def all_traits(
    corpus: Corpus, known: Mapping[str, Traits], fresh: Mapping[str, Traits] = MappingProxyType({})
) -> Iterator[Traits]:
    """Yield the traits of every claim that stands in listings, newest first.

    What is `known` of a claim by its id is taken over where the claim's fields are still the same; `fresh` are traits
    of just these claims.
    """
    for claim in corpus.listed:
        if claim.is_listed:
            yield fresh.get(claim.id) or traits_of(claim, corpus, known.get(claim.id))


def traits_of(claim: Claim, corpus: Corpus, before: Traits | None = None) -> Traits:
    """Return the traits of one claim, for which the corpus need hold the registries alone.

    They are those from `before` where they were made of the same.
    """
    text = "\n".join((claim.claim, *claim.variants, claim.headline or ""))
    language = language_of(claim, corpus)
    names = " ".join(_names(claim, corpus))
    shared = _shared(claim)
    when = claim.published.text[:7] if claim.published and claim.published.is_known else ""
    key = digest(text, language, names)
    if before and (before.key, before.shared, before.when) == (key, shared, when):
        return before
    spelt = words_of(text)
    words = terms_of(spelt, language)
    whole = tuple(sorted({*terms_of(spelt, "")}.difference(words)))
    return Traits(claim.id, key, words, whole, _name_terms(names), shared, when)


def language_of(claim: Claim, corpus: Corpus) -> str:
    """Return the language a claim is written in."""
    return claim.lang or corpus.publication.lang


def _names(claim: Claim, corpus: Corpus) -> Iterator[str]:
    for claimant in claim.claimant or ():
        if claimant in corpus.claimants:
            yield corpus.claimants[claimant].name


@lru_cache(maxsize=10_000)
def _name_terms(names: str) -> tuple[str, ...]:
    return terms_of(words_of(names), "")


def _shared(claim: Claim) -> tuple[str, ...]:
    claimants = [f"claimant:{claimant}" for claimant in claim.claimant or () if claimant != UNKNOWN]
    topics = [f"topic:{topic}" for topic in claim.topics]
    sources = [f"source:{place[:_LETTERS]}" for place in claim.cited_places]
    return tuple(dict.fromkeys((*claimants, *topics, *sources)))

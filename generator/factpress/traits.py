"""What a published claim is found by: its words, its claimants, its topics and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from factpress.corpus import UNKNOWN, Corpus
from factpress.digests import digest
from factpress.models.claim import Claim
from factpress.wording import terms_of, words_of

_LETTERS: Final = 16
"""64 bits of a place's digest: two of an archive hardly meet by chance, and what hangs on it is a suggestion."""


class Traits(NamedTuple):
    """What one claim is found by: terms, with a blank between two, for thousands of texts are read and held at once."""

    claim_id: str
    key: str
    """A digest of what its words, spelt and names are made of."""
    words: str
    """The terms of its claim, variants and headline, in its language."""
    spelt: str
    """The words whose terms are stems, whole, as somebody might misspell them."""
    names: str
    """The terms of its claimants' names."""
    shared: str
    """Its claimants, topics and, last, sources, each with its sort: `topic:bridges`."""
    when: str
    """The month it was published in, as far as is known: `2025-03`, `2025`."""

    @property
    def times(self) -> tuple[str, ...]:
        """The year and the month, as far as is known, each as a term: `@2025`, `@2025-03`."""
        return times_of(self.when)

    @property
    def all_shared(self) -> tuple[str, ...]:
        """All that it may share: claimants, topics, sources, times, and claimants and topics at these."""
        return (*self.shared.split(), *self.times, *self.dated)

    @property
    def dated(self) -> tuple[str, ...]:
        """Its claimants and topics at these times: `topic:bridges@2025`."""
        undated, _, _ = self.shared.partition("source:")
        return tuple([trait + time for trait in undated.split() for time in self.times])


@lru_cache(maxsize=4096)  # an archive has some hundred months
def times_of(when: str) -> tuple[str, ...]:
    """Return the year and the month of a `Traits.when`, as `Traits.times` has them."""
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
    whole = sorted({*terms_of(spelt, "")}.difference(words))
    return Traits(claim.id, key, " ".join(words), " ".join(whole), _name_terms(names), shared, when)


def language_of(claim: Claim, corpus: Corpus) -> str:
    """Return the language a claim is written in."""
    return claim.lang or corpus.publication.lang


def _names(claim: Claim, corpus: Corpus) -> Iterator[str]:
    for claimant in claim.claimant or ():
        if claimant in corpus.claimants:
            yield corpus.claimants[claimant].name


@lru_cache(maxsize=10_000)
def _name_terms(names: str) -> str:
    return " ".join(terms_of(words_of(names), ""))


def _shared(claim: Claim) -> str:
    claimants = [f"claimant:{claimant}" for claimant in claim.claimant or () if claimant != UNKNOWN]
    topics = [f"topic:{topic}" for topic in claim.topics]
    sources = [f"source:{place[:_LETTERS]}" for place in claim.cited_places]
    return " ".join(dict.fromkeys((*claimants, *topics, *sources)))

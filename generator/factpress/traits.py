"""What a published claim is found by: its words, its claimants, its topics and its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, Self

from factpress.corpus import UNKNOWN, Corpus
from factpress.models.claim import Claim
from factpress.wording import terms_of, words_of


class Traits(NamedTuple):
    """What one claim is found by."""

    claim_id: str
    key: str
    """A digest of the fields that the rest is made of."""
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
    def of(cls, row: Sequence[Any]) -> Self:
        """Return the traits that were kept as a list of their values."""
        claim_id, key, words, spelt, names, shared, when = row
        return cls(claim_id, key, tuple(words), tuple(spelt), tuple(names), tuple(shared), when)

    @property
    def times(self) -> tuple[str, ...]:
        """The year and the month, as far as is known, each as a term: `@2025`, `@2025-03`."""
        year, month = f"@{self.when[:4]}", f"@{self.when}"
        return (year, month) if month != year else (year,) if self.when else ()

    @property
    def dated(self) -> tuple[str, ...]:
        """Its claimants and topics at these times: `topic:bridges@2025`."""
        lasting = [trait for trait in self.shared if not trait.startswith("source:")]
        return tuple([trait + time for trait in lasting for time in self.times])


def all_traits(corpus: Corpus, known: Mapping[str, Traits]) -> Iterator[Traits]:
    """Yield the traits of every claim that stands in listings, newest first.

    What is `known` of a claim by its id is taken over where the claim's fields are still the same.
    """
    for claim in corpus.listed:
        if claim.is_listed:
            key = _key(claim, corpus)
            before = known.get(claim.id)
            yield before if before and before.key == key else _traits(claim, corpus, key)


def traits_of(claim: Claim, corpus: Corpus) -> Traits:
    """Return the traits of one claim, for which the corpus need hold the registries alone."""
    return _traits(claim, corpus, _key(claim, corpus))


def language_of(claim: Claim, corpus: Corpus) -> str:
    """Return the language a claim is written in."""
    return claim.lang or corpus.publication.lang


def _key(claim: Claim, corpus: Corpus) -> str:
    fields = (
        (claim.claim, *claim.variants),
        claim.headline,
        language_of(claim, corpus),
        (*_names(claim, corpus),),
        claim.claimant,
        claim.topics,
        claim.cited_places,
        claim.published and claim.published.text,
    )
    return blake2b(repr(fields).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _names(claim: Claim, corpus: Corpus) -> Iterator[str]:
    for claimant in claim.claimant or ():
        if claimant in corpus.claimants:
            yield corpus.claimants[claimant].name


def _traits(claim: Claim, corpus: Corpus, key: str) -> Traits:
    spelt = words_of("\n".join((claim.claim, *claim.variants, claim.headline or "")))
    words = terms_of(spelt, language_of(claim, corpus))
    return Traits(
        claim.id,
        key,
        words,
        tuple(sorted({*terms_of(spelt, "")}.difference(words))),
        _name_terms(" ".join(_names(claim, corpus))),
        tuple(dict.fromkeys(_shared(claim))),
        claim.published.text[:7] if claim.published and claim.published.is_known else "",
    )


@lru_cache(maxsize=10_000)
def _name_terms(names: str) -> tuple[str, ...]:
    return terms_of(words_of(names), "")


def _shared(claim: Claim) -> Iterator[str]:
    for claimant in claim.claimant or ():
        if claimant != UNKNOWN:
            yield f"claimant:{claimant}"
    for topic in claim.topics:
        yield f"topic:{topic}"
    for place in claim.cited_places:
        yield f"source:{place}"

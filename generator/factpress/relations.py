"""How claims stand to each other: as their authors say, and as far as their fields let one guess."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from factpress.corpus import UNKNOWN, Corpus
from factpress.models.claim import Claim, RelationKind

LABELS: Final[Mapping[RelationKind, tuple[str, str]]] = {
    RelationKind.SUPERSEDES: ("supersedes", "superseded by"),
    RelationKind.LATER_DEVELOPMENT_OF: ("later development of", "later development"),
    RelationKind.VARIANT_OF: ("variant of", "variant"),
    RelationKind.REPEATS: ("repeats", "repeated by"),
    RelationKind.CONTRADICTS: ("contradicts", "contradicts"),
    RelationKind.BACKGROUND: ("background", "explains"),
}
"""What a relation is called on the page of the claim that states it, and on the other one."""


@dataclass(frozen=True, slots=True)
class Related:
    """Another claim, as the page of a claim shows it."""

    claim: Claim
    """The other one. Where it has a `retraction`, it must be shown as retracted."""
    label: str
    """How this claim stands to it: "supersedes", "superseded by"."""
    note: str | None
    banner: bool
    """Whether it overtakes this claim, which the page must say at its top."""


def relations_of(corpus: Corpus) -> Mapping[str, tuple[Related, ...]]:
    """Return the stated relations by claim id, each on both sides; none to claims that the corpus lacks.

    A claim's own come first, as its file lists them, then those that others state. Of several between the
    same two claims the first is kept.
    """
    related: dict[str, dict[str, Related]] = defaultdict(dict)
    for claim in corpus.claims:
        for other, kind, note in _stated(claim, corpus):
            related[claim.id].setdefault(other.id, Related(other, LABELS[kind][0], note, banner=False))
    for claim in corpus.claims:
        for other, kind, note in _stated(claim, corpus):
            overtaken = kind in (RelationKind.SUPERSEDES, RelationKind.LATER_DEVELOPMENT_OF)
            banner = overtaken and claim.retraction is None
            related[other.id].setdefault(claim.id, Related(claim, LABELS[kind][1], note, banner))
    return {claim_id: tuple(others.values()) for claim_id, others in related.items()}


def _stated(claim: Claim, corpus: Corpus) -> Iterator[tuple[Claim, RelationKind, str | None]]:
    for relation in claim.related:
        other = corpus.by_id.get(relation.claim)
        if other is not None and other.id != claim.id:
            yield other, relation.relation, relation.note


ENOUGH: Final = 4
"""The least that claims share when one suggests the other: a source, a claimant and a topic, four words."""
_WEIGHTS: Final[Mapping[str, int]] = {"source": 4, "claimant": 2, "topic": 2, "word": 1}
_REACH: Final = 15
"""With how many claims before and after it a claim is compared where very many share something."""
_WORD = re.compile(r"\w{4,}|\d+")


def suggested(corpus: Corpus, most: int = 5) -> Mapping[str, tuple[Claim, ...]]:
    """Return by claim id the listed claims that share most with it: claimant, topics, sources, rare words.

    Claims with a stated relation to it, and its translations, are none of them. The work grows with the
    number of claims, not with its square.
    """
    stated = relations_of(corpus)
    listed = [claim for claim in corpus.listed if claim.is_listed]
    shared: list[dict[int, int]] = [defaultdict(int) for _ in listed]
    for sort, places in _shared_by(listed):
        weight = _WEIGHTS[sort]
        for rank, one in enumerate(places):
            for other in places[max(0, rank - _REACH) : rank]:
                shared[one][other] += weight
    both: list[list[tuple[int, int]]] = [[] for _ in listed]
    for one, others in enumerate(shared):
        for other, weight in others.items():
            if weight >= ENOUGH:
                both[one].append((-weight, other))
                both[other].append((-weight, one))
    suggestions = {}
    for one, claim in enumerate(listed):
        known = {related.claim.id for related in stated.get(claim.id, ())}
        candidates = (listed[other] for _, other in sorted(both[one]))
        fit = [other for other in candidates if other.id not in known and not _same_text(claim, other)]
        if fit:
            suggestions[claim.id] = tuple(fit[:most])
    return suggestions


def _shared_by(listed: Sequence[Claim]) -> Iterator[tuple[str, list[int]]]:
    """Yield what several claims share: its sort, and their places in the list, in order."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, claim in enumerate(listed):
        for key in dict.fromkeys(_traits(claim)):
            places[key].append(place)
    rare = max(3, min(40, len(listed) // 20))
    for (sort, _), shared in places.items():
        if len(shared) > 1 and (sort != "word" or len(shared) <= rare):
            yield sort, shared


def _traits(claim: Claim) -> Iterator[tuple[str, str]]:
    for claimant in claim.claimant or ():
        if claimant != UNKNOWN:
            yield "claimant", claimant
    for topic in claim.topics:
        yield "topic", topic
    for source in claim.sources:
        if source.url:
            yield "source", _place_of(source.url)
    for word in _WORD.findall(" ".join((claim.claim, *claim.variants)).casefold()):
        yield "word", word


def _place_of(address: str) -> str:
    """Return an address without what links to one page differ in: scheme, `www.`, last slash, fragment."""
    parts = urlsplit(address)
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    return parts.netloc.lower().removeprefix("www.") + path


def _same_text(one: Claim, other: Claim) -> bool:
    return one.translation_of == other.id or other.translation_of == one.id

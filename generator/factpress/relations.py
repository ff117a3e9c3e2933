"""How claims stand to each other: as their authors say, and as far as their fields let one guess."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import RelationKind

LABELS: Final[Mapping[RelationKind, tuple[str, str]]] = {
    RelationKind.SUPERSEDES: ("supersedes", "superseded by"),
    RelationKind.LATER_DEVELOPMENT_OF: ("later development of", "later development"),
    RelationKind.VARIANT_OF: ("variant of", "variant"),
    RelationKind.REPEATS: ("repeats", "repeated by"),
    RelationKind.CONTRADICTS: ("contradicts", "contradicts"),
    RelationKind.BACKGROUND: ("background", "explains"),
}
"""What a relation is called on the page of the claim that states it, and on the other one."""


class Related(NamedTuple):
    """Another claim, as the page of a claim shows it."""

    claim: Claim
    """The other one. Where it has a `retraction`, it must be shown as retracted."""
    label: str
    """How this claim stands to it: "supersedes", "superseded by"."""
    note: str | None
    banner: bool
    """Whether it overtakes this claim, which the page must say at its top."""


@lru_cache(maxsize=1)
def relations_of(corpus: Corpus) -> Mapping[str, tuple[Related, ...]]:
    """Return the stated relations by claim id, each on both sides; none to claims that the corpus lacks.

    A claim's own come first, as its file lists them, then those that others state. Of several between the
    same two claims the first is kept.
    """
    related: dict[str, dict[str, Related]] = defaultdict(dict)
    for claim in corpus.relating:
        for other, kind, note in _stated(claim, corpus):
            related[claim.id].setdefault(other.id, Related(other, LABELS[kind][0], note, banner=False))
    for claim in corpus.relating:
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


def suggested(
    corpus: Corpus, likeness: Mapping[str, Sequence[str]], most: int = 5, only: Collection[str] | None = None
) -> Mapping[str, tuple[Claim, ...]]:
    """Return by claim id the listed claims that have most in common with it, best first.

    Claims with a stated relation to it, and its translations, are none of them. `likeness` is what
    `likeness.alike` gives for all claims of the corpus; `only` narrows the answer to some ids.
    """
    stated, by_id = relations_of(corpus), corpus.by_id
    suggestions = {}
    wanted = likeness if only is None else {one: likeness[one] for one in only if one in likeness}
    for claim_id, others in wanted.items():
        known = {related.claim.id for related in stated.get(claim_id, ())}
        known.update(one.id for one in corpus.by_original.get(claim_id, ()))
        if original := by_id[claim_id].translation_of:
            known.add(original)
        fit = tuple([by_id[other] for other in others if other not in known][:most])
        if fit:
            suggestions[claim_id] = fit
    return suggestions

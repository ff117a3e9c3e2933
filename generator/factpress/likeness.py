"""How much published claims have in common: wording, claimants, topics, sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from tantivy import Query

from factpress.matching import SHARED, WORDS, MatchIndex
from factpress.traits import Traits

ENOUGH: Final = 4
"""The least that claims have in common when they are alike: a source, a claimant and a topic, some uncommon words."""
MOST: Final = 15
"""How many claims one can be alike; more than are shown, for to some of them it has a stated relation."""
_WEIGHTS: Final[Mapping[str, float]] = {"source": 4, "claimant": 2, "topic": 2}
_MANY: Final = 500
"""How many claims may share what counts, so that the work for one claim doesn't grow with their number."""
_MOST_WORDS: Final = 12
_TIME: Final = 1 / 16
"""What the same year and the same month weigh: of equals those nearest in time come first."""
_MANY_AT_A_TIME: Final = 2000


def alike(index: MatchIndex, only: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return by claim id the ids of the claims that it is like, best first; nothing for a claim like no other.

    `only` narrows the answer to some claims. What a shared word, claimant, topic or source weighs depends on
    nothing but how many claims share it, in wide steps: a new or a changed claim alters the answer for those
    that share something with it, and for no others.
    """
    scale = _Scale(index)
    found = {}
    for one in index.traits.values() if only is None else [index.traits[claim_id] for claim_id in sorted(only)]:
        if asked := scale.asked(one):
            near = index.sharing(asked, MOST + 1, ENOUGH)
            if others := [other.claim_id for other in near if other is not one]:
                found[one.claim_id] = tuple(others[:MOST])
    return found


def outdated(before: MatchIndex, now: MatchIndex) -> frozenset[str]:
    """Return the ids of the claims in `now` for which `alike` may say something else than it said `before`."""
    staying = [claim_id for claim_id in before.traits if claim_id in now.traits]
    if _step(before) != _step(now) or staying != [claim_id for claim_id in now.traits if claim_id in before.traits]:
        return frozenset(now.traits)
    either = {*before.traits, *now.traits}
    changed = {claim_id for claim_id in either if before.traits.get(claim_id) != now.traits.get(claim_id)}
    scales = _Scale(before), _Scale(now)
    moved = [index.traits[claim_id] for index in (before, now) for claim_id in changed if claim_id in index.traits]
    terms = {term for one in moved for term in one.words if any(term in scale.words for scale in scales)}
    for one in moved:
        terms.update(term for term in (*one.shared, *one.dated) if any(term in scale.shared for scale in scales))
        terms.update(time for time in one.times if (time in scales[0].times) != (time in scales[1].times))
    return frozenset(
        claim_id
        for claim_id, one in now.traits.items()
        if claim_id in changed
        or not (
            terms.isdisjoint(one.words) and terms.isdisjoint(one.shared) and terms.isdisjoint((*one.dated, *one.times))
        )
    )


def _step(index: MatchIndex) -> int:
    return len(index.traits).bit_length()


class _Scale:
    """What weighs how much among the claims of an index: nothing that one claim alone has, nothing that many share."""

    def __init__(self, index: MatchIndex) -> None:
        step = _step(index)
        # What one text in 32 has is a word that every text may have.
        many = max(3, min(_MANY, (1 << step) // 32))
        self.words = {
            word: min(2.0, (step - frequency.bit_length()) / 4)
            for word, frequency in index.frequencies[WORDS].items()
            if 1 < frequency <= many
        }
        shared = index.frequencies[SHARED]
        self.times = frozenset(
            term for term, frequency in shared.items() if term[0] == "@" and 1 < frequency <= _MANY_AT_A_TIME
        )
        self.shared = {
            term: _WEIGHTS[term.partition(":")[0]]
            for term, frequency in shared.items()
            if term[0] != "@" and 1 < frequency <= _MANY
        }
        self.common = frozenset(
            term for term, frequency in shared.items() if frequency > _MANY and term[0] != "@" and term[:7] != "source:"
        )
        self._index = index
        self._queries: dict[str, Query] = {}

    def asked(self, one: Traits) -> list[Query]:
        """Return the questions for claims like one; none where it shares too little for any to be."""
        words = sorted([(-self.words[word], word) for word in self.words.keys() & one.words])[:_MOST_WORDS]
        shared = [(-self.shared[term], term) for term in self._closest(one)]
        if -sum([weight for weight, _ in (*words, *shared)]) < ENOUGH:
            return []
        times = [(-_TIME, time) for time in one.times if time in self.times]
        asked = [self._query(WORDS, word, -weight) for weight, word in words]
        return asked + [self._query(SHARED, term, -weight) for weight, term in (*shared, *times)]

    def _closest(self, one: Traits) -> list[str]:
        """Return what it shares with others; of what too many share, only what they share in its year or month."""
        close = [*self.shared.keys() & one.shared]
        for trait in self.common.intersection(one.shared):
            close += [trait + time for time in one.times if trait + time in self.shared][:1]
        return sorted(close)

    def _query(self, field: str, term: str, weight: float) -> Query:
        query = self._queries.get(term)
        if query is None:
            query = self._queries[term] = self._index.weighed(field, term, weight)
        return query

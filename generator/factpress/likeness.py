"""How much published claims have in common: wording, claimants, topics, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

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
_FEW: Final = 100
"""How many claims may have changed for it to pay to find out what that leaves as it was."""


def alike(index: MatchIndex, only: Collection[str] | None = None) -> dict[str, tuple[str, ...]]:
    """Return by claim id the ids of the claims that it is like, best first; nothing for a claim like no other.

    `only` narrows the answer to some claims. What a shared word, claimant, topic or source weighs depends on
    nothing but how many claims share it, in wide steps: a new or a changed claim alters the answer for those
    that share something with it, and for no others.
    """
    claims = len(index.traits)
    if only is None:
        asking, scale = [*index.traits.values()], _Scale(index.frequencies, claims)
    else:
        asking = [index.traits[claim_id] for claim_id in sorted(only)]
        terms = frozenset().union(*[some for one in asking for some in _terms(one).values()])
        scale = _Scale(index.counted(terms), claims)
        # Nobody else can have enough in common with them, and few claims are searched in a fraction of the time.
        telling = {term for one in asking for _, term, weight in scale.asked(one) if weight > _TIME}
        index = MatchIndex(index.having(telling), index.languages)
    weighed = cache(index.weighed)
    found = {}
    for one in asking:
        if asked := [weighed(*term) for term in scale.asked(one)]:
            near = index.sharing(asked, MOST + 1, ENOUGH)
            if others := [other.claim_id for other in near if other is not one]:
                found[one.claim_id] = tuple(others[:MOST])
    return found


def outdated(before: MatchIndex, now: MatchIndex, likeness: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the ids of the claims in `now` of which `alike` may say something else than before, in `likeness`.

    These are the claims that changed, those with something in common that now weighs something else, those that were
    like a claim that changed, and those that may be like it now.
    """
    staying = [claim_id for claim_id in before.traits if claim_id in now.traits]
    if (
        _step(len(before.traits)) != _step(len(now.traits))
        or staying != [claim_id for claim_id in now.traits if claim_id in before.traits]  # as equals come newest first
    ):
        return frozenset(now.traits)
    either = {*before.traits, *now.traits}
    changed = {one for one in either if before.traits.get(one) != now.traits.get(one)}
    if len(changed) > _FEW:
        return frozenset(now.traits)
    old, new = ([index.traits[one] for one in changed if one in index.traits] for index in (before, now))
    counted = now.counted(frozenset().union(*[terms for one in (*old, *new) for terms in _terms(one).values()]))
    then = {field: Counter(counter) for field, counter in counted.items()}
    for field, counter in then.items():
        for one in old:
            counter.update(_terms(one)[field])
        for one in new:
            counter.subtract(_terms(one)[field])
    scales = _Scale(then, len(before.traits)), _Scale(counted, len(now.traits))
    stale = {one.claim_id for one in new}
    if moved := {term for term in {*then[WORDS], *then[SHARED]} if scales[0].weight(term) != scales[1].weight(term)}:
        stale.update(one.claim_id for one in now.having(moved))
    stale.update(one for one, others in likeness.items() if one in now.traits and not changed.isdisjoint(others))
    stale.update(_maybe_alike(new, now, scales[1]))
    return frozenset(stale)


def _maybe_alike(some: Iterable[Traits], index: MatchIndex, scale: _Scale) -> Iterator[str]:
    """Yield the ids of the claims that have enough in common with some claims, or nearly so."""
    terms = [(*one.words.split(), *scale.closest(one), *one.times) for one in some]
    weights = [{term: weight for term in its if (weight := scale.weight(term))} for its in terms]
    for one in index.having({term for its in weights for term, weight in its.items() if weight > _TIME}):
        has = frozenset().union(*_terms(one).values())
        if any(sum([its[term] for term in has & its.keys()]) >= ENOUGH for its in weights):
            yield one.claim_id


def _terms(one: Traits) -> dict[str, frozenset[str]]:
    return {WORDS: frozenset(one.words.split()), SHARED: frozenset(one.all_shared)}


def _step(claims: int) -> int:
    return claims.bit_length()


class _Scale:
    """What weighs how much among some claims: nothing that one of them alone has, nothing that many share."""

    def __init__(self, frequencies: Mapping[str, Mapping[str, int]], claims: int) -> None:
        self._words, self._shared = frequencies[WORDS], frequencies[SHARED]
        self._step = _step(claims)
        # What one text in 32 has is a word that every text may have.
        self._many = max(3, min(_MANY, (1 << self._step) // 32))

    def word(self, term: str) -> float:
        """Return what a word weighs."""
        frequency = self._words.get(term, 0)
        return min(2.0, (self._step - frequency.bit_length()) / 4) if 1 < frequency <= self._many else 0

    def tie(self, term: str) -> float:
        """Return what a claimant, topic or source weighs, or one of the former two at a time."""
        return _WEIGHTS[term.partition(":")[0]] if 1 < self._shared.get(term, 0) <= _MANY else 0

    def weight(self, term: str) -> float:
        """Return what any term weighs at most."""
        return max(self.word(term), _TIME if term[0] == "@" and self.is_time(term) else self.tie(term))

    def is_time(self, term: str) -> bool:
        """Return whether a time tells anything."""
        return 1 < self._shared.get(term, 0) <= _MANY_AT_A_TIME

    def is_common(self, term: str) -> bool:
        """Return whether too many have a claimant or topic for it to weigh anything but at a time."""
        return self._shared.get(term, 0) > _MANY and term[:7] != "source:"

    def asked(self, one: Traits) -> list[tuple[str, str, float]]:
        """Return what to ask for claims like one: fields, terms and weights; nothing for one like no other."""
        words = sorted([(-weight, word) for word in {*one.words.split()} if (weight := self.word(word))])[:_MOST_WORDS]
        ties = [(-self.tie(term), term) for term in self.closest(one)]
        if -sum([weight for weight, _ in (*words, *ties)]) < ENOUGH:
            return []
        times = [(-_TIME, time) for time in one.times if self.is_time(time)]
        return [
            *[(WORDS, word, -weight) for weight, word in words],
            *[(SHARED, term, -weight) for weight, term in (*ties, *times)],
        ]

    def closest(self, one: Traits) -> list[str]:
        """Return what it shares with others; of what too many share, only what they share in its year or month."""
        traits = one.shared.split()
        close = {term for term in traits if self.tie(term)}
        for trait in filter(self.is_common, traits):
            close.update([trait + time for time in one.times if self.tie(trait + time)][:1])
        return sorted(close)

"""How much published claims have in common: wording, claimants, topics, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
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


def outdated(before: MatchIndex, now: MatchIndex) -> frozenset[str]:
    """Return the ids of the claims in `now` for which `alike` may say something else than it said `before`."""
    staying = [claim_id for claim_id in before.traits if claim_id in now.traits]
    if (
        _step(len(before.traits)) != _step(len(now.traits))
        or staying != [claim_id for claim_id in now.traits if claim_id in before.traits]  # as equals come newest first
    ):
        return frozenset(now.traits)
    pairs = {one: (before.traits.get(one), now.traits.get(one)) for one in {*before.traits, *now.traits}}
    changed = {claim_id: pair for claim_id, pair in pairs.items() if pair[0] != pair[1]}
    moved: dict[str, set[str]] = {WORDS: set(), SHARED: set()}
    more: dict[str, Counter[str]] = {WORDS: Counter(), SHARED: Counter()}
    for pair in changed.values():
        old, new = map(_terms, pair)
        # At another time it weighs something else in all that it has in common with others.
        stays = pair[0] and pair[1] and pair[0].when == pair[1].when
        for field, terms in moved.items():
            terms |= old[field] ^ new[field] if stays else old[field] | new[field]
            more[field].update(old[field])
            more[field].subtract(new[field])
    counted = now.counted(frozenset().union(*moved.values()))
    then = {field: {term: counted[field][term] + more[field][term] for term in terms} for field, terms in moved.items()}
    scales = _Scale(then, len(before.traits)), _Scale(counted, len(now.traits))
    telling = {word for word in moved[WORDS] if any(scale.word(word) for scale in scales)}
    for term in moved[SHARED]:
        if term[0] == "@" and scales[0].is_time(term) == scales[1].is_time(term):
            continue
        if term[0] == "@" or any(scale.tie(term) for scale in scales):
            telling.add(term)
    sharing = {one.claim_id for one in now.having(telling)} if telling else set()
    return frozenset(sharing | (changed.keys() & now.traits.keys()))


def _terms(one: Traits | None) -> dict[str, frozenset[str]]:
    if one is None:
        return {WORDS: frozenset(), SHARED: frozenset()}
    return {WORDS: frozenset(one.words), SHARED: frozenset((*one.shared, *one.times, *one.dated))}


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

    def is_time(self, term: str) -> bool:
        """Return whether a time tells anything."""
        return 1 < self._shared.get(term, 0) <= _MANY_AT_A_TIME

    def is_common(self, term: str) -> bool:
        """Return whether too many have a claimant or topic for it to weigh anything but at a time."""
        return self._shared.get(term, 0) > _MANY and term[:7] != "source:"

    def asked(self, one: Traits) -> list[tuple[str, str, float]]:
        """Return what to ask for claims like one: fields, terms and weights; nothing for one like no other."""
        words = sorted([(-weight, word) for word in {*one.words} if (weight := self.word(word))])[:_MOST_WORDS]
        ties = [(-self.tie(term), term) for term in self._closest(one)]
        if -sum([weight for weight, _ in (*words, *ties)]) < ENOUGH:
            return []
        times = [(-_TIME, time) for time in one.times if self.is_time(time)]
        return [
            *[(WORDS, word, -weight) for weight, word in words],
            *[(SHARED, term, -weight) for weight, term in (*ties, *times)],
        ]

    def _closest(self, one: Traits) -> list[str]:
        """Return what it shares with others; of what too many share, only what they share in its year or month."""
        close = {term for term in one.shared if self.tie(term)}
        for trait in filter(self.is_common, one.shared):
            close.update([trait + time for time in one.times if self.tie(trait + time)][:1])
        return sorted(close)

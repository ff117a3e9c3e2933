"""How much published claims have in common: wording, claimants, topics, sources."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
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
        asking, scale = [*index.traits.values()], _Scale(index.words, index.shared, claims)
    else:
        asking = [index.traits[claim_id] for claim_id in sorted(only)]
        near = _near(asking, index, _Scale(index.words, {}, claims).word)
        scale = _Scale(index.words, _shared(asking, index, near), claims)
        # Nobody else can have enough in common with them, and few claims are searched in a fraction of the time.
        telling = {term for one in asking for _, term, weight in scale.asked(one) if weight > _TIME}
        index = MatchIndex([one for one, has in near if not telling.isdisjoint(has)], index.languages)
    weighed = cache(index.weighed)
    found = {}
    for one in asking:
        if asked := [weighed(*term) for term in scale.asked(one)]:
            near_it = index.sharing(asked, MOST + 1, ENOUGH)
            if others := [other.claim_id for other in near_it if other is not one]:
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
    weights = [_Scale(index.words, {}, len(index.traits)).word for index in (before, now)]
    near = _near([*old, *new], now, lambda word: any(weight(word) for weight in weights))
    shared = _shared([*old, *new], now, near)
    then = Counter(shared)
    for one in old:
        then.update(one.all_shared)
    for one in new:
        then.subtract(one.all_shared)
    scales = [_Scale(before.words, then, len(before.traits)), _Scale(now.words, shared, len(now.traits))]
    terms = {term for one in (*old, *new) for term in (*one.words.split(), *one.all_shared)}
    moved = {term for term in terms if scales[0].weight(term) != scales[1].weight(term)}
    stale = {one.claim_id for one in new}
    stale.update(one.claim_id for one, has in near if not moved.isdisjoint(has))
    if moved_times := moved & now.times.keys():
        stale.update(one.claim_id for one in now.traits.values() if not moved_times.isdisjoint(one.times))
    stale.update(one for one, others in likeness.items() if one in now.traits and not changed.isdisjoint(others))
    stale.update(_maybe_alike(new, near, scales[1]))
    return frozenset(stale)


_Near = Sequence[tuple[Traits, frozenset[str]]]
"""Claims, each with its words and all that it may share."""


def _near(some: Iterable[Traits], index: MatchIndex, weighs: Callable[[str], object]) -> _Near:
    """Return the claims that share a claimant, topic or source with some claims, or a word that `weighs` something."""
    words = {word for one in some for word in one.words.split() if weighs(word)}
    shared = {term for one in some for term in one.shared.split()}
    return [(one, frozenset((*one.words.split(), *one.all_shared))) for one in index.having(words, shared)]


def _shared(some: Iterable[Traits], index: MatchIndex, near: _Near) -> Counter[str]:
    """Return how many claims have what some claims may share, all of which are `near` to these; and all times."""
    terms = frozenset([term for one in some for term in (*one.shared.split(), *one.dated)])
    return Counter(chain.from_iterable([terms & has for _, has in near])) + index.times


def _maybe_alike(some: Iterable[Traits], near: _Near, scale: _Scale) -> Iterator[str]:
    """Yield the ids of the claims that have enough in common with some claims, or nearly so."""
    terms = [(*one.words.split(), *scale.closest(one), *one.times) for one in some]
    weights = [{term: weight for term in its if (weight := scale.weight(term))} for its in terms]
    telling = {term for its in weights for term, weight in its.items() if weight > _TIME}
    for one, has in near:
        if not telling.isdisjoint(has) and any(
            sum([its[term] for term in has & its.keys()]) >= ENOUGH for its in weights
        ):
            yield one.claim_id


def _step(claims: int) -> int:
    return claims.bit_length()


class _Scale:
    """What weighs how much among some claims: nothing that one of them alone has, nothing that many share."""

    def __init__(self, words: Mapping[str, int], shared: Mapping[str, int], claims: int) -> None:
        """`words` and `shared` are those of a `MatchIndex`, or of them those that anybody asks for."""
        self._words, self._shared = words, shared
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

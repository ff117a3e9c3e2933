"""Which claims belong together, by verdict, topic and the like; after an edit only what it moved is looked at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final, NamedTuple, overload

from factpress.digests import digest
from factpress.models.claim import Claim

Memberships = Callable[[Claim], Mapping[str, Iterable[str]]]
"""Says where a claim belongs: by kind the ids of what it is grouped by, which follow from its gist."""


class Bunch(NamedTuple):
    """Claims that belong together."""

    key: str = ""
    """A text that differs where the gist of one does."""
    numbers: Sequence[int] = ()
    """Of claims, newest first; one that belongs there several times stands there several times."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which claims belong together."""

    keys: Mapping[str, str] = field(default_factory=dict)
    """By claim id the `Claim.gist_key`, of all claims, newest first."""
    numbers: Mapping[str, int] = field(default_factory=dict)
    """By claim id a number that it keeps: numbers are looked through faster than ids."""
    bunches: Mapping[str, Mapping[str, Bunch]] = field(default_factory=dict)
    """By kind, as `topic`, and what claims are grouped by."""


NOTHING_GROUPED: Final = Grouping()


def regrouped(before: Grouping, claims: Iterable[Claim], memberships: Memberships) -> Grouping:
    """Return how claims, newest first, are grouped, which was as `before` for the same or for other ones.

    The answer is the same, whatever was before; claims whose gist is as it was are asked for nothing else.
    """
    by_id = {claim.id: claim for claim in claims}
    keys = {claim_id: claim.gist_key for claim_id, claim in by_id.items()}
    if keys == before.keys:
        return before
    changed = [claim for claim_id, claim in by_id.items() if before.keys.get(claim_id) != keys[claim_id]]
    numbers = dict(before.numbers)
    moved = {numbers.pop(one) for one in before.keys.keys() - keys.keys()}
    free = count(max(before.numbers.values(), default=-1) + 1)
    moved.update([numbers.setdefault(claim.id, next(free)) for claim in changed])
    place = {numbers[claim_id]: position for position, claim_id in enumerate(keys)}
    added: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for claim in changed:
        for kind, names in memberships(claim).items():
            for name in names:
                added[kind][name].append(numbers[claim.id])
    in_order = [*keys.values()]
    bunches: dict[str, dict[str, Bunch]] = {}
    for kind in before.bunches.keys() | added.keys():
        bunches[kind] = known = dict(before.bunches.get(kind, {}))
        for name in known.keys() | added[kind].keys():
            old, new = known.get(name, _EMPTY).numbers, added[kind].get(name, ())
            if new or not moved.isdisjoint(old):
                now = sorted([*(one for one in old if one not in moved), *new], key=place.__getitem__)
                known[name] = Bunch(digest("\n".join([in_order[place[one]] for one in now])), now)
            if not known[name].numbers:
                del known[name]
    return Grouping(keys, numbers, bunches)


_EMPTY: Final = Bunch()


class Members(Sequence[Claim]):
    """The claims of a bunch, newest first, each looked up when somebody asks for it."""

    __slots__ = ("_bunch", "_claims")

    def __init__(self, bunch: Bunch = _EMPTY, claims: Mapping[int, Claim] | None = None) -> None:
        """`claims` are by their numbers."""
        self._bunch = bunch
        self._claims = claims or {}

    @property
    def key(self) -> str:
        """A text that differs where the gist of one of them does."""
        return self._bunch.key

    def __len__(self) -> int:
        return len(self._bunch.numbers)

    def __iter__(self) -> Iterator[Claim]:
        return map(self._claims.__getitem__, self._bunch.numbers)

    @overload
    def __getitem__(self, place: int, /) -> Claim: ...

    @overload
    def __getitem__(self, place: slice, /) -> Sequence[Claim]: ...

    def __getitem__(self, place: int | slice, /) -> Claim | Sequence[Claim]:
        if isinstance(place, slice):
            return tuple([self._claims[one] for one in self._bunch.numbers[place]])
        return self._claims[self._bunch.numbers[place]]


NOBODY: Final = Members()

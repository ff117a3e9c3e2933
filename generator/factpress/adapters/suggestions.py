"""Which claims resemble which, kept until a claim comes to look different."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from factpress.adapters.keeping import FOLDER, keep, recall
from factpress.adapters.package import code_digest
from factpress.adapters.processes import Begun
from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.pages.claim import claim_keys
from factpress.relations import suggested
from factpress.traits import Traits

if TYPE_CHECKING:
    from factpress.matching import MatchIndex

KEPT: Final = "likeness"
_INDEX: Final = "index"


class Suggestions:
    """The claims that resemble each claim, taken from what was kept or found by another process meanwhile."""

    def __init__(
        self, folder: Path, corpus: Corpus, around: str, traits: Callable[[], Mapping[str, Traits]] = dict
    ) -> None:
        """Begin; `around` differs where registries or our code do, `traits` gives those of claims read just now."""
        self._corpus = corpus
        self._search = search = _Search(folder, corpus, around, traits)
        self._raw = search.recall()
        self._keys: Mapping[str, str] | None = None
        # Where nothing was found before a process has enough to hold, and whoever asks has other things to wait for.
        renews = (folder / FOLDER / _INDEX).exists()
        self._begun = Begun(partial(_found, search, renews), search.keep) if self._raw is None else None

    def result(self, only: Collection[str] | None = None) -> Mapping[str, Sequence[Claim]]:
        """Return by claim id the claims that resemble it; `only` narrows the answer to some ids."""
        if self._raw is None and self._begun:
            found, self._keys = self._begun.result()
            # Another build may have put something else in its place by now.
            self._raw = found or self._search.recall() or self._search.find()
        return suggested(self._corpus, orjson.loads(self._raw or b"{}"), only=only)

    def keys(self) -> Mapping[str, str]:
        """Return what `claim_keys` says of all claims, which who found suggestions anew may have worked out, too."""
        self.result([])
        if self._keys is None:
            self._keys = dict(claim_keys(self._corpus, self.result()))
        return self._keys

    def close(self) -> None:
        """End it, whether they were found or not."""
        if self._begun:
            self._begun.close()


class _Search:
    """The search for claims that are like each other, which begins with what was last found."""

    def __init__(self, folder: Path, corpus: Corpus, around: str, traits: Callable[[], Mapping[str, Traits]]) -> None:
        self.corpus = corpus
        self._folder, self._around, self._traits = folder, around, traits
        self._made_from = f"{around} {corpus.listed_key}".encode()
        self._found: Found | None = None

    def recall(self) -> bytes | None:
        """Return what was found for the same claims, if it was kept."""
        return recall(self._folder, KEPT, self._made_from)

    def find(self) -> bytes:
        """Return by claim id the ids of those that it is like, as JSON, and keep it."""
        # Imported where they are needed: they bring a whole search engine.
        from factpress.likeness import alike, outdated
        from factpress.matching import MatchIndex

        before = recall_found(self._folder)
        keys = {claim.id: claim.gist_key for claim in self.corpus.listed if claim.is_listed}
        fresh = self._traits()
        if before and before.around == self._around:
            known = before.index.traits
            fresh = {**{one: known[one] for one, key in keys.items() if before.keys.get(one) == key}, **fresh}
        now = MatchIndex.build(self.corpus, before.index if before else None, fresh)
        stale = outdated(before.index, now, before.likeness) if before else None
        staying = before.likeness.items() if before else ()
        found = {one: others for one, others in staying if one in now.traits and one not in (stale or ())}
        found |= alike(now, stale)
        self._found = Found(now, found, self._around, keys)
        raw = orjson.dumps(found)
        keep(self._folder, KEPT, self._made_from, raw)
        return raw

    def keep(self) -> None:
        """Keep what the next search begins with."""
        if found := self._found:
            content = (orjson.dumps((found.around, found.keys)), orjson.dumps(found.likeness), found.index.to_bytes())
            keep(self._folder, _INDEX, code_digest().encode(), b"\n".join(content))


def _found(search: _Search, with_keys: bool) -> tuple[bytes, Mapping[str, str] | None]:
    """Return what was found where it can't be kept, so that nobody holds it till somebody asks, and claims' keys."""
    found, corpus = search.find(), search.corpus
    keys = dict(claim_keys(corpus, suggested(corpus, orjson.loads(found)))) if with_keys else None
    return (found if search.recall() is None else b""), keys


@dataclass(frozen=True, slots=True)
class Found:
    """What was last found."""

    index: MatchIndex
    likeness: Mapping[str, Sequence[str]]
    """By claim id the ids of those that are like it."""
    around: str
    keys: Mapping[str, str]
    """By claim id the `gist_key` of those in the index."""


def recall_found(folder: Path) -> Found | None:
    """Return what was last found, if it was kept."""
    from factpress.matching import ForeignIndex, MatchIndex  # as above

    raw = recall(folder, _INDEX, code_digest().encode())
    if raw is None:
        return None
    made_from, likeness, index = raw.split(b"\n", 2)
    try:
        return Found(MatchIndex.from_bytes(index), orjson.loads(likeness), *orjson.loads(made_from))
    except ForeignIndex:
        return None

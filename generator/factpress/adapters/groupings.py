"""How the claims of a publication are grouped, kept from build to build."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import orjson

from factpress.adapters.keeping import keep, recall
from factpress.corpus import Corpus
from factpress.grouping import NOTHING_GROUPED, Bunch, Grouping, regrouped

KEPT: Final = "groups"


def group(folder: Path, around: str, corpus: Corpus) -> Grouping:
    """Return how the listed claims of a corpus are grouped, from how they were the last time.

    `around` differs where registries, settings or our code do.
    """
    before = _recalled(folder, around.encode())
    now = regrouped(before, corpus.listed, corpus.memberships)
    if now is not before:
        bunches = {kind: {name: tuple(one) for name, one in named.items()} for kind, named in now.bunches.items()}
        keep(folder, KEPT, around.encode(), orjson.dumps((now.keys, now.numbers, bunches)))
    return now


def _recalled(folder: Path, made_from: bytes) -> Grouping:
    raw = recall(folder, KEPT, made_from)
    if raw is None:
        return NOTHING_GROUPED
    keys, numbers, bunches = orjson.loads(raw)
    return Grouping(
        keys, numbers, {kind: {name: Bunch(*one) for name, one in named.items()} for kind, named in bunches.items()}
    )

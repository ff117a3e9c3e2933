"""Rows of the files of data, kept until a claim's gist changes, so that an edit makes but its own anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from operator import eq
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from factpress.adapters.keeping import keep, recall
from factpress.exports import Rows

_SIZE: Final = 8
"""Bytes of the number that says how long the list of rows is."""


class _Kept(NamedTuple):
    """Rows as they were made before."""

    keys: Sequence[str]
    """The keys of their claims' gists, in order."""
    lengths: Sequence[int]
    body: bytes


def compose(folder: Path, around: str, path: str, rows: Rows) -> bytes:
    """Return the content of a file of data; rows that were made for a publication before are taken over.

    `around` differs where registries, settings or our code do.
    """
    if not rows.claims:
        return rows.content()
    name, made_from = f"rows-{path.rpartition('/')[2]}", around.encode()
    before = _recalled(folder, name, made_from)
    now = _renewed(before, rows)
    if now.keys != before.keys:
        front = orjson.dumps((now.keys, now.lengths))
        keep(folder, name, made_from, b"".join((len(front).to_bytes(_SIZE, "big"), front, now.body)))
    return rows.content(now.body)


def _renewed(before: _Kept, rows: Rows) -> _Kept:
    """Return the rows of all claims. Those before the first change and behind the last are taken over as two pieces."""
    keys = [claim.gist_key for claim in rows.claims]
    first = _same(before.keys, keys)
    last = min(_same(before.keys[::-1], keys[::-1]), min(len(keys), len(before.keys)) - first)
    old, new = slice(first, len(before.keys) - last), slice(first, len(keys) - last)
    start = place = sum(before.lengths[:first])
    known = {}
    for key, length in zip(before.keys[old], before.lengths[old], strict=True):
        known[key] = before.body[place : place + length]
        place += length
    made = [known.get(one.gist_key) or b"".join(rows.body([one])) for one in rows.claims[new]]
    lengths = [*before.lengths[:first], *map(len, made), *before.lengths[old.stop :]]
    return _Kept(keys, lengths, b"".join((before.body[:start], *made, before.body[place:])))


def _same(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many keys are the same from the beginning."""
    return sum(takewhile(bool, map(eq, some, others)))


def _recalled(folder: Path, name: str, made_from: bytes) -> _Kept:
    raw = recall(folder, name, made_from)
    if raw is None:
        return _Kept([], [], b"")
    start = _SIZE + int.from_bytes(raw[:_SIZE], "big")
    keys, lengths = orjson.loads(raw[_SIZE:start])
    return _Kept(keys, lengths, raw[start:])

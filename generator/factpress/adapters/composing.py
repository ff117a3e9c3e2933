"""Files of data put together, with the rows of the last site where a claim's gist stayed as it was."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from operator import eq
from pathlib import Path
from typing import Final, NamedTuple

import orjson

from factpress.adapters.keeping import keep, recall
from factpress.digests import digest
from factpress.exports import Rows


class _Made(NamedTuple):
    """The rows of a file."""

    keys: Sequence[str]
    """The keys of their claims' gists, in order."""
    lengths: Sequence[int]
    body: bytes


_NOTHING: Final = _Made((), (), b"")


def compose(folder: Path, around: str, site_dir: Path, path: str, rows: Rows) -> bytes:
    """Return the content of a file of data; rows are taken from the site's last one, where it is still as it was made.

    `around` differs where registries, settings or our code do.
    """
    if not rows.claims:
        return rows.content()
    name, made_from = f"rows-{path.rpartition('/')[2]}", around.encode()
    raw = recall(folder, name, made_from)
    before = _last(raw, site_dir / path, rows.between) if raw else _NOTHING
    now = _renewed(before, rows)
    content = rows.content(now.body)
    if now.keys != before.keys:
        keep(folder, name, made_from, orjson.dumps((digest(content), len(rows.before), now.keys, now.lengths)))
    return content


def _renewed(before: _Made, rows: Rows) -> _Made:
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
    made = [known.get(one.gist_key) or rows.row(one) + rows.between for one in rows.claims[new]]
    lengths = [*before.lengths[:first], *map(len, made), *before.lengths[old.stop :]]
    return _Made(keys, lengths, b"".join((before.body[:start], *made, before.body[place:])))


def _same(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many keys are the same from the beginning."""
    return sum(takewhile(bool, map(eq, some, others)))


def _last(raw: bytes, place: Path, between: bytes) -> _Made:
    """Return the rows of a file, of which it was kept where they lie in it."""
    digested, start, keys, lengths = orjson.loads(raw)
    try:
        content = place.read_bytes()
    except OSError:
        return _NOTHING
    if digest(content) != digested:
        return _NOTHING
    return _Made(keys, lengths, content[start : start + sum(lengths) - len(between)] + between)

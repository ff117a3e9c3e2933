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


class _Last(NamedTuple):
    """The rows of a file of the last site."""

    keys: Sequence[str]
    """The keys of their claims' gists, in order."""
    lengths: Sequence[int]
    """Bytes of each row."""
    rows: memoryview
    """From the first to the last, with what stands between them."""


_NOTHING: Final = _Last((), (), memoryview(b""))


def compose(folder: Path, around: str, site_dir: Path, path: str, rows: Rows) -> bytes:
    """Return the content of a file of data; rows are taken from the site's last one, where it is still as it was made.

    `around` differs where registries, settings or our code do.
    """
    if not rows.claims:
        return rows.content()
    name, made_from = f"rows-{path.rpartition('/')[2]}", around.encode()
    raw = recall(folder, name, made_from)
    before = _last(raw, site_dir / path, len(rows.between)) if raw else _NOTHING
    keys = [claim.gist_key for claim in rows.claims]
    lengths, made = _renewed(before, keys, rows)
    content = rows.content(made)
    if keys != before.keys:
        keep(folder, name, made_from, orjson.dumps((digest(content), len(rows.before), keys, lengths)))
    return content


def _renewed(before: _Last, keys: Sequence[str], rows: Rows) -> tuple[list[int], list[bytes | memoryview]]:
    """Return the lengths of the rows of all claims, and the rows; those before and behind all changes in one each."""
    gap = len(rows.between)
    first = _same(before.keys, keys)
    last = min(_same(before.keys[::-1], keys[::-1]), min(len(keys), len(before.keys)) - first)
    old, new = slice(first, len(before.keys) - last), slice(first, len(keys) - last)
    start = place = sum(before.lengths[:first]) + gap * first
    known = {}
    for key, length in zip(before.keys[old], before.lengths[old], strict=True):
        known[key] = before.rows[place : place + length]
        place += length + gap
    made = [known.get(one.gist_key) or rows.row(one) for one in rows.claims[new]]
    ahead = [before.rows[: start - gap]] if first else []
    behind = [before.rows[place:]] if last else []
    return [*before.lengths[:first], *map(len, made), *before.lengths[old.stop :]], [*ahead, *made, *behind]


def _same(some: Sequence[str], others: Sequence[str]) -> int:
    """Return how many keys are the same from the beginning."""
    return sum(takewhile(bool, map(eq, some, others)))


def _last(raw: bytes, place: Path, gap: int) -> _Last:
    """Return the rows of a file, of which it was kept where they lie in it; `gap` bytes stand between two."""
    digested, start, keys, lengths = orjson.loads(raw)
    try:
        content = place.read_bytes()
    except OSError:
        return _NOTHING
    if digest(content) != digested:
        return _NOTHING
    return _Last(keys, lengths, memoryview(content)[start : start + sum(lengths) + gap * (len(lengths) - 1)])

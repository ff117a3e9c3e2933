"""Rows of the files of data, kept until a claim's gist changes, so that an edit makes but its own anew."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import orjson

from factpress.adapters.keeping import keep, recall
from factpress.exports import Rows

_SIZE: Final = 8
"""Bytes of the number that says how long the list of rows is."""


def compose(folder: Path, around: str, path: str, rows: Rows) -> bytes:
    """Return the content of a file of data; rows that were made for a publication before are taken over.

    `around` differs where registries, settings or our code do.
    """
    if not rows.claims:
        return rows.content()
    name, made_from = f"rows-{path.rpartition('/')[2]}", around.encode()
    known = _rows(recall(folder, name, made_from))
    found = {one.gist_key: known.get(one.gist_key) or rows.row(one) for one in rows.claims}
    if found.keys() != known.keys():
        front = orjson.dumps([(key, len(row)) for key, row in found.items()])
        keep(folder, name, made_from, b"".join((len(front).to_bytes(_SIZE, "big"), front, *found.values())))
    return rows.content(found.values())


def _rows(raw: bytes | None) -> Mapping[str, bytes]:
    """Return rows by the keys of their claims' gists."""
    if raw is None:
        return {}
    start = _SIZE + int.from_bytes(raw[:_SIZE], "big")
    rows = {}
    for key, length in orjson.loads(raw[_SIZE:start]):
        rows[key] = raw[start : start + length]
        start += length
    return rows

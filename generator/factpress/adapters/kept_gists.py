"""The gists of an archive, kept in several files, so that an edit writes one of them anew and not all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final
from zlib import crc32

from factpress.adapters.keeping import keep, recall
from factpress.adapters.scanning import CLAIMS_KEPT
from factpress.gists import ForeignGists, Gist, from_bytes, to_bytes

FILES: Final = 16


def recall_gists(folder: Path, around: str, today: date) -> Mapping[str, Gist]:
    """Return what was kept of claims that were read and checked with the same around them, and still holds, by path."""
    found: dict[str, Gist] = {}
    for number in range(FILES):
        raw = recall(folder, f"{CLAIMS_KEPT}-{number}", around.encode())
        if raw is None:
            continue
        try:
            gists, then = from_bytes(raw)
        except ForeignGists:
            continue
        found |= {gist.path: gist for gist in gists if gist.holds(then, today)}
    return found


def keep_gists(folder: Path, around: str, today: date, gists: Iterable[Gist], recalled: Mapping[str, Gist]) -> None:
    """Keep gists, as they are today; files in which all are as they were `recalled` stay as they are."""
    now = {gist.path: gist for gist in gists}
    changed = [path for path, gist in now.items() if recalled.get(path) is not gist]
    stale = {_file_of(path) for path in (*changed, *(recalled.keys() - now.keys()))}
    if not stale:
        return
    files: defaultdict[int, list[Gist]] = defaultdict(list)
    for path, gist in now.items():
        files[_file_of(path)].append(gist)
    for number in stale:
        keep(folder, f"{CLAIMS_KEPT}-{number}", around.encode(), to_bytes(files[number], today))


def _file_of(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % FILES

"""Looks at claims' files while everything else is still being imported, and opens only those that changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import orjson

from factpress.adapters.files import ClaimFiles, Stamp, claims_in, read_regular, stamp_at
from factpress.adapters.keeping import FOLDER, keep, recall
from factpress.adapters.processes import Begun
from factpress.texts import ROOT, text_digest

CLAIMS_KEPT: Final = "claims"
"""The beginning of the names under which it is kept what is known of claims."""
FILES_KEPT: Final = "files"
_FORM: Final = text_digest(b"claims' files, first form", "").encode()
"""What is kept is of no use once digests are made in another way, and so is this."""


class Scanned:
    """The claims' files, looked at by another process or, without a second processor, when asked for."""

    def __init__(self, folder: Path) -> None:
        """Begin, if anything is known that digests could be compared with."""
        look = _Look(folder)
        self._begun = Begun(look.find, look.keep) if knows_claims(folder) else None
        self._found: ClaimFiles | None = None

    def __call__(self) -> ClaimFiles | None:
        """Return them; None where nothing is known."""
        if self._begun and self._found is None:
            self._found = self._begun.result()
        return self._found

    def close(self) -> None:
        """End it, where nobody asked."""
        if self._begun:
            self._begun.close()


def knows_claims(folder: Path) -> bool:
    """Return whether something is kept of claims, so that a check needn't read them all."""
    return any((folder / FOLDER).glob(f"{CLAIMS_KEPT}-*"))


def scan(folder: Path, known: Mapping[str, tuple[Stamp, str]]) -> tuple[ClaimFiles, Mapping[str, tuple[Stamp, str]]]:
    """Return the claims' files below a publication's folder, and by path the stamps and digests of those at rest.

    A file that has the stamp that is `known` has the digest, too, and isn't opened; a checkout gives all others.
    """
    files, at_rest = {}, {}
    for found in claims_in(folder):
        path, refused = f"{ROOT}/{found.path}", found.refused
        if refused:
            files[path] = "", refused, text_digest(b"", refused)
            continue
        stamp, before = stamp_at(found.place), known.get(path)
        if stamp and before and before[0] == stamp:
            digested = before[1]
        else:
            raw, refused = read_regular(found.place)
            digested = text_digest(raw, refused)
        files[path] = found.place, refused, digested
        if stamp and not refused:
            at_rest[path] = stamp, digested
    return files, at_rest


class _Look:
    """A look at claims' files that begins with what is known from the last one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: Mapping[str, tuple[Stamp, str]] = {}
        self._now: Mapping[str, tuple[Stamp, str]] = {}

    def find(self) -> ClaimFiles:
        """Return the claims' files."""
        raw = recall(self._folder, FILES_KEPT, _FORM)
        rows = orjson.loads(raw) if raw else {}
        self._before = {path: (tuple(stamp), digested) for path, (stamp, digested) in rows.items()}
        files, self._now = scan(self._folder, self._before)
        return files

    def keep(self) -> None:
        """Keep what the next look begins with."""
        if self._now != self._before:
            keep(self._folder, FILES_KEPT, _FORM, orjson.dumps(self._now))

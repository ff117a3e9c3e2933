"""Looks at claims' files while everything else is still being imported: files take as long as modules."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from factpress.adapters.files import ClaimFiles, scan
from factpress.adapters.keeping import FOLDER
from factpress.adapters.processes import Begun

CLAIMS_KEPT: Final = "claims"
"""The beginning of the names under which it is kept what is known of claims."""


class Scanned:
    """The claims' files, looked at by another process or, without a second processor, when asked for."""

    def __init__(self, folder: Path) -> None:
        """Begin, if anything is known that digests could be compared with."""
        self._begun = Begun(partial(scan, folder)) if knows_claims(folder) else None
        self._found: ClaimFiles | None = None

    def __call__(self) -> ClaimFiles | None:
        """Return them; None where nothing is known."""
        if self._begun:
            self._found = self._begun.result()
            self._begun = None
        return self._found

    def close(self) -> None:
        """End it, where nobody asked."""
        if self._begun:
            self._begun.close()


def knows_claims(folder: Path) -> bool:
    """Return whether something is kept of claims, so that a check needn't read them all."""
    return any((folder / FOLDER).glob(f"{CLAIMS_KEPT}-*"))

"""Builds the publication in the current folder as `factpress build` does, without its search index, or that alone."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from factpress.adapters.garbage import uncollected

if TYPE_CHECKING:
    from factpress.adapters.frames import Rendering
    from factpress.adapters.scanning import Scanned

WANTED = {"without": False, "alone": True}
"""Whether the search index is what is to be built, or what isn't."""


def main(which: str) -> None:
    """Build all groups of parts but some, importing what the command does, when it does."""
    with uncollected():
        import_module("factpress.cli")
    import_module("factpress.cli.build")
    from factpress.adapters.scanning import Scanned

    with closing(Scanned(Path())) as scanned:
        from factpress.adapters.frames import Rendering

        with closing(Rendering(Path())) as frame, uncollected():
            build(which, scanned, frame)


def build(which: str, scanned: Scanned, frame: Rendering) -> None:
    """Build all groups of parts but some, with what was begun."""
    from factpress.adapters import building, extracts

    every_group = building.all_groups
    building.all_groups = lambda *made: [
        group for group in every_group(*made) if (group.name == "search") is WANTED[which]
    ]
    building.require_links = lambda *_: None  # most of what links lead to isn't there
    if not WANTED[which]:
        extracts.content_of = lambda _: ""  # what only the index looks through
    site_dir = Path(f"{which}-search")
    built = building.build_site(
        Path(), site_dir=site_dir, strict=False, now=datetime.now(UTC), scanned=scanned, frame=frame
    )
    assert built.written, built.problems


if __name__ == "__main__":
    main(sys.argv[1])
    os._exit(0)  # as the command does

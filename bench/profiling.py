"""Builds an invented archive in one process, without the search index, and says where the processor's time goes."""

from __future__ import annotations

import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from inventing import write_publication
from measuring import AWAY

SPENT: defaultdict[str, float] = defaultdict(float)
"""Seconds by what they were spent on, each second once: of functions within functions the inner one has it."""
INSIDE: list[float] = []
"""Seconds that functions within the running ones have taken so far."""


def timed(room: ModuleType | type, name: str, words: str) -> None:
    """Count what a function takes under some words."""
    function: Callable[..., Any] = getattr(room, name)

    def counting(*args: Any, **kwargs: Any) -> Any:
        start = time.process_time()
        INSIDE.append(0.0)
        try:
            return function(*args, **kwargs)
        finally:
            taken = time.process_time() - start
            SPENT[words] += taken - INSIDE.pop()
            if INSIDE:
                INSIDE[-1] += taken

    setattr(room, name, counting)


def main(claims: int) -> None:
    """Build once, without the search index, and print the shares."""
    start = time.process_time()
    gc.disable()
    from factpress import gists, site
    from factpress.adapters import building, checking, disk, extracts, frames, processes, suggestions
    from factpress.adapters.spool import Spool
    from factpress.pages import claim
    from factpress.pages.lists import Lister
    from factpress.pages.templates import Templates
    from factpress.shell import Shells
    from factpress.spreading import one_by_one

    SPENT["imports"] = time.process_time() - start
    building.spread = checking.spread = one_by_one  # type: ignore[attr-defined] # a function in another's place
    processes.processors = lambda: 1
    building.index_parts = lambda _: iter(())
    extracts.content_of = lambda _: ""
    for room, name, words in (
        (gists, "read_claims", "YAML and models"),
        (gists, "check_claim", "rules"),
        (gists, "_gist", "gists"),
        (extracts, "set_claims", "galleys"),
        (Spool, "put", "putting aside"),
        (extracts, "traits_of", "traits"),
        (frames, "_render", "MkDocs: hand-written pages and shells"),
        (suggestions._Search, "find", "suggestions"),
        (Templates, "compile", "compiling templates"),
        (Lister, "_page", "lists"),
        (site, "_exported", "exports"),
        (Shells, "fill", "filling shells"),
        (disk, "put", "writing files"),
        (disk, "_plan", "planning"),
        (claim, "claim_page", "pages made up from galleys"),
    ):
        timed(room, name, words)
    folder = AWAY / f"profile-{time.time_ns()}"
    write_publication(folder, claims)
    start = time.process_time()
    building.build_site(folder, site_dir=None, strict=False, now=datetime.now(UTC))
    total = time.process_time() - start + SPENT["imports"]
    SPENT["all else"] = total - sum(SPENT.values())
    for words, seconds in sorted(SPENT.items(), key=lambda one: -one[1]):
        print(f"{seconds / total:4.0%}  {seconds:6.2f} s  {words}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
